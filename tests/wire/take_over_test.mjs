// What an identity provider finds already there: manual users and groups become its own with the first write that
// succeeds, and keep what only the directory knows about them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { IdentityProvider, groupBody, memberIds, patchBody, userBody } from './support/scim.mjs';
import { startServer } from './support/server.mjs';

async function aDirectoryMadeByHand(t) {
  const server = await startServer(t);
  const idp = new IdentityProvider(t, server);
  const admin = new Administrator(t, server);
  const mia = await admin.createUser('mia', { DisplayName: 'Mia', FirstName: 'Mia', Email: 'mia@example.com', Description: 'by hand' });
  const noa = await admin.createUser('noa', { DisplayName: 'Noa' });
  const desk = await admin.createGroup('Helpdesk', { Description: 'by hand' });
  await admin.join(desk.GroupId, mia.UserId);
  return { idp, admin, mia: mia.UserId, noa: noa.UserId, desk: desk.GroupId };
}

const provisionOf = async (admin, user) => (await admin.getUser(user)).ProvisionType;
const groupProvisionOf = async (admin, group) => (await admin.getGroup(group)).ProvisionType;

test('a POST takes a manual user over, in any spelling of the name', async (t) => {
  const { idp, admin, mia, desk } = await aDirectoryMadeByHand(t);
  const manual = await idp.get(`/Users/${mia}`);

  const pushed = await idp.push('/Users', userBody('MIA', { externalId: '00u9', nickName: 'M' }));

  assert.equal(pushed.id, mia);
  assert.equal(pushed.userName, 'MIA');
  assert.equal(pushed.displayName, undefined, 'its attributes are what the IdP sent');
  assert.equal(pushed.emails, undefined);
  assert.equal(pushed.meta.created, manual.meta.created);
  assert.notEqual(pushed.meta.version, manual.meta.version);
  const user = await admin.getUser(mia);
  assert.equal(user.ProvisionType, 'Synchronized');
  assert.equal(user.Description, 'by hand', 'the IdP never touches a Description');
  assert.deepEqual(user.ExternalId, { Id: '00u9', Issuer: 'SCIM' });
  assert.deepEqual(await admin.membersOf(desk), [mia]);
  assert.equal(await groupProvisionOf(admin, desk), 'Manual');
});

test('the name of a synchronized user is taken', async (t) => {
  const { idp, mia } = await aDirectoryMadeByHand(t);
  await idp.push('/Users', userBody('mia'));
  const before = await idp.everything();

  await idp.refused(409, 'uniqueness', 'POST', '/Users', userBody('Mia'));
  await idp.push('/Users', userBody('other'));
  const other = (await idp.get('/Users?filter=userName%20eq%20%22other%22')).Resources[0];
  await idp.refused(409, 'uniqueness', 'PUT', `/Users/${other.id}`, userBody('MIA'));
  await idp.refused(409, 'uniqueness', 'PATCH', `/Users/${other.id}`, patchBody({ op: 'replace', path: 'userName', value: 'mia' }));

  await idp.remove(`/Users/${other.id}`);
  assert.deepEqual(await idp.everything(), before);
  assert.equal((await idp.get(`/Users/${mia}`)).userName, 'mia');
});

test('PUT and PATCH by id take over', async (t) => {
  const { idp, admin, mia, noa, desk } = await aDirectoryMadeByHand(t);

  const replaced = await idp.replace(`/Users/${mia}`, userBody('mia', { displayName: 'Mia of the IdP' }));
  const patched = await idp.patch(`/Users/${noa}`, { op: 'replace', path: 'displayName', value: 'Noa of the IdP' });

  assert.equal(replaced.displayName, 'Mia of the IdP');
  assert.equal(patched.displayName, 'Noa of the IdP');
  assert.equal(await provisionOf(admin, mia), 'Synchronized');
  assert.equal(await provisionOf(admin, noa), 'Synchronized');
  assert.deepEqual(await admin.membersOf(desk), [mia]);
  await admin.refused(403, 'OperationDenied.SynchronizedUser', 'UpdateUser', { UserId: noa, NewDisplayName: 'Noa' });
});

test('DELETE by id removes a manual user, memberships and all', async (t) => {
  const { idp, admin, mia, desk } = await aDirectoryMadeByHand(t);

  await idp.remove(`/Users/${mia}`);

  await admin.refused(404, 'EntityNotExists.User', 'GetUser', { UserId: mia });
  assert.deepEqual(await admin.membersOf(desk), []);
  assert.equal(await groupProvisionOf(admin, desk), 'Manual');
});

test('a PATCH that changes nothing, or that is refused, takes nothing over', async (t) => {
  const { idp, admin, noa, desk } = await aDirectoryMadeByHand(t);
  const before = await idp.everything();

  await idp.patch(`/Users/${noa}`, { op: 'replace', path: 'displayName', value: 'Noa' });
  await idp.patch(`/Users/${noa}`, { op: 'replace', path: 'active', value: true });
  await idp.patch(`/Groups/${desk}`, { op: 'remove', path: `members[value eq "${noa}"]` });
  await idp.patch(`/Groups/${desk}`, { op: 'replace', path: 'displayName', value: 'Helpdesk' });
  await idp.refused(400, 'noTarget', 'PATCH', `/Users/${noa}`, patchBody({ op: 'remove' }));
  await idp.refused(400, 'invalidValue', 'PUT', `/Users/${noa}`, { schemas: userBody('x').schemas });

  assert.deepEqual(await idp.everything(), before);
  assert.equal(await provisionOf(admin, noa), 'Manual');
  assert.equal(await groupProvisionOf(admin, desk), 'Manual');
});

test('`active` that is not sent keeps its value, and is true for a new user', async (t) => {
  const { idp, admin, mia, noa } = await aDirectoryMadeByHand(t);
  for (const user of [mia, noa]) await admin.call('UpdateUserStatus', { UserId: user, NewStatus: 'Disabled' });

  assert.equal((await idp.push('/Users', userBody('mia'))).active, false);
  assert.equal((await idp.replace(`/Users/${noa}`, userBody('noa'))).active, false);
  assert.equal((await idp.push('/Users', userBody('zoe'))).active, true);
  assert.equal((await idp.push('/Users', userBody('yan', { active: false }))).active, false);
  assert.equal((await idp.replace(`/Users/${noa}`, userBody('noa', { active: true }))).active, true);
  assert.equal((await idp.replace(`/Users/${noa}`, userBody('noa'))).active, true);
});

test('a POST takes a manual group over; its members are what the IdP said', async (t) => {
  const { idp, admin, mia, noa, desk } = await aDirectoryMadeByHand(t);
  const night = (await admin.createGroup('Night')).GroupId;
  await admin.join(night, mia);

  const without = await idp.push('/Groups', groupBody('HELPDESK', null, { externalId: '00g9' }));
  const withNoa = await idp.push('/Groups', groupBody('Night', [noa]));

  assert.equal(without.id, desk);
  assert.equal(without.displayName, 'HELPDESK');
  assert.deepEqual(memberIds(without), []);
  assert.deepEqual(await admin.membersOf(desk), []);
  const group = await admin.getGroup(desk);
  assert.equal(group.ProvisionType, 'Synchronized');
  assert.equal(group.Description, 'by hand');
  assert.equal(withNoa.id, night);
  assert.deepEqual(await admin.membersOf(night), [noa]);
  assert.equal(await provisionOf(admin, noa), 'Manual', 'being a member changes nobody');
  await idp.refused(409, 'uniqueness', 'POST', '/Groups', groupBody('helpdesk'));
});

test('PUT, PATCH and DELETE of manual groups by id', async (t) => {
  const { idp, admin, mia, noa, desk } = await aDirectoryMadeByHand(t);
  const night = (await admin.createGroup('Night')).GroupId;
  const spare = (await admin.createGroup('Spare')).GroupId;
  await admin.join(spare, mia);

  await idp.patch(`/Groups/${desk}`, { op: 'add', path: 'members', value: [{ value: noa }] });
  await idp.replace(`/Groups/${night}`, groupBody('Night', [mia]));
  await idp.remove(`/Groups/${spare}`);

  assert.deepEqual(await admin.membersOf(desk), [mia, noa].sort());
  assert.equal(await groupProvisionOf(admin, desk), 'Synchronized');
  assert.deepEqual(await admin.membersOf(night), [mia]);
  assert.equal(await groupProvisionOf(admin, night), 'Synchronized');
  await admin.refused(404, 'EntityNotExists.Group', 'GetGroup', { GroupId: spare });
  await admin.refused(403, 'OperationDenied.SynchronizedGroup', 'RemoveUserFromGroup', { GroupId: desk, UserId: mia });
});

test('after a take-over a rollback leads back to what the IdP said, not to what was there before', async (t) => {
  const { idp, admin, mia, desk } = await aDirectoryMadeByHand(t);
  await idp.push('/Users', userBody('mia', { displayName: 'Mia of the IdP' }));
  await idp.push('/Groups', groupBody('Helpdesk', [mia]));

  await admin.switchTo('Disabled');
  await admin.call('UpdateUser', { UserId: mia, NewDisplayName: 'Mia', NewDescription: 'changed' });
  await admin.leave(desk, mia);
  await admin.switchTo('Enabled');

  const user = await admin.getUser(mia);
  assert.equal(user.DisplayName, 'Mia of the IdP');
  assert.equal(user.Description, 'by hand');
  assert.deepEqual(await admin.membersOf(desk), [mia]);
});
