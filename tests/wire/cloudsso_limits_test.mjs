// What a push may carry beyond CloudSSO's own limits, and the setting cloudssoLimits that holds it to them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { IdentityProvider, groupBody, patchBody, userBody } from './support/scim.mjs';
import { startServer } from './support/server.mjs';

const long_name = `${'ä ö ü '.repeat(83)}é!`; // 500 characters, with blanks and umlauts

test('off: no push is refused for a rule of CloudSSO, and administrators read what was pushed', async (t) => {
  const server = await startServer(t);
  const idp = new IdentityProvider(t, server);
  const admin = new Administrator(t, server);
  assert.equal(long_name.length, 500);

  const { id } = await idp.push('/Users', userBody(long_name, {
    displayName: 'd'.repeat(1_000), name: { givenName: 'g'.repeat(500), familyName: 'f'.repeat(500) },
    emails: [{ value: `${'e'.repeat(300)}@example.com` }],
  }));
  await idp.push('/Groups', groupBody('A group: with blanks & more', [id]));

  const user = await admin.getUser(id);
  assert.equal(user.UserName, long_name);
  assert.equal(user.FirstName.length, 500);
  assert.equal(user.Email.length, 312);
  const page = await admin.call('ListUsers');
  assert.equal(page.Users[0].UserName, long_name);
  assert.equal((await admin.call('ListGroups')).Groups[0].GroupName, 'A group: with blanks & more');
});

test('on: a push is refused with the attribute and its rule, whatever the operation', async (t) => {
  const server = await startServer(t, { more: ['--setting', 'cloudssoLimits=on'] });
  const idp = new IdentityProvider(t, server);
  const ann = await idp.push('/Users', userBody('ann', { emails: [{ value: 'ann@example.com' }] }));
  const club = await idp.push('/Groups', groupBody('club'));
  const said = [
    await idp.refused(400, 'invalidValue', 'POST', '/Users', userBody(long_name)),
    await idp.refused(400, 'invalidValue', 'PUT', `/Users/${ann.id}`, userBody(long_name)),
    await idp.refused(400, 'invalidValue', 'PATCH', `/Users/${ann.id}`, patchBody({ op: 'replace', path: 'userName', value: long_name })),
  ];
  for (const detail of said) assert.match(detail, /^"userName" has 1 to 64 characters of letters, digits and @ \. - _/);
  assert.match(await idp.refused(400, 'invalidValue', 'POST', '/Groups', groupBody('a b')), /^"displayName" has 1 to 128 characters/);
  await idp.refused(400, 'invalidValue', 'PATCH', `/Groups/${club.id}`, patchBody({ op: 'replace', path: 'displayName', value: 'a b' }));
  await idp.refused(409, 'uniqueness', 'POST', '/Users', userBody('bob', { emails: [{ value: 'ANN@example.com' }] }));
  const bulk = { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations: [{ method: 'POST', path: '/Users', bulkId: 'b', data: userBody('a b') }] };
  assert.equal((await idp.expect(200, 'POST', '/Bulk', bulk)).Operations[0].status, '400');
});

test('switched on later: what was pushed before is not locked by it', async (t) => {
  const server = await startServer(t);
  const idp = new IdentityProvider(t, server);
  const admin = new Administrator(t, server);
  const { id } = await idp.push('/Users', userBody(long_name));
  assert.equal((await admin.call('UpdateDirectorySettings', { CloudssoLimits: 'on' })).Settings.CloudssoLimits, 'on');

  await idp.patch(`/Users/${id}`, { op: 'replace', path: 'title', value: 'Engineer' });
  await idp.replace(`/Users/${id}`, userBody(long_name, { title: 'Architect' }));
  await idp.refused(400, 'invalidValue', 'PATCH', `/Users/${id}`, patchBody({ op: 'replace', path: 'displayName', value: 'd'.repeat(257) }));
  await idp.patch(`/Users/${id}`, { op: 'replace', path: 'userName', value: 'short' });
});
