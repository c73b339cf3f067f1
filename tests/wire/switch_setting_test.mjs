// Setting the switch itself: what counts as a status, what changes nothing, and when it cannot be enabled.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { IdentityProvider, groupBody, userBody } from './support/scim.mjs';
import { startServer } from './support/server.mjs';

async function aDirectory(t) {
  const server = await startServer(t);
  const idp = new IdentityProvider(t, server);
  const admin = new Administrator(t, server);
  const ann = await idp.push('/Users', userBody('ann', { displayName: 'Ann' }));
  const bob = await idp.push('/Users', userBody('Bob', { displayName: 'Bob' }));
  const staff = await idp.push('/Groups', groupBody('Staff', [ann.id]));
  return { idp, admin, ann, bob, staff };
}

test('the status it already has succeeds and changes nothing, in both positions', async (t) => {
  const { idp, admin, ann } = await aDirectory(t);

  const enabled = await idp.everything();
  await admin.switchTo('Enabled');
  assert.deepEqual(await idp.everything(), enabled);

  await admin.switchTo('Disabled');
  await admin.call('UpdateUser', { UserId: ann.id, NewDisplayName: 'Anna' });
  const disabled = await idp.everything();
  await admin.switchTo('Disabled');
  assert.deepEqual(await idp.everything(), disabled);
});

test('off and on with no edit between changes nothing but the switch', async (t) => {
  const { idp, admin } = await aDirectory(t);
  const before = await idp.everything();

  await admin.switchTo('Disabled');
  assert.equal(await admin.switchStatus(), 'Disabled');
  assert.deepEqual(await idp.everything(), before);
  await admin.switchTo('Enabled');

  assert.equal(await admin.switchStatus(), 'Enabled');
  assert.deepEqual(await idp.everything(), before);
});

test('a call without a status succeeds and changes nothing', async (t) => {
  const { admin } = await aDirectory(t);

  for (const status of ['Enabled', 'Disabled']) {
    await admin.switchTo(status);
    await admin.call('SetSCIMSynchronizationStatus');
    assert.equal(await admin.switchStatus(), status);
  }
});

test('any other value is refused', async (t) => {
  const { admin } = await aDirectory(t);

  for (const value of ['', 'enabled', 'DISABLED', 'On', 'true', ' Disabled', 'Disabled ', 'Dis\u0000abled']) {
    await admin.refused(400, 'InvalidParameter.SCIMSynchronizationStatus', 'SetSCIMSynchronizationStatus', { SCIMSynchronizationStatus: value });
    assert.equal(await admin.switchStatus(), 'Enabled');
  }
});

test('the switch of a directory that is not there cannot be set', async (t) => {
  const { admin } = await aDirectory(t);

  for (const directory of ['d-000000000000', 'nowhere', '../../etc'])
    await admin.refused(404, 'EntityNotExists.Directory', 'SetSCIMSynchronizationStatus', { DirectoryId: directory, SCIMSynchronizationStatus: 'Disabled' });
  await admin.refused(400, 'MissingDirectoryId', 'SetSCIMSynchronizationStatus', { DirectoryId: '', SCIMSynchronizationStatus: 'Disabled' });
});

test('a manual user with the name of a deleted one stands in the way until it is deleted', async (t) => {
  const { idp, admin, ann, bob } = await aDirectory(t);
  await admin.switchTo('Disabled');
  await admin.call('UpdateUser', { UserId: ann.id, NewDisplayName: 'Anna' });
  await admin.call('DeleteUser', { UserId: bob.id });
  const other = await admin.createUser('BOB', { DisplayName: 'Another Bob' });
  const before = await idp.everything();

  const message = await admin.refused(409, 'OperationConflict.SCIMSynchronization', 'SetSCIMSynchronizationStatus', { SCIMSynchronizationStatus: 'Enabled' });

  assert.ok(message.includes(bob.id) && message.includes(other.UserId), `both are named: ${message}`);
  assert.equal(await admin.switchStatus(), 'Disabled');
  assert.deepEqual(await idp.everything(), before);
  await idp.refused(403, undefined, 'POST', '/Users', userBody('zoe'));

  await admin.call('DeleteUser', { UserId: other.UserId });
  await admin.switchTo('Enabled');
  assert.equal((await idp.get(`/Users/${bob.id}`)).displayName, 'Bob');
  assert.equal((await idp.get(`/Users/${ann.id}`)).displayName, 'Ann');
});

test('a manual group with a name that a rollback needs stands in the way until it is renamed', async (t) => {
  const { idp, admin, staff } = await aDirectory(t);
  await admin.switchTo('Disabled');
  await admin.call('UpdateGroup', { GroupId: staff.id, NewGroupName: 'Personnel' });
  const other = await admin.createGroup('staff');
  const before = await idp.everything();

  const message = await admin.refused(409, 'OperationConflict.SCIMSynchronization', 'SetSCIMSynchronizationStatus', { SCIMSynchronizationStatus: 'Enabled' });

  assert.ok(message.includes(staff.id) && message.includes(other.GroupId), `both are named: ${message}`);
  assert.deepEqual(await idp.everything(), before);
  await admin.call('UpdateGroup', { GroupId: other.GroupId, NewGroupName: 'Others' });
  await admin.switchTo('Enabled');
  assert.equal((await idp.get(`/Groups/${staff.id}`)).displayName, 'Staff');
});

test('two synchronized entities that swapped names locally are no conflict', async (t) => {
  const { idp, admin, staff } = await aDirectory(t);
  const ops = await idp.push('/Groups', groupBody('Ops'));
  await admin.switchTo('Disabled');
  await admin.call('UpdateGroup', { GroupId: staff.id, NewGroupName: 'Between' });
  await admin.call('UpdateGroup', { GroupId: ops.id, NewGroupName: 'Staff' });
  await admin.call('UpdateGroup', { GroupId: staff.id, NewGroupName: 'Ops' });

  await admin.switchTo('Enabled');

  assert.equal((await idp.get(`/Groups/${staff.id}`)).displayName, 'Staff');
  assert.equal((await idp.get(`/Groups/${ops.id}`)).displayName, 'Ops');
});

test('an e-mail that is in use meanwhile never stands in the way of a rollback', async (t) => {
  const { idp, admin } = await aDirectory(t);
  const cyd = await idp.push('/Users', userBody('cyd', { emails: [{ value: 'cyd@example.com', primary: true }] }));
  await admin.switchTo('Disabled');
  await admin.refused(409, 'EntityAlreadyExists.User.Email', 'CreateUser', { UserName: 'mia', Email: 'Cyd@example.com' });
  await admin.call('DeleteUser', { UserId: cyd.id });
  await admin.createUser('mia', { Email: 'cyd@example.com' });

  await admin.switchTo('Enabled');

  assert.equal((await idp.get(`/Users/${cyd.id}`)).emails[0].value, 'cyd@example.com');
});
