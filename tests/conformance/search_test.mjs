// Queries by POST, and at the root: RFC 7644 sections 3.4.2.1 and 3.4.3.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { urn } from '../wire/support/scim.mjs';
import { createGroup, createUser, ids, search, strictServer } from './support.mjs';

const { idp } = await strictServer();

const searchUrn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const users = [];
for (const [displayName, title] of [['Smith, Ann', 'b'], ['Smith, Bob', 'a'], ['Moe', undefined]])
  users.push(await createUser(idp, { displayName, title }));
const family = await createGroup(idp, [users[0].id], { displayName: 'Smith Family' });
const all = [...users, family].map(({ id }) => id);

const ask = (path, body = {}) => idp.expect(200, 'POST', `${path}/.search`, { schemas: [searchUrn], ...body });

test('the root, users and groups can be searched', async () => {
  for (const [path, expected] of [['', all], ['/Users', all.slice(0, 3)], ['/Groups', [family.id]]]) {
    const list = await ask(path);
    assert.deepEqual(list.schemas, [urn.list]);
    assert.equal(list.totalResults, expected.length);
    assert.deepEqual(ids(list).sort(), [...expected].sort());
  }
});

test('the root lists the resources of all types', async () => {
  for (const list of [await idp.get(''), await idp.get('/'), await search(idp, '/', { count: 10 }), await ask('')]) {
    assert.equal(list.totalResults, all.length);
    assert.deepEqual(list.Resources.map(({ meta }) => meta.resourceType).sort(), ['Group', 'User', 'User', 'User']);
  }
  const pages = [await search(idp, '/', { count: 3 }), await search(idp, '/', { startIndex: 4, count: 3 })];
  assert.deepEqual(pages.flatMap(ids).sort(), [...all].sort());
});

test('meta.resourceType chooses at the root', async () => {
  const find = async (filter) => ids(await search(idp, '/', { filter })).sort();

  assert.deepEqual(await find('meta.resourceType eq "Group"'), [family.id]);
  assert.deepEqual(await find('meta.resourceType eq "User"'), all.slice(0, 3).sort());
  assert.deepEqual(await find('(meta.resourceType eq "User") or (meta.resourceType eq "Group")'), [...all].sort());
});

test('a filter at the root is about every type', async () => {
  const find = async (filter) => ids(await search(idp, '/', { filter })).sort();

  assert.deepEqual(await find('displayName sw "smith"'), [users[0].id, users[1].id, family.id].sort());
  assert.deepEqual(await find('userName pr'), all.slice(0, 3).sort(), 'groups have none');
  assert.deepEqual(await find('members pr'), [family.id]);
  assert.deepEqual(await find('not (userName pr)'), [family.id]);
  assert.deepEqual(await find(`title eq "a" or members.value eq "${users[0].id}"`), [users[1].id, family.id].sort());
  await idp.refused(400, 'invalidFilter', 'GET', '/?filter=title%20is%20%22a%22');
});

test('the body says what the address would', async () => {
  for (const [body, parameters] of [
    [{ filter: 'displayName sw "smith"' }, { filter: 'displayName sw "smith"' }],
    [{ filter: 'title pr', sortBy: 'title', sortOrder: 'descending' }, { filter: 'title pr', sortBy: 'title', sortOrder: 'descending' }],
    [{ startIndex: 2, count: 1 }, { startIndex: 2, count: 1 }], [{ count: 0 }, { count: 0 }],
    [{ attributes: ['displayName', 'title'] }, { attributes: 'displayName,title' }],
    [{ excludedAttributes: ['meta', 'userName', `${urn.user}:title`] }, { excludedAttributes: `meta,userName,${urn.user}:title` }],
  ]) assert.deepEqual(await ask('/Users', body), await search(idp, '/Users', parameters), JSON.stringify(body));
  const merged = await ask('', { sortBy: 'displayName', filter: 'displayName sw "smith"', attributes: ['displayName', 'userName'] });
  assert.deepEqual(merged.Resources.map(({ displayName }) => displayName), ['Smith Family', 'Smith, Ann', 'Smith, Bob']);
  assert.ok(!('userName' in merged.Resources[0]) && 'userName' in merged.Resources[1]);
});

test('what is always returned comes whatever is left out', async () => {
  for (const body of [{ excludedAttributes: ['id', 'schemas'] }, { attributes: ['title'] }])
    for (const one of (await ask('', body)).Resources) assert.ok(one.id && one.schemas.length > 0);
});

test('a body that is no SearchRequest is refused', async () => {
  for (const body of [{}, { schemas: [] }, { schemas: [urn.user] }, [], '{"schemas":', { schemas: [searchUrn], nothing: 7 }])
    for (const path of ['', '/Users', '/Groups']) await idp.refused(400, 'invalidSyntax', 'POST', `${path}/.search`, body);
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const { status, headers } = await idp.ask(method, '/Users/.search', method === 'PUT' ? {} : undefined);
    assert.equal(status, 405, method);
    assert.match(headers.allow, /POST/);
  }
});

test('what is wrong in a body is refused like in an address', async () => {
  for (const [scimType, wrong] of [
    ['invalidFilter', { filter: 'title is "a"' }], ['invalidValue', { sortBy: 'nothing' }], ['invalidValue', { sortBy: 'title', sortOrder: 'up' }],
    ['invalidValue', { count: 'many' }], ['invalidValue', { attributes: 'title', filter: 7 }],
    ['invalidValue', { attributes: ['title'], excludedAttributes: ['name'] }],
  ]) await idp.refused(400, scimType, 'POST', '/Users/.search', { schemas: [searchUrn], ...wrong });
});

test('what is personal can be asked for without an address', async () => {
  const list = await ask('/Users', { filter: `userName eq "${users[0].userName}"` });
  assert.deepEqual(ids(list), [users[0].id]);
});
