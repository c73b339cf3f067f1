// Bulk over HTTP (RFC 7644 section 3.7): many operations in one request, each with an answer of its own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { IdentityProvider, groupBody, memberIds, patchBody, urn, userBody } from './support/scim.mjs';
import { dev, startServer } from './support/server.mjs';

const bulkUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const bulkBody = (Operations, more = {}) => ({ schemas: [bulkUrn], Operations, ...more });
const post = (path, bulkId, data) => ({ method: 'POST', path, bulkId, data });
const ref = (bulkId) => `bulkId:${bulkId}`;
const managed = (userName, manager) => userBody(userName, { schemas: [urn.user, enterprise], [enterprise]: { manager: { value: manager } } });

async function furnish(t, ...settings) {
  const server = await startServer(t, { more: settings.flatMap((one) => ['--setting', one]) });
  return { server, idp: new IdentityProvider(t, server) };
}
const bulk = (idp, operations, more) => idp.expect(200, 'POST', '/Bulk', bulkBody(operations, more));
const statuses = (answer) => answer.Operations.map((one) => one.status);

test('a user and the group it is in, made in one request', async (t) => {
  const { server, idp } = await furnish(t, 'tolerance=strict');

  const answer = await bulk(idp, [
    post('/Users', 'qwerty', userBody('Alice')),
    post('/Groups', 'ytrewq', groupBody('Tour Guides', [ref('qwerty')])),
  ]);

  assert.deepEqual(answer.schemas, ['urn:ietf:params:scim:api:messages:2.0:BulkResponse']);
  const [alice, guides] = answer.Operations;
  assert.deepEqual({ ...alice, location: undefined },
    { method: 'POST', bulkId: 'qwerty', version: 'W/"1"', status: '201', location: undefined });
  assert.ok(alice.location.startsWith(`${server.base}/scim/v2/Users/`));
  const id = alice.location.split('/').at(-1);
  const group = await idp.get(new URL(guides.location).pathname.replace('/scim/v2', ''));
  assert.deepEqual(memberIds(group), [id]);
  assert.equal(group.meta.location, guides.location);
  assert.equal(group.meta.version, guides.version);
});

test('every method, in paths and data that refer to new resources', async (t) => {
  const { idp } = await furnish(t);
  const bob = await idp.push('/Users', userBody('bob'));
  const cid = await idp.push('/Users', userBody('cid'));
  const team = await idp.push('/Groups', groupBody('Team', [bob.id]));

  const answer = await bulk(idp, [
    post('/Users', 'ann', userBody('ann')),
    { method: 'PUT', path: `/Users/${bob.id}`, data: managed('bob', ref('ann')) },
    { method: 'PATCH', path: `/Groups/${team.id}`, data: patchBody(
      { op: 'add', path: 'members', value: [{ value: ref('ann') }] },
      { op: 'remove', path: `members[value eq "${bob.id}"]` }) },
    { method: 'PATCH', path: '/Users/bulkId:ann', data: patchBody({ op: 'add', path: 'title', value: 'Dr' }) },
    { method: 'DELETE', path: `/Users/${cid.id}` },
  ]);

  assert.deepEqual(statuses(answer), ['201', '200', '200', '200', '204']);
  const ann = answer.Operations[0].location.split('/').at(-1);
  assert.equal((await idp.get(`/Users/${bob.id}`))[enterprise].manager.value, ann);
  assert.equal((await idp.get(`/Users/${ann}`)).title, 'Dr');
  assert.deepEqual(memberIds(await idp.get(`/Groups/${team.id}`)), [ann]);
  await idp.refused(404, undefined, 'GET', `/Users/${cid.id}`);
});

test('references that point forward, and in a circle', async (t) => {
  const { idp } = await furnish(t);

  const answer = await bulk(idp, [
    post('/Groups', 'team', groupBody('Team', [ref('ann'), ref('inner')])),
    post('/Users', 'ann', managed('ann', ref('bob'))),
    post('/Users', 'bob', managed('bob', ref('ann'))),
    post('/Groups', 'inner', groupBody('Inner', [ref('bob')])),
  ]);

  assert.deepEqual(statuses(answer), ['201', '201', '201', '201']);
  const [team, ann, bob, inner] = answer.Operations.map((one) => one.location.split('/').at(-1));
  assert.deepEqual(memberIds(await idp.get(`/Groups/${team}`)), [ann, inner].sort());
  assert.equal((await idp.get(`/Users/${ann}`))[enterprise].manager.value, bob);
  assert.equal((await idp.get(`/Users/${bob}`))[enterprise].manager.value, ann);
});

test('groups that would contain one another are refused with 409', async (t) => {
  const { idp } = await furnish(t);

  const answer = await bulk(idp, [
    post('/Groups', 'a', groupBody('Group A', [ref('b')])),
    post('/Groups', 'b', groupBody('Group B', [ref('a')])),
    post('/Users', 'ann', userBody('ann')),
  ]);

  assert.deepEqual(statuses(answer), ['409', '409', '201']);
  assert.equal(answer.Operations[0].response.status, '409');
  assert.equal((await idp.get('/Groups')).totalResults, 0);
});

test('an operation that fails says why and leaves the others alone', async (t) => {
  const { server, idp } = await furnish(t);
  const bob = await idp.push('/Users', userBody('bob'));

  const answer = await bulk(idp, [
    post('/Users', '1', userBody('BOB')),
    post('/Users', '2', { schemas: [urn.user] }),
    { method: 'PUT', path: `/Users/${bob.id}`, version: 'W/"7"', data: userBody('bob') },
    { method: 'GET', path: `/Users/${bob.id}` },
    { method: 'DELETE', path: '/Users/nobody' },
    { method: 'DELETE', path: '/Users' },
    { method: 'DELETE', path: '/Printers/1' },
    post('/Users/7', '3', userBody('cid')),
    post('/Users', '4', managed('cid', ref('who'))),
    post('/Users', '5', managed('cid', ref('2'))),
    7,
    { method: 'PATCH', path: `/Users/${bob.id}`, version: 'W/"1"', data: patchBody({ op: 'add', path: 'title', value: 'Dr' }) },
  ]);

  assert.deepEqual(statuses(answer), ['409', '400', '412', '400', '404', '400', '404', '400', '409', '409', '400', '200']);
  for (const one of answer.Operations.slice(0, -1)) {
    assert.deepEqual(one.response.schemas, [urn.error]);
    assert.equal(one.response.status, one.status);
    assert.ok(one.response.detail.length > 0);
    if (one.method === 'POST') assert.equal(one.location, undefined);
  }
  assert.equal(answer.Operations[0].response.scimType, 'uniqueness');
  assert.equal(answer.Operations[2].location, `${server.base}/scim/v2/Users/${bob.id}`);
  assert.equal((await idp.get('/Users')).totalResults, 1);
});

test('failOnErrors ends the request after so many errors', async (t) => {
  const { idp } = await furnish(t);
  const nameless = (bulkId) => post('/Users', bulkId, { schemas: [urn.user] });
  const operations = [nameless('1'), post('/Users', '2', userBody('ann')), nameless('3'), post('/Users', '4', userBody('bob'))];

  assert.deepEqual(statuses(await bulk(idp, operations, { failOnErrors: 1 })), ['400']);
  assert.equal((await idp.get('/Users')).totalResults, 0);
  assert.deepEqual(statuses(await bulk(idp, operations, { failOnErrors: 2 })), ['400', '201', '400']);
  assert.deepEqual(statuses(await bulk(idp, operations)), ['400', '409', '400', '201']);
});

test('more than a thousand operations or four megabytes are refused with 413', async (t) => {
  const { idp } = await furnish(t);
  const many = Array.from({ length: 1000 }, (_, i) => post('/Users', `b${i}`, userBody(`user${i}`)));

  assert.match(await idp.refused(413, undefined, 'POST', '/Bulk', bulkBody([...many, many[0]])), /1000/);
  await idp.refused(413, undefined, 'POST', '/Bulk', bulkBody([post('/Users', 'x', userBody('x', { title: 'x'.repeat(4 * 1024 * 1024) }))]));
  assert.equal((await idp.get('/Users')).totalResults, 0);
  const answer = await bulk(idp, many);
  assert.ok(answer.Operations.every((one) => one.status === '201'));
  assert.equal((await idp.get('/Users?count=0')).totalResults, 1000);
  const config = await idp.get('/ServiceProviderConfig');
  assert.deepEqual(config.bulk, { supported: true, maxOperations: 1000, maxPayloadSize: 4 * 1024 * 1024 });
});

test('the message itself can be wrong', async (t) => {
  const { idp } = await furnish(t, 'tolerance=strict');
  await idp.refused(400, 'invalidSyntax', 'POST', '/Bulk', '[]');
  await idp.refused(400, 'invalidSyntax', 'POST', '/Bulk', { schemas: [bulkUrn] });
  await idp.refused(400, 'invalidSyntax', 'POST', '/Bulk', { Operations: [] });
  await idp.refused(400, 'invalidValue', 'POST', '/Bulk', bulkBody([], { failOnErrors: 'many' }));
  await idp.refused(400, 'invalidSyntax', 'POST', '/Bulk', bulkBody([post('/Users', 'a', userBody('a')), post('/Users', 'a', userBody('b'))]));
  const wrongMethod = await idp.ask('GET', '/Bulk');
  assert.equal(wrongMethod.status, 405);
  assert.equal(wrongMethod.headers.allow, 'POST');
  assert.deepEqual((await bulk(idp, [])).Operations, []);
});

test('passwords are taken and not repeated', async (t) => {
  const { idp } = await furnish(t);
  const answer = await bulk(idp, [post('/Users', 'a', userBody('ann', { password: 't1meMa$heen' }))]);
  assert.equal(answer.Operations[0].status, '201');
  assert.ok(!JSON.stringify(answer).includes('t1meMa$heen'));
});

test('a request in another dialect, and the rules it needed', async (t) => {
  const { idp } = await furnish(t);
  const answer = await idp.ask('POST', '/Bulk', { Operations: [{ method: 'POST', path: '/Users', data: userBody('ann', { active: 'True' }) }] });
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.headers['scim-tolerated'].split(', ').sort(), ['boolean-text', 'missing-bulk-id', 'missing-message-schema']);
});

test('while the switch refuses pushes the request is refused whole', async (t) => {
  const { server, idp } = await furnish(t);
  const administrator = new Administrator(t, server);
  await administrator.call('SetSCIMSynchronizationStatus', { DirectoryId: dev.directory, SCIMSynchronizationStatus: 'Disabled' });
  await idp.refused(403, undefined, 'POST', '/Bulk', bulkBody([post('/Users', 'a', userBody('ann'))]));
});
