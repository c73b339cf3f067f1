// An administrator's hand: calls of the CloudSSO management actions, signed as Alibaba's clients sign them.
// Both ways of signing are written from the documentation (reference sections 6 and 7), not from the server's source.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { Client } from './http.mjs';
import { dev } from './server.mjs';

const version = '2021-05-15';

// RFC 3986: all but letters, digits and - _ . ~ is encoded, which is more than encodeURIComponent does.
export const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
export const pairs = (parameters) => Object.entries(parameters).map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
const byName = ([a], [b]) => (a < b ? -1 : 1);
const sorted = (parameters) => Object.fromEntries(Object.entries(parameters).sort(byName));
const sha256 = (text) => crypto.createHash('sha256').update(text).digest('hex');
const now = () => new Date().toISOString().replace(/\.\d+/, '');

// What version 1.0 signs.
export const stringToSign = (method, parameters) => `${method}&%2F&${encode(pairs(sorted(parameters)))}`;

// Version 1.0: the parameters of URL and form with their signature.
export function signRpc({ method, parameters, secret }) {
  const text = stringToSign(method, parameters);
  return { ...parameters, Signature: crypto.createHmac('sha1', `${secret}&`).update(text).digest('base64') };
}

// Version 3: the headers with their Authorization. Those that are `unsigned` are sent and not signed, for calls that are to fail.
export function signV3({ method, query, headers, body, key, secret, unsigned = [] }) {
  const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
    .filter(([name]) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'))
    .filter(([name]) => !unsigned.includes(name)).sort(byName));
  const names = Object.keys(signed).join(';');
  const lines = Object.entries(signed).map(([name, value]) => `${name}:${value.trim()}\n`).join('');
  const canonical = [method, '/', pairs(sorted(query)), lines, names, sha256(body)].join('\n');
  const signature = crypto.createHmac('sha256', secret).update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`).digest('hex');
  return { ...headers, Authorization: `ACS3-HMAC-SHA256 Credential=${key},SignedHeaders=${names},Signature=${signature}` };
}

// What a call puts on the wire: {method, path, headers, body}. `how` may say: signature 'v3' or '1.0'; method; where
// ('query' or 'body') the parameters go; format 'JSON' or 'XML' (1.0 only); and, for calls that are to fail, key,
// secret, date, nonce, of version 3 unsigned (headers) and digest, and of version 1.0 common (parameters).
export function requestOf(host, action, parameters, how = {}) {
  const { signature = 'v3' } = how;
  return signature === 'v3' ? v3Request(host, action, parameters, how) : rpcRequest(host, action, parameters, how);
}

const usual = () => ({
  method: 'POST', where: 'query', format: 'JSON', key: dev.key, secret: dev.secret, date: now(), nonce: crypto.randomUUID(),
});

function v3Request(host, action, parameters, how) {
  const { method, where, key, secret, date, nonce, unsigned, digest } = { ...usual(), ...how };
  const body = where === 'body' ? pairs(parameters) : '';
  const query = where === 'query' ? parameters : {};
  const headers = {
    Host: host, accept: 'application/json', 'x-acs-action': action, 'x-acs-version': version, 'x-acs-date': date,
    'x-acs-signature-nonce': nonce, 'x-acs-content-sha256': digest ?? sha256(body), 'x-acs-credentials-provider': 'static_ak',
    ...(body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
  };
  const path = Object.keys(query).length ? `/?${pairs(query)}` : '/';
  return { method, path, headers: signV3({ method, query, headers, body, key, secret, unsigned }), body: body || undefined };
}

function rpcRequest(host, action, parameters, how) {
  const { method, where, format, key, secret, date, nonce, common } = { ...usual(), ...how };
  const all = signRpc({ method, secret, parameters: {
    ...parameters, Action: action, Version: version, Format: format, AccessKeyId: key, Timestamp: date,
    SignatureMethod: 'HMAC-SHA1', SignatureVersion: '1.0', SignatureNonce: nonce, ...common,
  } });
  if (where === 'query') return { method, path: `/?${pairs(all)}`, headers: { Host: host }, body: undefined };
  return { method, path: '/', headers: { Host: host, 'Content-Type': 'application/x-www-form-urlencoded' }, body: pairs(all) };
}

export class Administrator {
  // `how` holds for every call that does not say otherwise; `directory` goes with every call that names none.
  constructor(t, server, { directory = dev.directory, ...how } = {}) {
    this.client = new Client(t, server.base);
    this.host = new URL(server.base).host;
    this.directory = directory;
    this.how = how;
  }

  // The answer, whatever it is.
  async ask(action, parameters = {}, how = {}) {
    const { method, path, headers, body } = requestOf(this.host, action, { DirectoryId: this.directory, ...parameters }, { ...this.how, ...how });
    return this.client.ask(method, path, { headers, body });
  }

  // The members of an answer that must be a success.
  async call(action, parameters = {}, how = {}) {
    const answer = await this.ask(action, parameters, how);
    assert.equal(answer.status, 200, `${action} ${JSON.stringify(parameters)}: ${answer.text}`);
    assert.match(answer.headers['content-type'], /^application\/json/);
    assert.match(answer.json.RequestId, request_id);
    assert.ok(!('Code' in answer.json), 'pop-core takes a Code in a success for a failure');
    return answer.json;
  }

  // An answer that must be this refusal, in the form every client can read. Answers the Message.
  async refused(status, code, action, parameters = {}, how = {}) {
    const answer = await this.ask(action, parameters, how);
    return expectEnvelope(answer, status, code, `${action} ${JSON.stringify(parameters)}`);
  }

  switchTo(status) { return this.call('SetSCIMSynchronizationStatus', { SCIMSynchronizationStatus: status }); }
  async switchStatus() { return (await this.call('GetSCIMSynchronizationStatus')).SCIMSynchronizationStatus; }
  async createUser(UserName, more = {}) { return (await this.call('CreateUser', { UserName, ...more })).User; }
  async createGroup(GroupName, more = {}) { return (await this.call('CreateGroup', { GroupName, ...more })).Group; }
  join(group, user) { return this.call('AddUserToGroup', { GroupId: group, UserId: user }); }
  leave(group, user) { return this.call('RemoveUserFromGroup', { GroupId: group, UserId: user }); }
  async getUser(id) { return (await this.call('GetUser', { UserId: id })).User; }
  async getGroup(id) { return (await this.call('GetGroup', { GroupId: id })).Group; }
  async membersOf(group) {
    const page = await this.call('ListGroupMembers', { GroupId: group, MaxResults: '100' });
    assert.equal(page.TotalCounts, page.GroupMembers.length);
    return page.GroupMembers.map((member) => member.UserId).sort();
  }
}

const request_id = /^[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}$/;

function elementOf(xml, name) { return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]; }

// The envelope of every refusal (reference section 10.1), in JSON or, when the answer is XML, in XML.
export function expectEnvelope(answer, status, code, about = '') {
  assert.equal(answer.status, status, `${about}: ${answer.text}`);
  const xml = /^application\/xml/.test(answer.headers['content-type']);
  if (xml) assert.match(answer.text, /^(<\?xml[^>]*>\s*)?<Error>.*<\/Error>\s*$/s);
  else assert.match(answer.headers['content-type'], /^application\/json/);
  const member = (name) => (xml ? elementOf(answer.text, name) : answer.json?.[name]);
  assert.equal(member('Code'), code, `${about}: ${answer.text}`);
  assert.match(member('RequestId'), request_id);
  assert.ok(member('Message')?.length > 0, 'a refusal says why');
  assert.equal(typeof member('HostId'), 'string');
  assert.match(member('Recommend'), /^https:\/\//);
  return member('Message');
}
