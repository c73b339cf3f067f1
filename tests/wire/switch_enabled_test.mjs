// While the switch is Enabled the identity provider's entities are locked for the administrator: no edit, no deletion,
// no change of members, whether it would change something or not. Passwords and logon stay the administrator's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { IdentityProvider, groupBody, memberIds, userBody } from './support/scim.mjs';
import { startServer } from './support/server.mjs';

async function anEnabledDirectory(t) {
  const server = await startServer(t);
  const idp = new IdentityProvider(t, server);
  const admin = new Administrator(t, server);
  const ann = await idp.push('/Users', userBody('ann', { displayName: 'Ann', emails: [{ value: 'ann@example.com', primary: true }] }));
  const staff = await idp.push('/Groups', groupBody('Staff', [ann.id]));
  const mia = await admin.createUser('mia');
  return { idp, admin, ann, staff, mia };
}

test('what the IdP pushed is Synchronized and has its member', async (t) => {
  const { idp, admin, ann, staff } = await anEnabledDirectory(t);

  assert.equal(await admin.switchStatus(), 'Enabled');
  assert.equal((await admin.getUser(ann.id)).ProvisionType, 'Synchronized');
  assert.equal((await admin.getGroup(staff.id)).ProvisionType, 'Synchronized');
  assert.deepEqual(await admin.membersOf(staff.id), [ann.id]);
  assert.deepEqual(memberIds(await idp.get(`/Groups/${staff.id}`)), [ann.id]);
  assert.deepEqual((await idp.get(`/Users/${ann.id}`)).groups.map((group) => group.value), [staff.id]);
});

test('local changes to what is synchronized are refused and leave no trace', async (t) => {
  const { idp, admin, ann, staff, mia } = await anEnabledDirectory(t);
  const before = await idp.everything();
  const user = { UserId: ann.id };
  const group = { GroupId: staff.id };
  const refusals = [
    ['OperationDenied.SynchronizedUser', 'UpdateUser', { ...user, NewDisplayName: 'Anna' }],
    ['OperationDenied.SynchronizedUser', 'UpdateUser', { ...user, NewDisplayName: 'Ann' }], // would change nothing
    ['OperationDenied.SynchronizedUser', 'UpdateUser', { ...user, NewDescription: 'hers' }],
    ['OperationDenied.SynchronizedUser', 'UpdateUser', { ...user, NewEmail: 'anna@example.com' }],
    ['OperationDenied.SynchronizedUser', 'UpdateUser', { ...user, NewDisplayName: 'x'.repeat(300) }], // the lock is named
    ['OperationDenied.SynchronizedUser', 'DeleteUser', user], // she is in a group, too: the lock is named
    ['OperationDenied.SynchronizedGroup', 'UpdateGroup', { ...group, NewGroupName: 'Personnel' }],
    ['OperationDenied.SynchronizedGroup', 'UpdateGroup', { ...group, NewGroupName: 'Staff' }],
    ['OperationDenied.SynchronizedGroup', 'UpdateGroup', { ...group, NewDescription: 'ours' }],
    ['OperationDenied.SynchronizedGroup', 'DeleteGroup', group],
    ['OperationDenied.SynchronizedGroup', 'AddUserToGroup', { ...group, UserId: mia.UserId }],
    ['OperationDenied.SynchronizedGroup', 'AddUserToGroup', { ...group, UserId: ann.id }], // she is in it already
    ['OperationDenied.SynchronizedGroup', 'RemoveUserFromGroup', { ...group, UserId: ann.id }],
    ['OperationDenied.SynchronizedGroup', 'RemoveUserFromGroup', { ...group, UserId: mia.UserId }],
  ];

  for (const [code, action, parameters] of refusals) {
    const message = await admin.refused(403, code, action, parameters);
    assert.match(message, /switch|synchroni[sz]ation|identity provider|IdP/i, 'the rule is named in the words of who meets it');
  }

  assert.deepEqual(await idp.everything(), before);
});

test('passwords and logon of a synchronized user stay in the hand of the administrator', async (t) => {
  const { idp, admin, ann } = await anEnabledDirectory(t);

  await admin.call('ResetUserPassword', { UserId: ann.id, Password: 'Str0ng!pass' });
  const { NewPassword } = await admin.call('ResetUserPassword', { UserId: ann.id, GenerateRandomPassword: 'True' });
  await admin.call('UpdateUserStatus', { UserId: ann.id, NewStatus: 'Disabled' });

  assert.ok(NewPassword.length >= 8);
  assert.equal((await idp.get(`/Users/${ann.id}`)).active, false);
  await admin.call('UpdateUserStatus', { UserId: ann.id, NewStatus: 'Enabled' });
  assert.equal((await idp.get(`/Users/${ann.id}`)).active, true);
  await idp.patch(`/Users/${ann.id}`, { op: 'replace', path: 'active', value: false });
  assert.equal((await admin.getUser(ann.id)).Status, 'Disabled');
});

test('manual entities, and synchronized users in manual groups, are as free as ever', async (t) => {
  const { idp, admin, ann, mia } = await anEnabledDirectory(t);
  const desk = await admin.createGroup('Helpdesk');

  await admin.join(desk.GroupId, ann.id);
  await admin.join(desk.GroupId, mia.UserId);
  await admin.call('UpdateUser', { UserId: mia.UserId, NewDisplayName: 'Mia' });
  await admin.call('UpdateGroup', { GroupId: desk.GroupId, NewGroupName: 'Support' });

  assert.deepEqual(await admin.membersOf(desk.GroupId), [ann.id, mia.UserId].sort());
  assert.equal((await idp.get(`/Groups/${desk.GroupId}`)).displayName, 'Support');
  await admin.leave(desk.GroupId, ann.id);
  await admin.leave(desk.GroupId, mia.UserId);
  await admin.call('DeleteGroup', { GroupId: desk.GroupId });
  await admin.call('DeleteUser', { UserId: mia.UserId });
  await admin.refused(404, 'EntityNotExists.User', 'GetUser', { UserId: mia.UserId });
});
