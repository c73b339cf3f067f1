// An identity provider's hand: SCIM requests with a bearer token, and what every SCIM answer must look like.
import assert from 'node:assert/strict';
import { Client } from './http.mjs';
import { dev } from './server.mjs';

export const urn = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  list: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
};

export const userBody = (userName, more = {}) => ({ schemas: [urn.user], userName, ...more });
export const groupBody = (displayName, members = [], more = {}) => ({
  schemas: [urn.group], displayName, ...(members ? { members: members.map((value) => ({ value })) } : {}), ...more,
});
export const patchBody = (...Operations) => ({ schemas: [urn.patch], Operations });

export class IdentityProvider {
  constructor(t, server, { token = dev.token, sockets = 1 } = {}) {
    this.client = new Client(t, server.base, { sockets });
    this.token = token;
  }

  // The answer, whatever it is. A body that is a string goes out as it is.
  async ask(method, path, body, headers = {}) {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const type = text === undefined ? {} : { 'Content-Type': 'application/scim+json' };
    return this.client.ask(method, `/scim/v2${path}`, { headers: { ...this.authorization(), ...type, ...headers }, body: text });
  }

  authorization() { return this.token === null ? {} : { Authorization: `Bearer ${this.token}` }; }

  // An answer that must have this status. Answers its body.
  async expect(status, method, path, body, headers) {
    const answer = await this.ask(method, path, body, headers);
    assert.equal(answer.status, status, `${method} ${path}: ${answer.text}`);
    if (status !== 204) assert.match(answer.headers['content-type'], /^application\/scim\+json/);
    return answer.json;
  }

  // An answer that must be this refusal, in the form of RFC 7644 section 3.12. Answers the detail.
  async refused(status, scimType, method, path, body, headers) {
    const answer = await this.ask(method, path, body, headers);
    return expectScimError(answer, status, scimType, `${method} ${path.slice(0, 200)}`);
  }

  get(path) { return this.expect(200, 'GET', path); }
  push(path, body) { return this.expect(201, 'POST', path, body); }
  replace(path, body) { return this.expect(200, 'PUT', path, body); }
  patch(path, ...operations) { return this.expect(200, 'PATCH', path, patchBody(...operations)); }
  remove(path) { return this.expect(204, 'DELETE', path); }

  // {path: resource} of everything there is, each read by its id: what "nothing changed" is measured with.
  async everything() {
    const all = {};
    for (const collection of ['/Users', '/Groups']) {
      const page = await this.get(`${collection}?count=1000&attributes=id`);
      assert.equal(page.totalResults, page.Resources.length, 'the tests keep their directories on one page');
      for (const { id } of page.Resources) all[`${collection}/${id}`] = settled(await this.get(`${collection}/${id}`));
    }
    return all;
  }
}

// Members and groups have no order of their own.
function settled(resource) {
  for (const name of ['members', 'groups']) resource[name]?.sort((a, b) => (a.value < b.value ? -1 : 1));
  return resource;
}

// Without what says when something changed: two of these are equal when the content is.
export function contentOf(resource) {
  const { meta, ...content } = resource;
  const { version, lastModified, ...lasting } = meta;
  return { ...content, meta: lasting };
}

export const memberIds = (group) => (group.members ?? []).map((member) => member.value).sort();

export function expectScimError(answer, status, scimType = undefined, about = '') {
  assert.equal(answer.status, status, `${about}: ${answer.text}`);
  assert.match(answer.headers['content-type'], /^application\/scim\+json/, about);
  assert.deepEqual(answer.json?.schemas, [urn.error], about);
  assert.equal(answer.json.status, String(status), 'the status of a SCIM Error is a string');
  assert.equal(answer.json.scimType, scimType, `${about}: ${answer.text}`);
  assert.ok(answer.json.detail?.length > 0, 'a refusal says why');
  return answer.json.detail;
}
