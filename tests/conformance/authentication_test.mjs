// Who may ask: RFC 7644 sections 2, 7.3 and 7.4.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdentityProvider, expectScimError, userBody } from '../wire/support/scim.mjs';
import { dev } from '../wire/support/server.mjs';
import { anotherDirectory, createUser, freshName, pathOf, strictServer } from './support.mjs';

const { server, idp } = await strictServer();

const basic = (text) => `Basic ${Buffer.from(text).toString('base64')}`;

test('without a valid token the answer is 401 and names the schemes', async () => {
  const ann = await createUser(idp);
  for (const header of ['', 'Bearer', 'Bearer wrong', 'Digest x', dev.token, basic('scim:wrong'), `Bearer ${dev.token}x`])
    for (const [method, path, body] of [['GET', '/Users'], ['POST', '/Users', userBody(freshName('user'))], ['GET', pathOf(ann)],
      ['DELETE', pathOf(ann)]]) {
      const answer = await idp.ask(method, path, body, { Authorization: header });
      expectScimError(answer, 401);
      assert.match(answer.headers['www-authenticate'], /\bBearer realm="/);
      assert.match(answer.headers['www-authenticate'], /\bBasic realm="/, 'what is taken is named');
    }
  await idp.get(pathOf(ann));
  const { authenticationSchemes } = await idp.get('/ServiceProviderConfig');
  assert.deepEqual(authenticationSchemes.map(({ type }) => type).sort(), ['httpbasic', 'oauthbearertoken']);
});

test('a token may come as the password of Basic authentication', async () => {
  for (const user of ['scim', '', 'anybody']) await idp.expect(200, 'GET', '/Users', undefined, { Authorization: basic(`${user}:${dev.token}`) });
  await idp.expect(200, 'GET', '/Users', undefined, { Authorization: `bearer ${dev.token}` });
});

test('a token opens its own directory and no other', async () => {
  const other = await anotherDirectory(server);
  const ann = await createUser(idp);

  assert.equal((await other.idp.get('/Users')).totalResults, 0);
  await other.idp.refused(404, undefined, 'GET', pathOf(ann));
  await other.idp.refused(404, undefined, 'DELETE', pathOf(ann));
  await idp.get(pathOf(ann));
});

test('a token is made by the server and is long', async () => {
  const { credential } = await anotherDirectory(server);

  assert.match(credential.CredentialSecret, /^[0-9A-Za-z]{25,}$/, 'at least 148 bits');
  const year = 366 * 24 * 3600 * 1000;
  assert.ok(Date.parse(credential.ExpireTime) - Date.parse(credential.CreateTime) <= year, 'it ends');
});

test('a token that is disabled, deleted or expired is refused at once', async (t) => {
  const { admin, idp: mine, credential } = await anotherDirectory(server);
  await mine.get('/Users');

  await admin.call('UpdateSCIMServerCredentialStatus', { CredentialId: credential.CredentialId, NewStatus: 'Disabled' });
  await mine.refused(401, undefined, 'GET', '/Users');
  await admin.call('UpdateSCIMServerCredentialStatus', { CredentialId: credential.CredentialId, NewStatus: 'Enabled' });
  await mine.get('/Users');
  await admin.call('DeleteSCIMServerCredential', { CredentialId: credential.CredentialId });
  await mine.refused(401, undefined, 'GET', '/Users');
  await new IdentityProvider(t, server).get('/Users');
});

test('no answer sets a cookie', async () => {
  for (const [method, path, body] of [['GET', '/Users'], ['POST', '/Users', userBody(freshName('user'))], ['GET', '/ServiceProviderConfig']])
    assert.ok(!('set-cookie' in (await idp.ask(method, path, body)).headers));
});
