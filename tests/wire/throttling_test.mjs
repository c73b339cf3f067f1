// Flow control as clients meet it: counted over seconds of real time, paced by the clock.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator, expectEnvelope } from './support/cloudsso.mjs';
import { IdentityProvider, expectScimError, groupBody, userBody } from './support/scim.mjs';
import { runCommand, startServer, temporaryFolder, wait } from './support/server.mjs';

const sockets = 64; // a call that is a little early is held: there are enough for who hurries not to wait for himself

// Asks `a_second` times a second for so many seconds; answers {answers, seconds}, which last until the last answer. A sender that was late goes on at its pace
// and does not hurry, where `hurries` does not say that it makes up for it.
async function held(a_second, seconds, ask, { hurries = false } = {}) {
  const between = 1_000 / a_second;
  const began = performance.now();
  const asked = [];
  for (let due = began; due < began + seconds * 1_000;) {
    const early = due - performance.now();
    if (early > 0) await wait(early);
    asked.push(ask());
    due = (hurries ? due : Math.max(due, performance.now())) + between;
  }
  const answers = await Promise.all(asked);
  return { answers, seconds: (performance.now() - began) / 1_000 };
}

const statuses = (answers) => answers.reduce((counts, { status }) => ({ ...counts, [status]: (counts[status] ?? 0) + 1 }), {});

// Some connections, used in turn.
function inTurn(make) {
  const each = Array.from({ length: sockets }, make);
  let next = 0;
  return (...asked) => each[next++ % sockets].ask(...asked);
}
const caller = (t, server, how) => {
  const ask = inTurn(() => new Administrator(t, server, how));
  return () => ask('GetDirectory');
};

const as_by_default = { SCIMD_THROTTLE: '', SCIMD_THROTTLE_API: '' };

test('100 calls a second are held for 10 seconds', { timeout: 60_000 }, async (t) => {
  const server = await startServer(t, { environment: as_by_default });

  const { answers } = await held(100, 10, caller(t, server), { hurries: true });

  assert.deepEqual(Object.keys(statuses(answers)), ['200'], JSON.stringify(statuses(answers)));
  assert.ok(answers.length >= 995, `${answers.length} were asked`);
});

test('200 calls a second are throttled to 100 ± 2 %, and another key hears nothing of it', { timeout: 60_000 }, async (t) => {
  const folder = temporaryFolder(t);
  const [key, secret] = runCommand(['access-key', 'create', '--id', 'modest', '--data', folder]).stdout
    .trim().split('\n').map((line) => line.replace('secret ', ''));
  const server = await startServer(t, { data: folder, environment: as_by_default });

  const [hasty, modest] = await Promise.all([
    held(200, 10, caller(t, server), { hurries: true }),
    held(50, 10, caller(t, server, { key, secret })),
  ]);

  const expected = 100 * hasty.seconds;
  const passed = statuses(hasty.answers)[200];
  t.diagnostic(`${passed} of ${hasty.answers.length} passed in ${hasty.seconds.toFixed(2)} s, ${modest.answers.length} of the other key`);
  assert.ok(Math.abs(passed - expected) <= expected * 0.02, `${passed} of ${hasty.answers.length} passed, for ${expected}`);
  for (const answer of hasty.answers.filter(({ status }) => status !== 200)) {
    assert.match(expectEnvelope(answer, 400, 'Throttling.User'), /^Request was denied due to user flow control\..* 100 calls/);
    const milliseconds = Number(answer.headers['x-acs-retry-after']);
    // The next token comes within 10 ms of the last; calls that waited for their nonce to be written ask as of their arrival.
    assert.ok(Number.isInteger(milliseconds) && milliseconds >= 1 && milliseconds <= 1_000, `${milliseconds} ms`);
  }
  assert.deepEqual(Object.keys(statuses(modest.answers)), ['200']);
});

test('all keys together have a limit of their own, and throttled calls are told in the request log alone', { timeout: 60_000 }, async (t) => {
  const server = await startServer(t, { log: 'requests', environment: { SCIMD_THROTTLE: '0', SCIMD_THROTTLE_API: '20' } });
  const ask = inTurn(() => new Administrator(t, server));

  const { answers } = await held(100, 2, () => ask('UpdateUser', { UserId: 'u-00000000000000000abc' }), { hurries: true });

  const refused = answers.filter(({ status }) => status === 400);
  assert.ok(refused.length > 100, JSON.stringify(statuses(answers)));
  for (const answer of refused) expectEnvelope(answer, 400, 'Throttling.Api');
  const admin = new Administrator(t, server);
  const told = await admin.call('ListAuditEvents', { Operation: 'UpdateUser', MaxResults: '100' });
  assert.equal(told.AuditEvents.length, answers.length - refused.length);
  const id = refused[0].json.RequestId;
  assert.match(server.stderr.split('\n').find((line) => line.includes(id)), /UpdateUser 400 /);
});

async function anotherDirectory(t, server) {
  const admin = new Administrator(t, server);
  const { DirectoryId } = (await admin.call('CreateDirectory', { DirectoryName: 'another' })).Directory;
  const credential = (await admin.call('CreateSCIMServerCredential', { DirectoryId })).SCIMServerCredential;
  await admin.call('SetSCIMSynchronizationStatus', { DirectoryId, SCIMSynchronizationStatus: 'Enabled' });
  return { DirectoryId, token: credential.CredentialSecret };
}

test('a directory\'s SCIM requests are throttled, and another directory\'s are not', { timeout: 60_000 }, async (t) => {
  const server = await startServer(t, { environment: { SCIMD_THROTTLE_SCIM: '20' } });
  const { token } = await anotherDirectory(t, server);
  const push = inTurn(() => new IdentityProvider(t, server));
  const other = inTurn(() => new IdentityProvider(t, server, { token }));
  let number = 0;

  const [hasty, modest] = await Promise.all([
    held(100, 3, () => push('POST', '/Users', userBody(`user-${++number}`)), { hurries: true }),
    held(10, 3, () => other('GET', '/Users?count=1')),
  ]);

  assert.deepEqual(Object.keys(statuses(modest.answers)), ['200']);
  const passed = hasty.answers.filter(({ status }) => status === 201);
  const throttled = hasty.answers.filter(({ status }) => status === 429);
  assert.equal(passed.length + throttled.length, hasty.answers.length);
  // Besides its rate, a directory that was quiet may have a second's worth at once.
  const more = passed.length - 20 * hasty.seconds;
  assert.ok(more >= -5 && more <= 20 + 5, `${passed.length} passed in ${hasty.seconds} s`);
  assert.ok(throttled.length >= 150, `${throttled.length} were throttled`);
  for (const answer of throttled) {
    assert.match(expectScimError(answer, 429, undefined), / 20 SCIM requests a second/);
    assert.equal(answer.headers['retry-after'], '1');
  }
  const admin = new Administrator(t, server);
  await wait(1_000);
  assert.equal((await new IdentityProvider(t, server).get('/Users?count=0')).totalResults, passed.length);
  const told = await admin.call('ListAuditEvents', { Author: 'IdP', MaxResults: '100' });
  assert.equal(told.AuditEvents.length, Math.min(passed.length, 100), 'a throttled push is not in the audit log');
  assert.ok(told.AuditEvents.every(({ Outcome }) => Outcome === 'Success'));
});

test('scimRate of a directory beats the server\'s, a Bulk request is one, discovery is free', { timeout: 60_000 }, async (t) => {
  const server = await startServer(t, { environment: { SCIMD_THROTTLE_SCIM: '1' } });
  const admin = new Administrator(t, server);
  const idp = new IdentityProvider(t, server, { sockets });
  const nobody = new IdentityProvider(t, server, { sockets, token: null });
  const fifty = async (ask) => statuses(await Promise.all(Array.from({ length: 50 }, ask)));
  const list = () => idp.ask('GET', '/Users?count=0');
  const set = async (ScimRate) => assert.equal((await admin.call('UpdateDirectorySettings', { ScimRate })).Settings.ScimRate, ScimRate);

  const by_the_server = await fifty(list);
  assert.ok(by_the_server[429] >= 40 && by_the_server[200] >= 1, JSON.stringify(by_the_server));
  assert.deepEqual(await fifty(() => nobody.ask('GET', '/Schemas')), { 200: 50 });
  assert.deepEqual(await fifty(() => nobody.ask('GET', '/Users')), { 401: 50 });

  await set('off');
  assert.deepEqual(await fifty(list), { 200: 50 });

  await set('200');
  await wait(1_500);
  const Operations = Array.from({ length: 100 }, (_, i) => ({ method: 'POST', path: '/Groups', bulkId: `b${i}`, data: groupBody(`group-${i}`) }));
  const bulk = { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations };
  const done = await idp.expect(200, 'POST', '/Bulk', bulk);
  assert.ok(done.Operations.every(({ status }) => status === '201'));
  const next = await fifty(list);
  assert.ok(next[200] >= 29, `the bulk took one of the 30 there were: ${JSON.stringify(next)}`);

  await admin.refused(400, 'InvalidParameter.ScimRate', 'UpdateDirectorySettings', { ScimRate: '0' });
  await set('default');
  assert.ok((await fifty(list))[429] >= 40);
});

