// Lists and their pages by index: RFC 7644 sections 3.4.2 and 3.4.2.4.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupBody, urn, userBody } from '../wire/support/scim.mjs';
import { freshName, ids, query, search, strictServer } from './support.mjs';

const { idp } = await strictServer();

const total = 25;
const made = [];
for (let i = 0; i < total; ++i) made.push((await idp.push('/Users', userBody(freshName('user'), { title: i % 2 ? 'odd' : 'even' }))).id);
await idp.push('/Groups', groupBody(freshName('group'), made.slice(0, 2)));

test('a list says what it is and how much there is', async () => {
  for (const [parameters, items] of [[{}, total], [{ count: 10 }, 10], [{ startIndex: 21, count: 10 }, 5]]) {
    const list = await search(idp, '/Users', parameters);
    assert.deepEqual(list.schemas, [urn.list]);
    assert.equal(list.totalResults, total);
    assert.equal(list.itemsPerPage, items);
    assert.equal(list.startIndex, parameters.startIndex ?? 1);
    assert.equal(list.Resources.length, items);
  }
});

test('nothing found is a success', async () => {
  for (const parameters of [{ filter: 'userName eq "nobody"' }, { filter: 'nickName pr', startIndex: 7, count: 3 }, { startIndex: total + 1 }]) {
    const list = await search(idp, '/Users', parameters);
    assert.equal(list.totalResults, 'filter' in parameters ? 0 : total);
    assert.deepEqual(list.Resources ?? [], []);
    assert.equal(list.itemsPerPage, 0);
  }
});

test('pages follow each other without gaps or doubles', async () => {
  for (const count of [1, 7, 10, total]) {
    const seen = [];
    for (let startIndex = 1; startIndex <= total; startIndex += count) {
      const page = await search(idp, '/Users', startIndex === 1 ? { count } : { startIndex, count });
      assert.equal(page.totalResults, total);
      assert.equal(page.startIndex, startIndex);
      seen.push(...ids(page));
    }
    assert.deepEqual(seen, made);
  }
  const odd = await search(idp, '/Users', { filter: 'title eq "odd"', startIndex: 3, count: 2 });
  assert.equal(odd.totalResults, 12);
  assert.deepEqual(ids(odd), [made[5], made[7]]);
});

test('startIndex and count below their limits are those limits', async () => {
  for (const startIndex of [0, -7]) {
    const page = await search(idp, '/Users', { startIndex, count: 3 });
    assert.equal(page.startIndex, 1);
    assert.deepEqual(ids(page), made.slice(0, 3));
  }
  for (const count of [0, -7]) {
    const page = await search(idp, '/Users', { count });
    assert.equal(page.totalResults, total);
    assert.equal(page.itemsPerPage, 0);
    assert.deepEqual(page.Resources ?? [], []);
  }
  for (const wrong of [{ count: 'many' }, { startIndex: '1.5' }, { count: '1e3' }])
    await idp.refused(400, 'invalidValue', 'GET', query('/Users', wrong));
});

test('a page holds as many as were asked for, within the limit the configuration names', async () => {
  const { filter } = await idp.get('/ServiceProviderConfig');
  for (const count of [1, 24, 25, 26, filter.maxResults, filter.maxResults + 1]) {
    const page = await search(idp, '/Users', { count });
    assert.equal(page.Resources.length, Math.min(count, total));
  }
  const more = 101 - total;
  for (let i = 0; i < more; ++i) await idp.push('/Users', userBody(freshName('later')));
  assert.equal((await idp.get('/Users')).Resources.length, 100, 'a hundred by default');
  assert.equal((await search(idp, '/Users', { count: filter.maxResults })).Resources.length, 101);
  for (const { id } of (await search(idp, '/Users', { filter: 'userName sw "later"', count: more })).Resources) await idp.remove(`/Users/${id}`);
});

test('parameters that are not known are ignored', async () => {
  const { schemas, totalResults } = await search(idp, '/Users', { colour: 'red', version: '3', _: '1', 'a[b]': '' });
  assert.deepEqual(schemas, [urn.list]);
  assert.equal(totalResults, total);
});

test('lists return what is asked for', async () => {
  const some = await search(idp, '/Users', { attributes: 'title', count: 2 });
  for (const one of some.Resources) assert.deepEqual(Object.keys(one).sort(), ['id', 'schemas', 'title']);
  const most = await search(idp, '/Users', { excludedAttributes: 'title,meta,groups', count: 2 });
  for (const one of most.Resources) assert.deepEqual(Object.keys(one).sort(), ['active', 'id', 'schemas', 'userName']);
  const groups = await search(idp, '/Groups', { excludedAttributes: 'members' });
  for (const one of groups.Resources) assert.ok(!('members' in one) && 'displayName' in one);
  assert.equal((await idp.get('/Groups')).Resources[0].members.length, 2);
});
