// Pages by cursor: RFC 9865.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdentityProvider, userBody } from '../wire/support/scim.mjs';
import { anotherDirectory, freshName, ids, query, search, strictServer } from './support.mjs';

const { server, idp } = await strictServer();

const total = 25;
const made = [];
for (let i = 0; i < total; ++i)
  made.push((await idp.push('/Users', userBody(freshName('user'), { title: `${(i * 7) % total}`.padStart(2, '0') }))).id);

const first = (parameters) => search(idp, '/Users', { ...parameters, cursor: '' });
// Every page of a walk.
async function walk(parameters, turn = (more) => search(idp, '/Users', more)) {
  const pages = [await turn({ ...parameters, cursor: '' })];
  while (pages.at(-1).nextCursor) {
    assert.ok(pages.length <= total, 'a walk ends');
    pages.push(await turn({ ...parameters, cursor: pages.at(-1).nextCursor }));
  }
  return pages;
}
const refused = (scimType, parameters, path = '/Users') => idp.refused(400, scimType, 'GET', query(path, parameters));

test('an empty cursor asks for the first page', async () => {
  const page = await first({ count: 10 });

  assert.deepEqual(ids(page), made.slice(0, 10));
  assert.equal(page.totalResults, total);
  assert.equal(page.itemsPerPage, 10);
  assert.ok(!('previousCursor' in page));
  const bare = await idp.get('/Users?cursor&count=10');
  assert.deepEqual(ids(bare), ids(page), 'without a value it is empty too');
});

test('a walk meets everything once', async () => {
  for (const count of [1, 7, 10, 24, 25, 26]) {
    const pages = await walk({ count });
    assert.deepEqual(pages.flatMap(ids), made);
    assert.equal(pages.length, Math.ceil(total / count), 'no empty page at the end');
    for (const page of pages) {
      assert.ok(page.Resources.length <= count);
      assert.equal(page.totalResults, total);
      assert.equal('nextCursor' in page, page !== pages.at(-1));
    }
  }
  assert.equal((await walk({ count: 10, filter: 'title lt "12"' })).flatMap(ids).length, 12);
});

test('a walk keeps its order', async () => {
  for (const sortOrder of ['ascending', 'descending']) {
    const titles = (await walk({ count: 4, sortBy: 'title', sortOrder })).flatMap((page) => page.Resources.map(({ title }) => title));
    assert.deepEqual(titles, sortOrder === 'ascending' ? [...titles].sort() : [...titles].sort().reverse());
    assert.equal(new Set(titles).size, total);
  }
});

test('a count below 1 asks for the total only', async () => {
  for (const count of [0, -1]) {
    const page = await first({ count });
    assert.equal(page.totalResults, total);
    assert.deepEqual(page.Resources ?? [], []);
    assert.ok(!('nextCursor' in page));
  }
});

test('a cursor is opaque and safe in an address', async () => {
  const { nextCursor } = await first({ count: 10 });

  assert.match(nextCursor, /^[-A-Za-z0-9._~]+$/);
  for (const id of made) assert.ok(!Buffer.from(nextCursor, 'base64url').includes(id));
  assert.notEqual((await first({ count: 10, filter: 'title pr' })).nextCursor, nextCursor);
});

test('a cursor is for its query only', async () => {
  const asked = { count: 10, filter: 'title pr', sortBy: 'title' };
  const { nextCursor: cursor } = await first(asked);

  for (const other of [{ filter: 'userName pr' }, { sortBy: 'userName' }, { sortOrder: 'descending' }])
    await refused('invalidCursor', { ...asked, ...other, cursor });
  await refused('invalidCursor', { ...asked, cursor, sortBy: 'displayName', filter: 'displayName pr' }, '/Groups');
  assert.equal((await search(idp, '/Users', { ...asked, cursor })).Resources.length, 10);
});

test('a cursor that is none is refused with invalidCursor', async () => {
  const { nextCursor } = await first({ count: 10 });
  const altered = nextCursor.slice(0, -2) + (nextCursor.endsWith('AA') ? 'BB' : 'AA');
  const words = new Set();
  for (const cursor of ['1', 'abc', altered, nextCursor.slice(1), `${nextCursor}A`, 'not safe!', Buffer.from('{"page":2}').toString('base64url')])
    words.add(await refused('invalidCursor', { count: 10, cursor }));

  assert.equal(words.size, 1, 'the same words for all');
});

test('a count that a walk cannot have is refused with invalidCount', async () => {
  const { nextCursor: cursor } = await first({ count: 10 });
  const { pagination } = await idp.get('/ServiceProviderConfig');

  await refused('invalidCount', { count: 11, cursor });
  await refused('invalidCount', { count: 'many', cursor: '' });
  await refused('invalidCount', { count: pagination.maxPageSize + 1, cursor: '' });
});

test('without a cursor pages go by index', async () => {
  for (const page of [await search(idp, '/Users', { count: 10 }), await search(idp, '/Users', { startIndex: 1, count: 10 })]) {
    assert.equal(page.startIndex, 1);
    assert.ok(!('nextCursor' in page));
  }
  await refused('invalidValue', { startIndex: 1, cursor: '' });
});

test('a search walks by cursor too', async () => {
  const turn = (body) => idp.expect(200, 'POST', '/Users/.search', { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], ...body });
  const pages = await walk({ count: 10, attributes: ['userName'] }, turn);

  assert.deepEqual(pages.flatMap(ids), made);
  assert.equal(pages.length, 3);
});

test('the configuration says what pages there are', async () => {
  const { pagination, filter } = await idp.get('/ServiceProviderConfig');

  assert.equal(pagination.cursor, true);
  assert.equal(pagination.index, true);
  assert.equal(pagination.defaultPaginationMethod, 'index');
  assert.equal(pagination.maxPageSize, filter.maxResults);
  for (const name of ['defaultPageSize', 'cursorTimeout']) assert.ok(Number.isInteger(pagination[name]) && pagination[name] > 0, name);
});

test('a cursor of another directory is refused', async () => {
  const { idp: other } = await anotherDirectory(server);
  for (let i = 0; i < 3; ++i) await other.push('/Users', userBody(freshName('user')));
  const { nextCursor: cursor } = await first({ count: 2 });
  const { nextCursor: theirs } = await search(other, '/Users', { count: 2, cursor: '' });

  const foreign = await other.refused(400, 'invalidCursor', 'GET', query('/Users', { count: 2, cursor }));
  assert.equal(await refused('invalidCursor', { count: 2, cursor: theirs }), foreign);
  assert.equal(await refused('invalidCursor', { count: 2, cursor: 'forged' }), foreign, 'in the words for a forged one');
});

test('every page needs its token', async (t) => {
  const { nextCursor: cursor } = await first({ count: 10 });

  for (const token of [null, 'wrong'])
    await new IdentityProvider(t, server, { token }).refused(401, undefined, 'GET', query('/Users', { count: 10, cursor }));
});
