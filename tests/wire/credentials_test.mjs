// SCIM credentials through their life, and secrets at rest: whoever reads the data folder finds none.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { IdentityProvider, userBody } from './support/scim.mjs';
import { dev, runCommand, startServer, temporaryFolder } from './support/server.mjs';

// The dev directory comes with one credential; here it is out of the way.
async function aDirectoryWithoutCredentials(t) {
  const server = await startServer(t);
  const { Directory } = await new Administrator(t, server).call('CreateDirectory', { DirectoryId: '' });
  return { server, admin: new Administrator(t, server, { directory: Directory.DirectoryId }) };
}

const created = async (admin) => (await admin.call('CreateSCIMServerCredential')).SCIMServerCredential;

test('the secret is shown once, and the third credential is refused', async (t) => {
  const { admin } = await aDirectoryWithoutCredentials(t);

  const first = await created(admin);
  const second = await created(admin);
  await admin.refused(409, 'LimitExceeded.SCIMCredential', 'CreateSCIMServerCredential');

  assert.match(first.CredentialId, /^scimcred-[0-9a-z]{20}$/);
  assert.match(first.CredentialSecret, /^[0-9A-Za-z]{25,}$/);
  assert.notEqual(first.CredentialSecret, second.CredentialSecret);
  assert.equal(first.CredentialType, 'BearerToken');
  assert.equal(first.DirectoryId, admin.directory);
  assert.equal(first.Status, 'Enabled');
  assert.match(first.CreateTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.equal(Number(first.ExpireTime.slice(0, 4)), Number(first.CreateTime.slice(0, 4)) + 1);
  const listed = await admin.call('ListSCIMServerCredentials');
  assert.equal(listed.TotalCounts, 2);
  assert.deepEqual(listed.SCIMServerCredentials.map((one) => one.CredentialId).sort(), [first.CredentialId, second.CredentialId].sort());
  for (const secret of [first.CredentialSecret, second.CredentialSecret]) assert.ok(!JSON.stringify(listed).includes(secret));
  assert.ok(!JSON.stringify(listed).includes('Secret"'));
});

test('a credential that is disabled or deleted is refused at once; enabled again it works', async (t) => {
  const { server, admin } = await aDirectoryWithoutCredentials(t);
  const [mine, other] = [await created(admin), await created(admin)];
  const idp = new IdentityProvider(t, server, { token: mine.CredentialSecret });
  const idpOfOther = new IdentityProvider(t, server, { token: other.CredentialSecret });
  const set = (status) => admin.call('UpdateSCIMServerCredentialStatus', { CredentialId: mine.CredentialId, NewStatus: status });
  await idp.get('/Users'); // works while the switch is Disabled: credentials do not depend on it

  const { SCIMServerCredential } = await set('Disabled');
  assert.equal(SCIMServerCredential.Status, 'Disabled');
  assert.ok(!('CredentialSecret' in SCIMServerCredential));
  await idp.refused(401, undefined, 'GET', '/Users');
  await idp.refused(401, undefined, 'POST', '/Users', userBody('zoe'));
  await idpOfOther.get('/Users');

  await set('Enabled');
  await idp.get('/Users');

  await admin.call('DeleteSCIMServerCredential', { CredentialId: mine.CredentialId });
  await idp.refused(401, undefined, 'GET', '/Users');
  await admin.refused(404, 'EntityNotExists.SCIMCredential', 'DeleteSCIMServerCredential', { CredentialId: mine.CredentialId });
  await admin.refused(400, 'InvalidParameter.NewStatus', 'UpdateSCIMServerCredentialStatus', { CredentialId: other.CredentialId, NewStatus: 'On' });
  assert.notEqual((await created(admin)).CredentialSecret, mine.CredentialSecret);
});

test('without a valid token the answer is 401 and says how to come in', async (t) => {
  const server = await startServer(t);
  const idp = new IdentityProvider(t, server, { token: null });
  const attempts = [undefined, 'Bearer', 'Bearer ', 'Bearer wrong', `Bearer ${dev.token}x`, `Bearer ${dev.token.slice(1)}`,
    `Token ${dev.token}`, dev.token, 'Basic !!!'];

  for (const authorization of attempts) {
    const answer = await idp.ask('GET', '/Users', undefined, authorization === undefined ? {} : { Authorization: authorization });
    assert.equal(answer.status, 401, String(authorization));
    assert.match(answer.headers['www-authenticate'], /^Bearer realm="/);
  }
  const works = await idp.ask('GET', '/Users', undefined, { Authorization: `bearer ${dev.token}` });
  assert.equal(works.status, 200, 'the scheme has no case (RFC 9110 section 11.1)');
});

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.path, entry.name));
}

function expectNoneAtRest(folder, secrets) {
  const files = filesBelow(folder);
  assert.ok(files.some((file) => file.endsWith('scimd.db')), 'there is a database to look into');
  for (const file of files) {
    const bytes = readFileSync(file);
    for (const secret of secrets)
      for (const written of [secret, Buffer.from(secret).toString('base64').replace(/=+$/, ''), Buffer.from(secret).toString('hex')])
        assert.ok(!bytes.includes(written), `${path.basename(file)} holds a secret in clear`);
  }
}

test('no secret rests in clear in the data folder, nor is one logged', async (t) => {
  const folder = temporaryFolder(t);
  const key = runCommand(['access-key', 'create', '--data', folder]);
  const server = await startServer(t, { data: folder, log: 'requests' });
  const admin = new Administrator(t, server);
  const idp = new IdentityProvider(t, server);
  const { CredentialSecret } = await created(admin);
  const ann = await idp.push('/Users', userBody('ann', { password: 'Pushed!Passw0rd-1' }));
  await idp.patch(`/Users/${ann.id}`, { op: 'replace', path: 'password', value: 'Patched!Passw0rd-2' });
  await admin.call('ResetUserPassword', { UserId: ann.id, Password: 'Reset!Passw0rd-3' }, { signature: '1.0', where: 'query' });
  const { NewPassword } = await admin.call('ResetUserPassword', { UserId: ann.id, GenerateRandomPassword: 'true' });
  assert.ok(!JSON.stringify(await idp.get(`/Users/${ann.id}`)).includes('password'));
  const secrets = [CredentialSecret, dev.token, dev.secret, key.stdout.split('secret ')[1].split('\n')[0],
    'Pushed!Passw0rd-1', 'Patched!Passw0rd-2', 'Reset!Passw0rd-3', NewPassword];
  const fresh = secrets.filter((secret) => secret !== dev.token && secret !== dev.secret); // those are in the banner

  expectNoneAtRest(folder, secrets);
  await server.stop();

  expectNoneAtRest(folder, secrets);
  for (const secret of fresh)
    for (const written of [secret, encodeURIComponent(secret)])
      assert.ok(!server.stdout.includes(written) && !server.stderr.includes(written), 'a secret was logged');
  assert.match(server.stdout + server.stderr, /ResetUserPassword/, 'the requests are logged, so this looked at something');
});
