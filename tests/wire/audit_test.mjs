// The audit log over HTTP: every write and every refusal, by either author, with what is needed to find the request it
// came from; durable with the write itself.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { groupBody, IdentityProvider, patchBody, userBody } from './support/scim.mjs';
import { dev, runCommand, startServer, temporaryFolder } from './support/server.mjs';

const bulkUrn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

async function aServer(t, options) {
  const server = await startServer(t, options);
  return { server, idp: new IdentityProvider(t, server), admin: new Administrator(t, server) };
}

const events = async (admin, asked = {}) => (await admin.call('ListAuditEvents', { MaxResults: '100', ...asked })).AuditEvents;
// What was logged since event `after`, oldest first.
async function since(admin, after) {
  return (await events(admin)).filter((one) => one.EventId > after).reverse();
}
const lastNumber = async (admin) => (await events(admin))[0].EventId;
const inShort = (all) => all.map((one) => `${one.Operation} ${one.Outcome}${one.ErrorCode ? ` ${one.ErrorCode}` : ''}`);

test('every write of an identity provider is told once, and answered with its request id', async (t) => {
  const { idp, admin } = await aServer(t);
  const before = await lastNumber(admin);
  const ids = [];
  const ask = async (status, ...request) => {
    const answer = await idp.ask(...request);
    assert.equal(answer.status, status, answer.text);
    ids.push(answer.headers['x-request-id']);
    return answer.json;
  };
  const ann = await ask(201, 'POST', '/Users', userBody('ann'));
  await ask(200, 'PUT', `/Users/${ann.id}`, userBody('ann', { title: 'Dr' }));
  await ask(200, 'PATCH', `/Users/${ann.id}`, patchBody({ op: 'replace', path: 'active', value: false }));
  const team = await ask(201, 'POST', '/Groups', groupBody('team', [ann.id]));
  await ask(200, 'PUT', `/Groups/${team.id}`, groupBody('crew', [ann.id]));
  await ask(200, 'PATCH', `/Groups/${team.id}`, patchBody({ op: 'remove', path: `members[value eq "${ann.id}"]` }));
  await ask(204, 'DELETE', `/Groups/${team.id}`);
  await ask(204, 'DELETE', `/Users/${ann.id}`);

  const told = await since(admin, before);
  assert.deepEqual(inShort(told), ['POST /Users', 'PUT /Users', 'PATCH /Users', 'POST /Groups', 'PUT /Groups', 'PATCH /Groups',
    'DELETE /Groups', 'DELETE /Users'].map((name) => `${name} Success`));
  assert.deepEqual(told.map((one) => one.RequestId), ids);
  for (const one of told) {
    assert.equal(one.Author, 'IdP');
    assert.match(one.AuthorId, /^scimcred-/);
    assert.equal(one.SourceAddress, '127.0.0.1');
    assert.equal(one.DirectoryId, dev.directory);
    assert.match(one.Time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  }
  assert.deepEqual(told[2].Changes[0].Before, { active: true });
  assert.deepEqual(told[5].Changes[0].MembersRemoved, [ann.id]);
});

test('every refusal of a push is told, wherever it was refused', async (t) => {
  const { idp, admin } = await aServer(t);
  const ann = await idp.push('/Users', userBody('ann'));
  const before = await lastNumber(admin);
  await idp.ask('POST', '/Users', userBody('ANN'));
  await idp.ask('POST', '/Users', '{"schemas"');
  await idp.ask('PUT', '/Users/nobody', userBody('x'));
  await idp.ask('PATCH', `/Users/${ann.id}`, patchBody({ op: 'replace', path: 'nonsense', value: 1 }), { 'Content-Type': 'text/plain' });
  await idp.ask('DELETE', `/Users/${ann.id}`, undefined, { 'If-Match': 'W/"99"' });
  await idp.ask('POST', '/Bulk', { schemas: [bulkUrn], Operations: 'none' });
  await admin.switchTo('Disabled');
  await idp.ask('POST', '/Users', userBody('bob'));
  await idp.ask('POST', '/Bulk', { schemas: [bulkUrn], Operations: [] });
  await idp.ask('DELETE', '/Groups/g-00000000000000000000');
  await idp.ask('POST', '/Users', 'text', { 'Content-Type': 'text/plain' }); // the switch is asked first

  const told = await since(admin, before);
  assert.deepEqual(inShort(told), [
    'POST /Users Refused EntityAlreadyExists.User', 'POST /Users Refused InvalidParameter', 'PUT /Users Refused EntityNotExists.User',
    'PATCH /Users Refused InvalidParameter', 'DELETE /Users Refused OperationConflict.Version', 'POST /Bulk Refused InvalidParameter',
    'SetSCIMSynchronizationStatus Success', 'POST /Users Refused OperationDenied.SCIMSynchronization',
    'POST /Bulk Refused OperationDenied.SCIMSynchronization', 'DELETE /Groups Refused OperationDenied.SCIMSynchronization',
    'POST /Users Refused OperationDenied.SCIMSynchronization',
  ]);
  for (const one of told.filter((event) => event.Outcome === 'Refused')) {
    assert.ok(one.Reason.length > 0);
    assert.deepEqual(one.Changes, []);
  }
  assert.equal(told[3].TargetId, ann.id);
});

test('reading, searching and knocking without a token leave nothing in the log', async (t) => {
  const { idp, admin, server } = await aServer(t);
  const before = await lastNumber(admin);
  const search = { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], filter: 'userName eq' };
  await idp.ask('GET', '/Users/nobody');
  await idp.ask('POST', '/Users/.search', search);
  await new IdentityProvider(t, server, { token: 'wrong' }).ask('POST', '/Users', userBody('eve'));
  await new IdentityProvider(t, server, { token: null }).ask('DELETE', '/Users/x');
  await admin.ask('GetUser', { UserId: 'nobody' });
  await admin.ask('DeleteDirectory', {}, { secret: 'wrong' });
  assert.deepEqual(inShort(await since(admin, before)), []);
});

test('a client may name its request; what is no name is not taken over', async (t) => {
  const { idp, admin } = await aServer(t);
  for (const [sent, kept] of [['trace-17', true], ['x'.repeat(128), true], ['x'.repeat(129), false], ['two words', false]]) {
    const answer = await idp.ask('POST', '/Users', userBody(`u${sent.length}`), { 'X-Request-Id': sent });
    assert.equal(answer.headers['x-request-id'] === sent, kept, sent);
    assert.equal((await events(admin, { Operation: 'POST /Users' }))[0].RequestId, answer.headers['x-request-id']);
  }
});

test('the address is the one a trusted proxy names', async (t) => {
  const { idp, admin } = await aServer(t);
  const address = async (headers) => {
    await idp.ask('POST', '/Users', userBody('again'), headers);
    return (await events(admin, { Operation: 'POST /Users' }))[0].SourceAddress;
  };
  assert.equal(await address({ 'X-Forwarded-For': '198.51.100.7' }), '198.51.100.7');
  assert.equal(await address({ 'X-Forwarded-For': '203.0.113.9, 198.51.100.7' }), '198.51.100.7');
  assert.equal(await address({ 'X-Forwarded-For': '203.0.113.9, 127.0.0.2' }), '203.0.113.9');
  assert.equal(await address({ Forwarded: 'for="[2001:db8::17]:4711";proto=https' }), '2001:db8::17');
  assert.equal(await address({ 'X-Forwarded-For': 'unknown' }), '127.0.0.1');
});

test('a write that was acknowledged is in the log after a power cut, and the log is whole', async (t) => {
  const data = path.join(temporaryFolder(t), 'data');
  const first = await aServer(t, { data });
  const ann = await first.idp.push('/Users', userBody('ann'));
  await first.idp.refused(409, 'uniqueness', 'POST', '/Users', userBody('Ann'));
  await first.server.kill();
  assert.equal(runCommand(['check', '--data', data]).code, 0);

  const second = await aServer(t, { data });
  const told = await events(second.admin, { Author: 'IdP' });
  assert.deepEqual(inShort(told), ['POST /Users Refused EntityAlreadyExists.User', 'POST /Users Success']);
  assert.equal(told[1].TargetId, ann.id);
});

test('commands are in the log too, by the name of the command line', async (t) => {
  const data = path.join(temporaryFolder(t), 'data');
  const run = (...words) => assert.equal(runCommand([...words, '--data', data]).code, 0);
  run('directory', 'create', '--name', 'north');
  run('access-key', 'create', '--id', dev.key);
  const { admin } = await aServer(t, { data });
  const all = (await new Administrator(t, { base: admin.client.base.href }, { directory: '' }).call('ListAuditEvents', { MaxResults: '100' })).AuditEvents;
  const told = all.filter((one) => one.AuthorId === 'command line');
  assert.deepEqual(inShort(told), ['CreateAccessKey Success', 'CreateDirectory Success']);
});

test('--audit-days says how far back the log reaches', async (t) => {
  for (const words of ['0', '36501', 'x']) assert.equal(runCommand(['dev', '--audit-days', words]).code, 2);
  const data = path.join(temporaryFolder(t), 'data');
  const first = await aServer(t, { data, more: ['--audit-days', '1'] });
  await first.idp.push('/Users', userBody('ann'));
  assert.equal((await events(first.admin, { Author: 'IdP' })).length, 1, 'what is young stays');
});
