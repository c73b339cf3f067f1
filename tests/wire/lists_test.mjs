// Lists as clients read them: pages by position, sorting, what a filter may ask for, and the root.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { IdentityProvider, groupBody, urn, userBody } from './support/scim.mjs';
import { startServer } from './support/server.mjs';

const people = [
  ['dora', { displayName: 'm', title: 'b', emails: [{ value: 'z@x.example' }, { value: 'a@x.example', primary: true }] }],
  ['Ann', { displayName: 'Z' }],
  ['carl', { displayName: 'A', title: 'a', active: false, emails: [{ value: 'b@x.example' }] }],
  ['bob', { title: 'B' }],
];

async function aTown(t) {
  const server = await startServer(t);
  const idp = new IdentityProvider(t, server);
  for (const [name, more] of people) await idp.push('/Users', userBody(name, more));
  await idp.push('/Groups', groupBody('Staff'));
  await idp.push('/Groups', groupBody('Managers'));
  return { server, idp, admin: new Administrator(t, server) };
}

const query = (parameters) => `?${new URLSearchParams(parameters)}`;
const names = (list) => list.Resources.map((one) => one.userName ?? one.displayName);

// [parameters, names on the page, startIndex that is answered]
const pages = [
  [{}, ['dora', 'Ann', 'carl', 'bob'], 1],
  [{ count: 2 }, ['dora', 'Ann'], 1],
  [{ count: 2, startIndex: 3 }, ['carl', 'bob'], 3],
  [{ count: 2, startIndex: 4 }, ['bob'], 4],
  [{ startIndex: 5 }, [], 5],
  [{ startIndex: '99999999999999999999' }, [], '9223372036854775807'],
  [{ startIndex: 0 }, ['dora', 'Ann', 'carl', 'bob'], 1],
  [{ startIndex: -7, count: 1 }, ['dora'], 1],
  [{ count: 0 }, [], 1],
  [{ count: -1 }, [], 1],
  [{ count: 100000 }, ['dora', 'Ann', 'carl', 'bob'], 1],
  [{ startIndex: '', count: '' }, ['dora', 'Ann', 'carl', 'bob'], 1],
];

test('pages by position: RFC 7644 section 3.4.2.4, with the total on each', async (t) => {
  const { idp } = await aTown(t);
  for (const [parameters, expected, start] of pages) {
    for (const more of [{}, { filter: 'userName pr' }]) {
      const answer = await idp.ask('GET', `/Users${query({ ...parameters, ...more })}`);
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(answer.json.schemas, [urn.list]);
      assert.deepEqual(names(answer.json), expected, JSON.stringify(parameters));
      assert.equal(answer.json.totalResults, 4);
      assert.equal(answer.json.itemsPerPage, expected.length);
      assert.match(answer.text, new RegExp(`"startIndex":${start},`));
      assert.equal(answer.json.nextCursor, undefined);
    }
  }
  for (const parameters of [{ count: 'many' }, { startIndex: '1.5' }]) await idp.refused(400, 'invalidValue', 'GET', `/Users${query(parameters)}`);
});

// [sortBy, sortOrder, names]
const sorted = [
  ['userName', undefined, ['Ann', 'bob', 'carl', 'dora']],
  ['USERNAME', 'Descending', ['dora', 'carl', 'bob', 'Ann']],
  ['title', 'ascending', ['carl', 'dora', 'bob', 'Ann']],
  ['title', 'descending', ['Ann', 'dora', 'bob', 'carl']],
  ['emails', undefined, ['dora', 'carl', 'Ann', 'bob']],
  ['emails.value', 'descending', ['Ann', 'bob', 'carl', 'dora']],
  ['active', undefined, ['carl', 'dora', 'Ann', 'bob']],
  ['meta.created', undefined, ['dora', 'Ann', 'carl', 'bob']],
  ['urn:ietf:params:scim:schemas:core:2.0:User:displayName', undefined, ['carl', 'dora', 'Ann', 'bob']],
  ['', 'sideways', ['dora', 'Ann', 'carl', 'bob']],
];

test('sortBy and sortOrder: typed, ties in the order of creation, no value last', async (t) => {
  const { idp } = await aTown(t);
  assert.equal((await idp.get('/ServiceProviderConfig')).sort.supported, true);
  for (const [sortBy, sortOrder, expected] of sorted) {
    const order = sortOrder === undefined ? {} : { sortOrder };
    const all = await idp.get(`/Users${query({ sortBy, ...order })}`);
    assert.deepEqual(names(all), expected, `${sortBy} ${sortOrder}`);
    const page = await idp.get(`/Users${query({ sortBy, ...order, startIndex: 2, count: 2, filter: 'userName pr' })}`);
    assert.deepEqual(names(page), expected.slice(1, 3));
    assert.equal(page.totalResults, 4);
  }
  assert.deepEqual(names(await idp.get(`/Groups${query({ sortBy: 'displayName' })}`)), ['Managers', 'Staff']);
});

test('what cannot be sorted by is refused, whatever the tolerance', async (t) => {
  const { idp, admin } = await aTown(t);
  for (const Tolerance of ['lenient', 'strict']) {
    await admin.call('UpdateDirectorySettings', { Tolerance });
    for (const sortBy of ['shoeSize', 'name', 'addresses', 'password', 'meta.location', 'groups', 'groups.$ref', 'members', 'name.shoe', '...'])
      await idp.refused(400, 'invalidValue', 'GET', `/Users${query({ sortBy })}`);
    for (const sortBy of ['members', 'members.value', 'userName']) await idp.refused(400, 'invalidValue', 'GET', `/Groups${query({ sortBy })}`);
    await idp.refused(400, 'invalidValue', 'GET', `/Users${query({ sortBy: 'userName', sortOrder: 'down' })}`);
  }
});

test('the root lists users, then groups; sorted, they are merged', async (t) => {
  const { idp } = await aTown(t);
  const all = ['dora', 'Ann', 'carl', 'bob', 'Staff', 'Managers'];
  for (const root of ['', '/', `/${query({ count: 100 })}`, query({ startIndex: 1 })]) assert.deepEqual(names(await idp.get(root)), all);
  for (let start = 1; start <= 7; ++start) {
    const page = await idp.get(query({ startIndex: start, count: 2 }));
    assert.deepEqual(names(page), all.slice(start - 1, start + 1));
    assert.equal(page.totalResults, 6);
    assert.equal(page.startIndex, start);
  }
  assert.deepEqual(names(await idp.get(query({ sortBy: 'displayName' }))), ['carl', 'dora', 'Managers', 'Staff', 'Ann', 'bob']);
  assert.deepEqual(names(await idp.get(query({ sortBy: 'userName', sortOrder: 'descending' }))), ['Staff', 'Managers', 'dora', 'carl', 'bob', 'Ann']);
  await idp.refused(400, 'invalidValue', 'GET', query({ sortBy: 'shoeSize' }));
  await idp.refused(400, 'invalidValue', 'GET', query({ sortBy: 'members' }));
  const only = await idp.get(query({ attributes: 'userName,displayName' }));
  for (const one of only.Resources) assert.deepEqual(Object.keys(one).filter((name) => !['schemas', 'id', 'userName', 'displayName'].includes(name)), []);
  const head = await idp.client.ask('HEAD', '/scim/v2', { headers: idp.authorization() });
  assert.equal(head.status, 200);
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    const answer = await idp.ask(method, '/', method === 'DELETE' ? undefined : '{}');
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.allow, 'GET');
  }
  assert.equal((await idp.client.ask('GET', '/scim/v2/')).status, 401);
});

// [filter at the root, names, what SCIM-Tolerated says]
const root_filters = [
  ['meta.resourceType eq "User"', ['dora', 'Ann', 'carl', 'bob']],
  ['meta.resourceType eq "Group"', ['Staff', 'Managers']],
  ['(meta.resourceType eq "User") or (meta.resourceType eq "Group")', ['dora', 'Ann', 'carl', 'bob', 'Staff', 'Managers']],
  ['userName sw "d" or displayName sw "M"', ['dora', 'Managers']],
  ['userName ne "ann"', ['dora', 'carl', 'bob', 'Staff', 'Managers']],
  ['members pr', []],
  ['not (userName pr)', ['Staff', 'Managers']],
  ['shoeSize pr or displayName eq "Staff"', ['Staff'], 'unknown-filter-attribute'],
];

test('at the root a filter takes what a type lacks for absent', async (t) => {
  const { idp } = await aTown(t);
  for (const [filter, expected, tolerated] of root_filters) {
    const answer = await idp.ask('GET', query({ filter }));
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(names(answer.json), expected, filter);
    assert.equal(answer.json.totalResults, expected.length);
    assert.equal(answer.headers['scim-tolerated'], tolerated, filter);
  }
  for (const filter of ['password pr', 'active gt true', 'meta.location co "x"', 'userName', 'members.$ref pr'])
    await idp.refused(400, 'invalidFilter', 'GET', query({ filter }));
});

test('an attribute that a type lacks has no value, in a strict directory too, and the answer says so', async (t) => {
  const { idp, admin } = await aTown(t);
  for (const Tolerance of ['lenient', 'strict']) {
    await admin.call('UpdateDirectorySettings', { Tolerance });
    for (const [filter, total] of [['shoeSize eq "9"', 0], ['shoeSize ne "9"', 4], ['not (shoeSize pr)', 4], ['members pr', 0], ['emails[size eq "9"]', 0], ['urn:x:y:z pr', 0]]) {
      const answer = await idp.ask('GET', `/Users${query({ filter })}`);
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.json.totalResults, total, filter);
      assert.equal(answer.headers['scim-tolerated'], 'unknown-filter-attribute');
    }
    for (const filter of ['shoeSize is "9"', 'shoeSize', 'userName[value pr]', 'title gt null', 'meta.location co "x"', 'active co true'])
      await idp.refused(400, 'invalidFilter', 'GET', `/Users${query({ filter })}`);
  }
});

test('an e-mail that does not say that it is primary is not', async (t) => {
  const { idp } = await aTown(t);
  const found = async (filter) => names(await idp.get(`/Users${query({ filter })}`));
  assert.deepEqual(await found('emails[value sw "b" and primary eq false]'), ['carl']);
  assert.deepEqual(await found('emails.primary eq false'), ['dora', 'carl']);
  assert.deepEqual(await found('emails[primary pr]'), ['dora']);
});
