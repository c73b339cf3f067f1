// Sorting: RFC 7644 section 3.4.2.3.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGroup, createUser, enterprise, freshName, ids, query, search, strictServer, withExtension } from './support.mjs';

const { idp } = await strictServer();

const mail = (value, more) => ({ value: `${value}@example.com`, ...more });
const made = {
  ann: await createUser(idp, {
    displayName: 'ann', externalId: 'b', title: 'C', active: true, name: { givenName: 'Zed' }, emails: [mail('z'), mail('a', { primary: true })],
    ...withExtension({ department: '2' }),
  }),
  bob: await createUser(idp, {
    displayName: 'Bob', externalId: 'A', title: 'b', active: false, name: { givenName: 'abe' }, emails: [mail('m'), mail('a')],
    ...withExtension({ department: '1' }),
  }),
  cho: await createUser(idp, { displayName: 'CHO', externalId: 'a', title: 'a', active: true, name: { givenName: 'Max' }, emails: [mail('q')] }),
  dan: await createUser(idp, { displayName: '\u00e4rlig' }),
};

// The names of those above in the order of a sorted list.
async function order(parameters) {
  const list = ids(await search(idp, '/Users', { ...parameters, count: 1000, attributes: 'id' }));
  return list.map((id) => Object.keys(made).find((name) => made[name].id === id)).filter(Boolean);
}

test('a simple attribute orders a list', async () => {
  assert.deepEqual(await order({ sortBy: 'displayName' }), ['ann', 'bob', 'cho', 'dan']);
  assert.deepEqual(await order({ sortBy: 'displayName', sortOrder: 'descending' }), ['dan', 'cho', 'bob', 'ann']);
  assert.deepEqual(await order({ sortBy: 'userName', sortOrder: 'descending' }), ['dan', 'cho', 'bob', 'ann']);
  assert.deepEqual(await order({ sortBy: 'title', filter: 'title pr' }), ['cho', 'bob', 'ann']);
  const [b, a] = [await createGroup(idp, [], { displayName: freshName('b') }), await createGroup(idp, [], { displayName: freshName('a') })];
  assert.deepEqual(ids(await search(idp, '/Groups', { sortBy: 'displayName' })), [a.id, b.id]);
});

test('a sub-attribute orders a list', async () => {
  assert.deepEqual(await order({ sortBy: 'name.givenName', filter: 'name pr' }), ['bob', 'cho', 'ann']);
  assert.deepEqual(await order({ sortBy: 'emails.value', filter: 'emails pr' }), ['ann', 'bob', 'cho']);
  assert.deepEqual(await order({ sortBy: `${enterprise}:department`, filter: `${enterprise}:department pr` }), ['bob', 'ann']);
});

test('a multi-valued attribute sorts by its primary value, else by its first', async () => {
  assert.deepEqual(await order({ sortBy: 'emails', filter: 'emails pr' }), ['ann', 'bob', 'cho'], 'a (primary), m (first), q');
  assert.deepEqual(await order({ sortBy: 'emails', sortOrder: 'descending', filter: 'emails pr' }), ['cho', 'bob', 'ann']);
});

test('what has no value comes last when ascending and first when descending', async () => {
  for (const sortBy of ['title', 'emails', 'name.givenName', 'externalId']) {
    assert.equal((await order({ sortBy })).at(-1), 'dan', sortBy);
    assert.equal((await order({ sortBy, sortOrder: 'ascending' })).at(-1), 'dan', sortBy);
    assert.equal((await order({ sortBy, sortOrder: 'descending' }))[0], 'dan', sortBy);
  }
});

test('ascending and descending are the orders there are', async () => {
  assert.deepEqual(await order({ sortBy: 'displayName', sortOrder: 'Descending' }), ['dan', 'cho', 'bob', 'ann']);
  for (const sortOrder of ['up', 'desc', '-1']) await idp.refused(400, 'invalidValue', 'GET', query('/Users', { sortBy: 'displayName', sortOrder }));
});

test('values sort by the type of their attribute', async () => {
  assert.deepEqual(await order({ sortBy: 'meta.created' }), ['ann', 'bob', 'cho', 'dan'], 'moments');
  assert.deepEqual(await order({ sortBy: 'meta.created', sortOrder: 'descending' }), ['dan', 'cho', 'bob', 'ann']);
  assert.equal((await order({ sortBy: 'active' }))[0], 'bob', 'false comes before true');
});

test('text sorts with case only where caseExact says so', async () => {
  assert.deepEqual(await order({ sortBy: 'displayName' }), ['ann', 'bob', 'cho', 'dan'], 'not caseExact');
  assert.deepEqual(await order({ sortBy: 'externalId', filter: 'externalId pr' }), ['bob', 'cho', 'ann'], 'caseExact: A, a, b');
});

test('what cannot be sorted by is refused', async () => {
  for (const sortBy of ['nothing', 'name', 'password', '][', 'name.nothing'])
    await idp.refused(400, 'invalidValue', 'GET', query('/Users', { sortBy }));
});
