// Media types, encodings, methods and addresses: RFC 7644 sections 1.2, 3.2 and 3.8.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectScimError, userBody } from '../wire/support/scim.mjs';
import { createGroup, createUser, freshName, pathOf, search, strictServer } from './support.mjs';

const { idp } = await strictServer();

test('a body is JSON of either media type, or is refused with 415', async () => {
  for (const type of ['application/scim+json', 'application/json', 'application/scim+json; charset=utf-8', 'Application/JSON;charset=UTF-8'])
    await idp.expect(201, 'POST', '/Users', userBody(freshName('user')), { 'Content-Type': type });
  for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])
    await idp.refused(415, undefined, 'POST', '/Users', userBody(freshName('user')), { 'Content-Type': type });
});

test('answers are application/scim+json, whatever JSON type is accepted', async () => {
  const ann = await createUser(idp, { displayName: '\u00c4nne' });
  for (const accept of [undefined, 'application/scim+json', 'application/json', '*/*', 'application/scim+json, application/json;q=0.5']) {
    const { status, headers, json, text } = await idp.ask('GET', pathOf(ann), undefined, accept ? { Accept: accept } : {});
    assert.equal(status, 200, accept);
    assert.match(headers['content-type'], /^application\/scim\+json(;\s*charset=utf-8)?$/i);
    assert.equal(Number(headers['content-length']), Buffer.byteLength(text, 'utf8'));
    assert.equal(json.displayName, '\u00c4nne');
  }
});

test('a body that is not UTF-8 is refused', async () => {
  const latin = Buffer.from(JSON.stringify(userBody(freshName('user'), { displayName: '\u00c4nne' })), 'latin1');
  const answer = await idp.client.ask('POST', '/scim/v2/Users', { headers: { ...idp.authorization(), 'Content-Type': 'application/scim+json' },
    body: latin });
  expectScimError(answer, 400, 'invalidSyntax');
});

test('a method that an address does not take is refused with those it takes', async () => {
  const [ann, staff] = [await createUser(idp), await createGroup(idp)];
  const taken = { '/Users': ['GET', 'POST'], '/Groups': ['GET', 'POST'], [pathOf(ann)]: ['GET', 'PUT', 'PATCH', 'DELETE'],
    [pathOf(staff)]: ['GET', 'PUT', 'PATCH', 'DELETE'] };

  for (const [path, methods] of Object.entries(taken))
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'].filter((one) => !methods.includes(one))) {
      const answer = await idp.ask(method, path, method === 'DELETE' ? undefined : userBody(freshName('user')));
      expectScimError(answer, 405);
      for (const one of methods) assert.ok(answer.headers.allow.split(/, */).includes(one), `${method} ${path}: ${answer.headers.allow}`);
    }
});

test('addresses are read percent-decoded and written percent-encoded', async () => {
  const ann = await createUser(idp, { displayName: 'a&b+c d%"\u00e4' });
  const filter = `displayName eq ${JSON.stringify(ann.displayName)}`;

  assert.equal((await search(idp, '/Users', { filter })).Resources[0].id, ann.id);
  assert.equal((await idp.get(`/Users/%75${ann.id.slice(1)}`)).id, ann.id, 'an id may be encoded');
  assert.equal((await idp.get(`/Users?%66ilter=${encodeURIComponent(filter)}`)).totalResults, 1);
  assert.match(ann.meta.location, /^[-A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%]+$/);
  await idp.refused(400, 'invalidSyntax', 'GET', '/Users/%zz');
});
