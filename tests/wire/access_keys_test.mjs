// Access keys through their life, on the wire: what each may do, that a change of a key holds for the very next call, and
// that a secret is shown once and rests in no file.
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { IdentityProvider } from './support/scim.mjs';
import { dev, runCommand, startServer, temporaryFolder } from './support/server.mjs';

const newKey = async (admin, parameters = {}) => (await admin.call('CreateAccessKey', parameters)).AccessKey;
const by = (t, server, { AccessKeyId, AccessKeySecret }, how = {}) =>
  new Administrator(t, server, { key: AccessKeyId, secret: AccessKeySecret, ...how });
// Every way to sign and to send, on a connection that stays.
const ways = ['1.0', 'v3'].flatMap((signature) => ['GET', 'POST'].map((method) => ({ signature, method })));

test('a key that is disabled or deleted is refused from the next call on', async (t) => {
  const server = await startServer(t);
  const admin = new Administrator(t, server);
  for (const how of ways) {
    const key = await newKey(admin, { AccessKeyName: 'robot' });
    const robot = by(t, server, key, how);
    const set = (NewStatus) => admin.call('UpdateAccessKey', { UserAccessKeyId: key.AccessKeyId, NewStatus });
    await robot.call('ListDirectories');

    await set('Disabled');
    assert.equal(await robot.refused(400, 'InvalidAccessKeyId.Inactive', 'ListDirectories'), 'Specified access key is disabled.');
    await robot.refused(400, 'InvalidAccessKeyId.Inactive', 'ListDirectories', {}, { secret: 'wrong' });
    await set('Enabled');
    await robot.call('ListDirectories');

    await admin.call('DeleteAccessKey', { UserAccessKeyId: key.AccessKeyId });
    await robot.refused(404, 'InvalidAccessKeyId.NotFound', 'ListDirectories');
  }
});

test('a key may delete itself, and is gone', async (t) => {
  const server = await startServer(t);
  const key = await newKey(new Administrator(t, server));
  const itself = by(t, server, key);

  await itself.call('DeleteAccessKey', { UserAccessKeyId: key.AccessKeyId });
  await itself.refused(404, 'InvalidAccessKeyId.NotFound', 'ListAccessKeys');
});

test('a key can only look, or only at some directories, when it was made so', async (t) => {
  const server = await startServer(t);
  const admin = new Administrator(t, server);
  const { Directory: { DirectoryId } } = await admin.call('CreateDirectory');
  const reader = by(t, server, await newKey(admin, { Permission: 'ReadOnly' }));
  const guest = by(t, server, await newKey(admin, { 'DirectoryIds.1': DirectoryId }), { directory: DirectoryId });

  await reader.call('ListUsers');
  await reader.call('ListAccessKeys');
  for (const [action, parameters] of [['CreateUser', { UserName: 'ann' }], ['SetSCIMSynchronizationStatus', { SCIMSynchronizationStatus: 'Enabled' }],
    ['CreateAccessKey', {}], ['CreateDirectory', {}], ['CreateSCIMServerCredential', {}]])
    await reader.refused(403, 'NoPermission', action, parameters);

  assert.deepEqual((await guest.call('ListDirectories')).Directories.map((one) => one.DirectoryId), [DirectoryId]);
  await guest.createUser('ann');
  await guest.call('ListAuditEvents');
  for (const action of ['ListUsers', 'GetDirectoryStatistics', 'ListAuditEvents', 'DeleteDirectory'])
    await guest.refused(403, 'NoPermission', action, { DirectoryId: dev.directory });
  await guest.refused(403, 'NoPermission', 'GetEntityHistory', { DirectoryId: dev.directory, EntityId: 'u-00000000000000000000' });
  for (const action of ['ListAuditEvents', 'CreateAccessKey', 'ListAccessKeys', 'CreateDirectory'])
    await guest.refused(403, 'NoPermission', action, { DirectoryId: '' });
  await guest.refused(404, 'EntityNotExists.Directory', 'GetDirectory', { DirectoryId: 'd-0000000000no' });
});

// A key whose list of directories became empty, or was forgotten, would be one for everything.
test('a key for a directory is good for nothing but its past once that is deleted, and never for everything', async (t) => {
  const data = temporaryFolder(t);
  const server = await startServer(t, { data });
  const admin = new Administrator(t, server);
  const { Directory: { DirectoryId } } = await admin.call('CreateDirectory', { DirectoryName: 'branch' });
  const key = await newKey(admin, { 'DirectoryIds.1': DirectoryId });
  const guest = by(t, server, key, { directory: DirectoryId });
  const regions = async (who) => (await who.call('GetServiceStatus', { DirectoryId: '' })).ServiceStatus.RegionsInUse;
  await guest.createUser('ann');
  assert.deepEqual(await regions(guest), ['local']);
  await admin.call('DeleteUser', { DirectoryId, UserId: (await guest.call('ListUsers')).Users[0].UserId });
  await admin.call('DeleteDirectory', { DirectoryId });

  // Neither by the next call, nor when there is one of that name again, nor of the key as a later server reads it.
  await goodForItsPast(guest, DirectoryId);
  const { Directory: another } = await admin.call('CreateDirectory', { DirectoryName: 'branch' });
  await goodForItsPast(guest, DirectoryId);
  await guest.refused(403, 'NoPermission', 'ListUsers', { DirectoryId: another.DirectoryId });
  assert.deepEqual(await regions(admin), ['local']);
  await server.stop();
  const again = await startServer(t, { data });
  await goodForItsPast(by(t, again, key, { directory: DirectoryId }), DirectoryId);
});

// What happened in a directory can be asked for as long as the audit log has it; everything else went with it.
async function goodForItsPast(guest, gone) {
  assert.deepEqual((await guest.call('ListDirectories', { DirectoryId: '' })).Directories, []);
  assert.deepEqual((await guest.call('GetServiceStatus', { DirectoryId: '' })).ServiceStatus.RegionsInUse, []);
  const { AuditEvents } = await guest.call('ListAuditEvents', { DirectoryId: gone, MaxResults: '100' });
  assert.deepEqual([...new Set(AuditEvents.map((one) => one.DirectoryId))], [gone]);
  for (const [action, parameters] of [['GetDirectory', {}], ['ListUsers', {}], ['CreateUser', { UserName: 'bob' }]])
    await guest.refused(404, 'EntityNotExists.Directory', action, { DirectoryId: gone, ...parameters });
  for (const action of ['GetDirectory', 'ListUsers', 'DeleteDirectory', 'ListAuditEvents'])
    await guest.refused(403, 'NoPermission', action, { DirectoryId: dev.directory });
  for (const action of ['CreateDirectory', 'ListAuditEvents', 'ListAccessKeys', 'CreateAccessKey', 'DisableService', 'EnableService'])
    await guest.refused(403, 'NoPermission', action, { DirectoryId: '' });
}

test('a refusal for want of permission says so in JSON and in XML', async (t) => {
  const server = await startServer(t);
  const key = await newKey(new Administrator(t, server), { UserAccessKeyId: 'reader', Permission: 'ReadOnly' });
  const reader = by(t, server, key, { signature: '1.0' });
  const detail = { AuthAction: 'cloudsso:CreateUser', AuthPrincipalDisplayName: 'reader', AuthPrincipalType: 'AccessKey', NoPermissionType: 'ExplicitDeny' };

  const { json } = await reader.ask('CreateUser', { UserName: 'ann' });
  assert.deepEqual(json.AccessDeniedDetail, detail);
  const { status, text } = await reader.ask('CreateUser', { UserName: 'ann' }, { format: 'XML' });
  assert.equal(status, 403);
  const elements = Object.entries(detail).map(([name, value]) => `<${name}>${value}</${name}>`).join('');
  assert.ok(text.includes(`<AccessDeniedDetail>${elements}</AccessDeniedDetail>`), text);
});

test('what an answer is called is in the body, the header, the log and the audit log', async (t) => {
  const server = await startServer(t, { log: 'requests' });
  const admin = new Administrator(t, server);
  const reader = by(t, server, await newKey(admin, { Permission: 'ReadOnly' }));
  const idp = new IdentityProvider(t, server);

  const answers = [await admin.ask('CreateUser', { UserName: 'ann' }), await admin.ask('CreateUser', { UserName: 'ann' }),
    await reader.ask('CreateUser', { UserName: 'zoe' }), await admin.ask('ListUsers'), await admin.ask('ListUsers', {}, { secret: 'wrong' }),
    await admin.ask('NoSuchAction')];
  const read = await idp.ask('GET', '/Users', undefined, { 'X-Request-Id': 'my-own-name' });
  const nameless = [await idp.ask('GET', '/Users'), await idp.ask('GET', '/Schemas'), await idp.ask('GET', '/Nothing')];

  const told = (await admin.call('ListAuditEvents', { MaxResults: '100' })).AuditEvents.map((one) => one.RequestId);
  for (const { json, headers } of answers) assert.equal(headers['x-acs-request-id'], json.RequestId);
  for (const { json } of answers.slice(0, 3)) assert.ok(told.includes(json.RequestId), `${json.RequestId} is in the audit log`);
  assert.equal(read.headers['x-request-id'], 'my-own-name');
  await server.stop();
  const lines = server.stderr.split('\n');
  for (const id of [...answers.map(({ json }) => json.RequestId), 'my-own-name', ...nameless.map(({ headers }) => headers['x-request-id'])])
    assert.equal(lines.filter((line) => line.endsWith(` ${id}`)).length, 1, `${id} is in the log`);
});

test('scimd dev lets its well-known key in again, whatever was done to it', async (t) => {
  const data = temporaryFolder(t);
  const server = await startServer(t, { data });
  const admin = new Administrator(t, server);
  await admin.call('UpdateAccessKey', { UserAccessKeyId: dev.key, NewStatus: 'Disabled' });
  await admin.refused(400, 'InvalidAccessKeyId.Inactive', 'ListDirectories');
  await server.stop();

  await new Administrator(t, await startServer(t, { data })).call('CreateDirectory', { DirectoryId: '' });
});

test('a secret is shown once and rests in no file; the key that seals it is its owner\'s', async (t) => {
  const data = temporaryFolder(t);
  const server = await startServer(t, { data, log: 'requests' });
  const admin = new Administrator(t, server);
  const key = await newKey(admin, { AccessKeyName: 'robot' });
  const secret = key.AccessKeySecret;
  await by(t, server, key).call('ListUsers');
  const changed = await admin.call('UpdateAccessKey', { UserAccessKeyId: key.AccessKeyId, NewAccessKeyName: 'machine' });

  for (const answer of [changed, await admin.call('ListAccessKeys'), await admin.call('ListAuditEvents', { DirectoryId: '', MaxResults: '100' })])
    assert.ok(!JSON.stringify(answer).includes(secret));
  const expectNowhere = () => {
    const files = readdirSync(data, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
    assert.ok(files.some((file) => file.name === 'scimd.db'));
    for (const file of files) {
      const bytes = readFileSync(path.join(file.path, file.name));
      for (const written of [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64').replace(/=+$/, '')])
        assert.ok(!bytes.includes(written), `${file.name} holds the secret`);
    }
  };
  expectNowhere();
  await server.stop();
  expectNowhere();
  assert.equal(statSync(path.join(data, 'scimd.key')).mode & 0o777, 0o600);
  assert.ok(!server.stderr.includes(secret) && !server.stdout.includes(secret));
  const again = await startServer(t, { data });
  assert.equal((await by(t, again, key).call('ListDirectories')).TotalCounts, 1, 'recovered for the next server');
});

test('a key file that is another one is noticed at the start, and one that others may read is closed to them', async (t) => {
  const data = temporaryFolder(t);
  await (await startServer(t, { data })).stop();
  const file = path.join(data, 'scimd.key');
  chmodSync(file, 0o644);
  const again = await startServer(t, { data });
  await new Administrator(t, again).call('ListDirectories');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  await again.stop();

  writeFileSync(file, Buffer.alloc(32, 7));
  for (const words of [['check'], ['access-key', 'list'], ['dev', '--listen', '127.0.0.1:0']]) {
    const refused = runCommand([...words, '--data', data]);
    assert.equal(refused.code, 1, words.join(' '));
    assert.match(refused.stderr, /scimd\.key is not the key that the access key scimd-dev-key was sealed with/);
  }
});
