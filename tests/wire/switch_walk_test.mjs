// The whole way round: Enabled, pushed; Disabled, edited by hand in every way there is; Enabled again, and everything is
// as the identity provider left it, while what belongs to the administrator is as the administrator left it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { IdentityProvider, contentOf, groupBody, userBody } from './support/scim.mjs';
import { startServer, temporaryFolder } from './support/server.mjs';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

async function aFurnishedDirectory(t) {
  const server = await startServer(t, { data: temporaryFolder(t) });
  const idp = new IdentityProvider(t, server);
  const admin = new Administrator(t, server);
  const annBody = userBody('ann', {
    externalId: '00u1', displayName: 'Ann', name: { givenName: 'Ann', familyName: 'Ash' }, nickName: 'A',
    emails: [{ value: 'ann@example.com', type: 'work', primary: true }, { value: 'ann@home.example', type: 'home' }],
    phoneNumbers: [{ value: '+49 1', type: 'work' }],
  });
  annBody.schemas.push(enterprise);
  annBody[enterprise] = { department: 'Tools', employeeNumber: '7' };
  const user = async (body) => (await idp.push('/Users', body)).id;
  const id = {
    ann: await user(annBody),
    bob: await user(userBody('bob', { externalId: '00u2', displayName: 'Bob', emails: [{ value: 'bob@example.com', primary: true }] })),
    cyd: await user(userBody('cyd', { displayName: 'Cyd' })),
    dora: await user(userBody('dora', { displayName: 'Dora', name: { givenName: 'Dora' } })),
    eve: await user(userBody('eve')),
  };
  id.staff = (await idp.push('/Groups', groupBody('Staff', [id.ann, id.bob], { externalId: '00g1' }))).id;
  id.ops = (await idp.push('/Groups', groupBody('Ops', [id.bob, id.cyd]))).id;
  id.quiet = (await idp.push('/Groups', groupBody('Quiet', [id.eve]))).id;
  id.mia = (await admin.createUser('mia', { DisplayName: 'Mia', Email: 'mia@example.com' })).UserId;
  id.desk = (await admin.createGroup('Helpdesk')).GroupId;
  for (const one of [id.mia, id.ann, id.bob]) await admin.join(id.desk, one);
  return { idp, admin, id };
}

// Every kind of local change; the preconditions of deletion on the way.
async function editByHand({ idp, admin, id }) {
  await admin.call('UpdateUser', { UserId: id.ann, NewDisplayName: 'Anna', NewFirstName: '', NewEmail: 'anna@example.com', NewDescription: 'by hand' });
  await admin.call('UpdateUser', { UserId: id.ann, NewDisplayName: 'Annabel' });
  await admin.call('UpdateUserStatus', { UserId: id.ann, NewStatus: 'Disabled' });
  await admin.call('ResetUserPassword', { UserId: id.ann, Password: 'Str0ng!pass' });
  assert.equal((await idp.get(`/Users/${id.ann}`)).displayName, 'Annabel');

  await admin.call('UpdateUserStatus', { UserId: id.bob, NewStatus: 'Disabled' });
  await admin.refused(409, 'DeletionConflict.User.Group', 'DeleteUser', { UserId: id.bob });
  for (const group of [id.staff, id.ops, id.desk]) await admin.leave(group, id.bob);
  await admin.call('DeleteUser', { UserId: id.bob });

  await admin.refused(409, 'DeletionConflict.Group.User', 'DeleteGroup', { GroupId: id.ops });
  await admin.leave(id.ops, id.cyd);
  await admin.call('DeleteGroup', { GroupId: id.ops });

  await admin.call('UpdateGroup', { GroupId: id.staff, NewGroupName: 'Personnel', NewDescription: 'by hand' });
  await admin.join(id.staff, id.mia);
  await admin.join(id.staff, id.cyd);

  await admin.call('UpdateUser', { UserId: id.mia, NewDisplayName: 'Mia M.' });
  await admin.call('UpdateGroup', { GroupId: id.desk, NewGroupName: 'Support' });
  await admin.join(id.desk, id.cyd);
}

// These bring dora and Quiet back to where the IdP left them, so there is nothing to roll back.
async function editAndUndo({ admin, id }) {
  await admin.call('UpdateUser', { UserId: id.dora, NewDisplayName: 'Dorothea', NewFirstName: 'Dorothea' });
  await admin.call('UpdateUser', { UserId: id.dora, NewDisplayName: 'Dora' });
  await admin.call('UpdateUser', { UserId: id.dora, NewFirstName: 'Dora' });
  await admin.join(id.quiet, id.mia);
  await admin.leave(id.quiet, id.eve);
  await admin.join(id.quiet, id.eve);
  await admin.leave(id.quiet, id.mia);
}

async function expectGone({ idp, admin, id }) {
  for (const [path, kind, name] of [[`/Users/${id.bob}`, 'User', 'bob'], [`/Groups/${id.ops}`, 'Group', 'Ops']]) {
    await idp.refused(404, undefined, 'GET', path);
    await admin.refused(404, `EntityNotExists.${kind}`, `Get${kind}`, { [`${kind}Id`]: path.split('/')[2] });
    const listed = await admin.call(`List${kind}s`, { MaxResults: '100', Filter: `${kind}Name eq ${name}` });
    assert.equal(listed.TotalCounts, 0);
    const filter = encodeURIComponent(`${kind === 'User' ? 'userName' : 'displayName'} eq "${name}"`);
    assert.equal((await idp.get(`/${kind}s?filter=${filter}`)).totalResults, 0);
  }
}

// What the IdP said, with what belongs to the administrator.
function expectedFrom(pushed, id) {
  const all = Object.fromEntries(Object.entries(structuredClone(pushed)).map(([path, resource]) => [path, contentOf(resource)]));
  const user = (name) => all[`/Users/${id[name]}`];
  const desk = all[`/Groups/${id.desk}`];
  user('ann').active = false;
  user('bob').active = false; // as it was at the deletion
  user('mia').displayName = 'Mia M.';
  desk.displayName = 'Support';
  desk.members = undefined; // compared by their ids: cyd joined by hand
  for (const name of ['ann', 'mia']) user(name).groups.find((group) => group.value === id.desk).display = 'Support';
  user('bob').groups = user('bob').groups.filter((group) => group.value !== id.desk);
  user('cyd').groups = undefined;
  return all;
}

function withoutWhatIsComparedApart(everything, id) {
  const all = Object.fromEntries(Object.entries(structuredClone(everything)).map(([path, resource]) => [path, contentOf(resource)]));
  all[`/Groups/${id.desk}`].members = undefined;
  all[`/Users/${id.cyd}`].groups = undefined;
  return all;
}

test('a rollback brings back what the IdP said and leaves the rest alone', async (t) => {
  const house = await aFurnishedDirectory(t);
  const { idp, admin, id } = house;
  const pushed = await idp.everything();

  await admin.switchTo('Disabled');
  await editByHand(house);
  await editAndUndo(house);
  await expectGone(house);
  const edited = await idp.everything();
  await admin.switchTo('Enabled');
  const after = await idp.everything();

  assert.equal(await admin.switchStatus(), 'Enabled');
  assert.deepEqual(withoutWhatIsComparedApart(after, id), expectedFrom(pushed, id));
  assert.deepEqual(await admin.membersOf(id.staff), [id.ann, id.bob].sort());
  assert.deepEqual(await admin.membersOf(id.ops), [id.bob, id.cyd].sort());
  assert.deepEqual(await admin.membersOf(id.desk), [id.ann, id.cyd, id.mia].sort());
  assert.equal((await admin.getUser(id.ann)).Description, undefined);
  assert.equal((await admin.getGroup(id.staff)).Description, undefined);
  assert.equal((await admin.getUser(id.bob)).ProvisionType, 'Synchronized');
  expectFreshVersions({ pushed, edited, after, changed: ['ann', 'bob', 'staff', 'ops'].map((name) => id[name]) });
});

// Law: meta.version is new for everything the rollback changed and untouched for all else.
function expectFreshVersions({ pushed, edited, after, changed }) {
  for (const [path, { meta }] of Object.entries(after)) {
    const before = [pushed[path]?.meta.version, edited[path]?.meta.version];
    if (changed.includes(path.split('/')[2])) {
      assert.ok(!before.includes(meta.version), `${path} was rolled back: its version must be new`);
      assert.ok(meta.lastModified >= pushed[path].meta.lastModified);
    } else {
      assert.deepEqual(meta, edited[path].meta, `${path} was not rolled back: its version must stay`);
    }
  }
}

test('after the rollback the entities are locked and can be pushed to as before', async (t) => {
  const house = await aFurnishedDirectory(t);
  const { idp, admin, id } = house;
  await admin.switchTo('Disabled');
  await editByHand(house);

  await admin.switchTo('Enabled');

  await admin.refused(403, 'OperationDenied.SynchronizedUser', 'DeleteUser', { UserId: id.bob });
  await admin.refused(403, 'OperationDenied.SynchronizedGroup', 'UpdateGroup', { GroupId: id.staff, NewGroupName: 'Personnel' });
  await idp.refused(409, 'uniqueness', 'POST', '/Users', userBody('BOB'));
  const bob = await idp.patch(`/Users/${id.bob}`, { op: 'replace', path: 'displayName', value: 'Robert' });
  assert.equal(bob.displayName, 'Robert');
  assert.equal((await idp.get('/Users?filter=externalId%20eq%20%2200u2%22')).Resources[0].id, id.bob);
});

test('a second round starts from what the IdP said last', async (t) => {
  const house = await aFurnishedDirectory(t);
  const { idp, admin, id } = house;
  await admin.switchTo('Disabled');
  await editByHand(house);
  await admin.switchTo('Enabled');
  await idp.patch(`/Groups/${id.staff}`, { op: 'remove', path: `members[value eq "${id.ann}"]` });
  await idp.patch(`/Users/${id.ann}`, { op: 'replace', path: 'displayName', value: 'Ann the second' });

  await admin.switchTo('Disabled');
  await admin.call('UpdateUser', { UserId: id.ann, NewDisplayName: 'Third' });
  await admin.join(id.staff, id.ann);
  await admin.switchTo('Enabled');

  assert.equal((await idp.get(`/Users/${id.ann}`)).displayName, 'Ann the second');
  assert.deepEqual(await admin.membersOf(id.staff), [id.bob]);
});

test('members whose user is gone for good are left out', async (t) => {
  const house = await aFurnishedDirectory(t);
  const { admin, idp, id } = house;
  const zed = await admin.createUser('zed');
  await idp.patch(`/Groups/${id.quiet}`, { op: 'add', path: 'members', value: [{ value: zed.UserId }] });

  await admin.switchTo('Disabled');
  await admin.leave(id.quiet, zed.UserId);
  await admin.call('DeleteUser', { UserId: zed.UserId }); // a manual user: nothing brings it back
  await admin.switchTo('Enabled');

  assert.deepEqual(await admin.membersOf(id.quiet), [id.eve]);
  await admin.refused(404, 'EntityNotExists.User', 'GetUser', { UserId: zed.UserId });
});
