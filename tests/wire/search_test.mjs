// Queries as POST to /.search (RFC 7644 section 3.4.3): the root, Users and Groups; bodies right and wrong.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { IdentityProvider, groupBody, urn, userBody } from './support/scim.mjs';
import { startServer } from './support/server.mjs';

const search_urn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const search = (members = {}) => ({ schemas: [search_urn], ...members });
const names = (list) => list.Resources.map((one) => one.userName ?? one.displayName);

async function aTown(t) {
  const server = await startServer(t);
  const idp = new IdentityProvider(t, server);
  for (const name of ['carl', 'ann', 'bob']) await idp.push('/Users', userBody(name, { title: `of ${name}`, displayName: name.toUpperCase() }));
  await idp.push('/Groups', groupBody('Staff'));
  await idp.push('/Groups', groupBody('Guests'));
  return { idp, admin: new Administrator(t, server) };
}

// [address, body, names, totalResults]
const searches = [
  ['/.search', search(), ['carl', 'ann', 'bob', 'Staff', 'Guests'], 5],
  ['/.search', search({ filter: 'displayName sw "g" or userName eq "ann"' }), ['ann', 'Guests'], 2],
  ['/.search', search({ filter: 'meta.resourceType eq "Group"', sortBy: 'displayName' }), ['Guests', 'Staff'], 2],
  ['/.search', search({ startIndex: 3, count: 2 }), ['bob', 'Staff'], 5],
  ['/.search', search({ count: 0 }), [], 5],
  ['/Users/.search', search(), ['carl', 'ann', 'bob'], 3],
  ['/Users/.search', search({ sortBy: 'userName', sortOrder: 'descending', count: 2 }), ['carl', 'bob'], 3],
  ['/Users/.search', search({ FILTER: 'title co "bob"', Count: null }), ['bob'], 1],
  ['/Users/.search/', search({ count: -1 }), [], 3],
  ['/Groups/.search', search({ filter: 'displayName eq "STAFF"' }), ['Staff'], 1],
];

test('a search answers what the query with the same parameters answers', async (t) => {
  const { idp } = await aTown(t);
  for (const [address, body, expected, total] of searches) {
    const list = await idp.expect(200, 'POST', address, body);
    assert.deepEqual(list.schemas, [urn.list]);
    assert.deepEqual(names(list), expected, JSON.stringify(body));
    assert.equal(list.totalResults, total);
    assert.equal(list.itemsPerPage, expected.length);
  }
  const searched = await idp.expect(200, 'POST', '/Users/.search', search({ attributes: ['userName', 'meta.created'], count: 2 }));
  assert.deepEqual(searched, await idp.get('/Users?attributes=userName,meta.created&count=2'));
  const without = await idp.expect(200, 'POST', '/.search', search({ excludedAttributes: ['title', 'members', 'meta'] }));
  assert.deepEqual(without, await idp.get('?excludedAttributes=title,members,meta'));
});

test('a walk by cursor is searched too', async (t) => {
  const { idp } = await aTown(t);
  const seen = [];
  for (let cursor = ''; cursor !== undefined;) {
    const page = await idp.expect(200, 'POST', '/.search', search({ cursor, count: 2, sortBy: 'displayName' }));
    assert.equal(page.totalResults, 5);
    assert.equal(page.startIndex, undefined);
    seen.push(...names(page));
    cursor = page.nextCursor;
  }
  assert.deepEqual(seen, ['ann', 'bob', 'carl', 'Guests', 'Staff']);
});

test('searching is reading: it is allowed while synchronization is Disabled', async (t) => {
  const { idp, admin } = await aTown(t);
  await admin.call('SetSCIMSynchronizationStatus', { SCIMSynchronizationStatus: 'Disabled' });
  assert.equal((await idp.expect(200, 'POST', '/Users/.search', search())).totalResults, 3);
  assert.equal((await idp.expect(200, 'POST', '/.search', search())).totalResults, 5);
});

// [name, scimType, body]
const wrong = [
  ['nothing', 'invalidSyntax', ''],
  ['no JSON', 'invalidSyntax', '{'],
  ['a list', 'invalidSyntax', []],
  ['text', 'invalidSyntax', '"x"'],
  ['a name twice', 'invalidSyntax', `{"schemas":["${search_urn}"],"count":1,"COUNT":2}`],
  ['a number for a filter', 'invalidValue', search({ filter: 7 })],
  ['a list for a cursor', 'invalidValue', search({ cursor: [] })],
  ['half a user', 'invalidValue', search({ count: 0.5 })],
  ['an object for a start', 'invalidValue', search({ startIndex: {} })],
  ['a number for attributes', 'invalidValue', search({ attributes: 7 })],
  ['a number among attributes', 'invalidValue', search({ attributes: ['userName', 7] })],
  ['attributes both ways', 'invalidValue', search({ attributes: ['userName'], excludedAttributes: ['title'] })],
  ['too many attributes', 'invalidValue', search({ excludedAttributes: Array.from({ length: 100_000 }, (_, i) => `x${i}`) })],
  ['no direction', 'invalidValue', search({ sortBy: 'userName', sortOrder: 'up' })],
  ['nothing to sort by', 'invalidValue', search({ sortBy: 'shoeSize' })],
  ['a filter that is none', 'invalidFilter', search({ filter: 'userName is "x"' })],
  ['a cursor that is none', 'invalidCursor', search({ cursor: 'x' })],
  ['both ways to page', 'invalidValue', search({ cursor: '', startIndex: 1 })],
  ['too large a page of a walk', 'invalidCount', search({ cursor: '', count: 1001 })],
];

// [name, body, rule]: dialects, which a strict directory refuses.
const dialects = [
  ['no schemas', { count: 1 }, 'missing-message-schema'],
  ['another schema', { schemas: ['urn:x'], count: 1 }, 'unknown-schema'],
  ['a member nobody knows', search({ count: 1, color: 'red' }), 'unknown-attribute'],
  ['text for a number', search({ count: '1' }), 'number-text'],
  ['text for a list', search({ count: 1, attributes: 'userName' }), 'single-value-bare'],
];

test('wrong bodies are refused, dialects where they are not spoken', async (t) => {
  const { idp, admin } = await aTown(t);
  for (const [name, scimType, body] of wrong)
    for (const address of ['/.search', '/Users/.search']) await t.test(`${name} at ${address}`, () => idp.refused(400, scimType, 'POST', address, body));
  for (const [name, body, rule] of dialects) {
    const answer = await idp.ask('POST', '/Users/.search', body);
    assert.equal(answer.status, 200, `${name}: ${answer.text}`);
    assert.equal(answer.json.itemsPerPage, 1);
    assert.equal(answer.headers['scim-tolerated'], rule, name);
  }
  await admin.call('UpdateDirectorySettings', { Tolerance: 'strict' });
  for (const [name, body, rule] of dialects)
    await t.test(`strict: ${name}`, () => idp.refused(400, ['number-text', 'single-value-bare'].includes(rule) ? 'invalidValue' : 'invalidSyntax', 'POST', '/Users/.search', body));
});

test('a search is a POST, of JSON, with a token', async (t) => {
  const { idp } = await aTown(t);
  for (const address of ['/.search', '/Users/.search', '/Groups/.search']) {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await idp.ask(method, address);
      assert.equal(answer.status, 405, `${method} ${address}`);
      assert.equal(answer.headers.allow, 'POST');
    }
    await idp.refused(415, undefined, 'POST', address, JSON.stringify(search()), { 'Content-Type': 'text/plain' });
    await idp.refused(401, undefined, 'POST', address, search(), { Authorization: 'Bearer wrong' });
  }
  for (const address of ['/Robots/.search', '/Schemas/.search', '/Users/x/.search', '/.search/Users']) await idp.refused(404, undefined, 'POST', address, search());
});
