// Bulk: RFC 7644 section 3.7, as far as tests/wire/bulk_test.mjs does not show it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupBody, memberIds, patchBody, urn, userBody } from '../wire/support/scim.mjs';
import { createUser, freshName, pathOf, read, strictServer } from './support.mjs';

const { idp } = await strictServer();

const request = (Operations, more = {}) => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations, ...more });
const bulk = async (...Operations) => (await idp.expect(200, 'POST', '/Bulk', request(Operations))).Operations;
const post = (bulkId, data = userBody(freshName('user'))) => ({ method: 'POST', path: '/Users', bulkId, data });
const statuses = (results) => results.map(({ status }) => status);

test('an operation that cannot be understood fails alone', async () => {
  const ann = await createUser(idp);
  const { bulkId, ...nameless } = post('x');
  const broken = [
    nameless, { ...post('a'), method: undefined }, { ...post('b'), method: 'GET' }, { ...post('c'), path: undefined },
      { ...post('d'), data: undefined },
    { method: 'PUT', path: pathOf(ann) }, { method: 'PATCH', path: pathOf(ann) }, { method: 'POST', path: '/Robots', bulkId: 'e', data: {} },
    { method: 'PUT', path: '/Users', data: userBody('x') }, 'nothing',
  ];
  const results = await bulk(...broken, post('good'));

  assert.equal(results.length, broken.length + 1);
  for (const { status, response } of results.slice(0, -1)) {
    assert.match(status, /^4\d\d$/);
    assert.deepEqual(response.schemas, [urn.error]);
    assert.equal(response.status, status);
    assert.ok(response.detail.length > 0);
  }
  assert.equal(results.at(-1).status, '201');
  assert.deepEqual(await read(idp, ann), ann);
});

test('every result has a location, but that of a POST that failed', async () => {
  const [ann, bob] = [await createUser(idp), await createUser(idp)];
  const edit = patchBody({ op: 'replace', path: 'active', value: 'no' });
  const results = await bulk(
    post('new'), post('taken', userBody(ann.userName)), { method: 'PUT', path: pathOf(ann), data: userBody(ann.userName) },
    { method: 'PATCH', path: pathOf(ann), data: edit }, { method: 'DELETE', path: pathOf(bob) },
      { method: 'DELETE', path: '/Users/u-00000000000000000000' });

  assert.deepEqual(statuses(results), ['201', '409', '200', '400', '204', '404']);
  const made = await idp.get(new URL(results[0].location).pathname.replace('/scim/v2', ''));
  assert.equal(made.meta.location, results[0].location);
  assert.ok(!('location' in results[1]));
  assert.deepEqual(results.slice(2, 5).map(({ location }) => location), [ann, ann, bob].map(({ meta }) => meta.location));
  assert.match(results[5].location, /\/Users\/u-00000000000000000000$/);
});

test('operations have the effect of their order', async () => {
  const [ann, name] = [await createUser(idp, { title: 'one' }), freshName('user')];
  const titled = (value) => ({ method: 'PATCH', path: pathOf(ann), data: patchBody({ op: 'replace', path: 'title', value }) });
  const results = await bulk(
    titled('two'), { method: 'POST', path: '/Groups', bulkId: 'team', data: groupBody(freshName('group'), ['bulkId:later']) }, titled('three'),
    post('later', userBody(name)), { method: 'PATCH', path: '/Users/bulkId:later', data: patchBody({ op: 'add', path: 'title', value: 'last' }) });

  assert.deepEqual(statuses(results), ['200', '201', '200', '201', '200']);
  assert.deepEqual(results.map(({ bulkId }) => bulkId).filter(Boolean), ['team', 'later'], 'answers come in the order of the operations');
  assert.equal((await read(idp, ann)).title, 'three');
  const later = results[3].location.split('/').at(-1);
  assert.equal((await idp.get(`/Users/${later}`)).title, 'last');
  assert.deepEqual(memberIds(await idp.get(`/Groups/${results[1].location.split('/').at(-1)}`)), [later]);
});

test('a refusal for size says which limit', async () => {
  const { bulk: limits } = await idp.get('/ServiceProviderConfig');
  const many = Array.from({ length: limits.maxOperations + 1 }, (_, i) => ({ method: 'DELETE', path: `/Users/none-${i}` }));

  const tooMany = await idp.refused(413, undefined, 'POST', '/Bulk', request(many));
  assert.match(tooMany, new RegExp(`${limits.maxOperations}`));
  const tooLarge = await idp.refused(413, undefined, 'POST', '/Bulk', JSON.stringify(request([])) + ' '.repeat(limits.maxPayloadSize));
  assert.match(tooLarge, new RegExp(`${limits.maxPayloadSize}|${limits.maxPayloadSize / 2 ** 20} MiB`));
});
