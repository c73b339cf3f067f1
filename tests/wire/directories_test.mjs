// Several directories in one process: each has its own switch, tokens and names, and none can see or touch another's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { IdentityProvider, groupBody, memberIds, patchBody, userBody } from './support/scim.mjs';
import { startServer } from './support/server.mjs';

async function aDirectory(t, server, name) {
  const { Directory } = await new Administrator(t, server).call('CreateDirectory', { DirectoryId: '', DirectoryName: name });
  const admin = new Administrator(t, server, { directory: Directory.DirectoryId });
  const { SCIMServerCredential } = await admin.call('CreateSCIMServerCredential');
  await admin.switchTo('Enabled');
  const idp = new IdentityProvider(t, server, { token: SCIMServerCredential.CredentialSecret });
  return { id: Directory.DirectoryId, credential: SCIMServerCredential.CredentialId, admin, idp };
}

async function twoDirectories(t) {
  const server = await startServer(t);
  const [north, south] = [await aDirectory(t, server, 'north'), await aDirectory(t, server, 'south')];
  for (const one of [north, south]) {
    one.ann = (await one.idp.push('/Users', userBody('ann', { externalId: '00u1', displayName: `Ann of ${one.id}`, emails: [{ value: 'ann@example.com' }] }))).id;
    one.staff = (await one.idp.push('/Groups', groupBody('Staff', [one.ann]))).id;
  }
  return { server, north, south };
}

test('a new directory is Disabled, has an id of its own and is listed', async (t) => {
  const server = await startServer(t);
  const admin = new Administrator(t, server, { directory: '' });

  const { Directory } = await admin.call('CreateDirectory', { DirectoryName: 'north' });

  assert.match(Directory.DirectoryId, /^d-[0-9a-z]{12}$/);
  assert.equal(Directory.DirectoryName, 'north');
  const there = { DirectoryId: Directory.DirectoryId };
  assert.equal((await admin.call('GetSCIMSynchronizationStatus', there)).SCIMSynchronizationStatus, 'Disabled');
  const { Directories, TotalCounts } = await admin.call('ListDirectories');
  assert.equal(TotalCounts, 2);
  assert.ok(Directories.some((one) => one.DirectoryId === Directory.DirectoryId));
  await admin.refused(409, 'EntityAlreadyExists.Directory', 'CreateDirectory', { DirectoryName: 'north' });
  await admin.refused(400, 'InvalidParameter.DirectoryName', 'CreateDirectory', { DirectoryName: 'North--' });
  assert.equal((await admin.call('UpdateDirectory', { ...there, NewDirectoryName: 'up' })).Directory.DirectoryName, 'up');
  await admin.call('DeleteDirectory', there);
  await admin.refused(404, 'EntityNotExists.Directory', 'GetDirectory', there);
});

test('the same names live in both, each unseen by the other', async (t) => {
  const { north, south } = await twoDirectories(t);

  assert.notEqual(north.ann, south.ann);
  for (const [mine, theirs] of [[north, south], [south, north]]) {
    const users = await mine.idp.get('/Users');
    assert.deepEqual(users.Resources.map((user) => user.id), [mine.ann]);
    assert.equal((await mine.idp.get('/Groups')).totalResults, 1);
    for (const filter of ['userName eq "ann"', 'externalId eq "00u1"', 'emails.value eq "ann@example.com"', `id eq "${theirs.ann}"`]) {
      const found = await mine.idp.get(`/Users?filter=${encodeURIComponent(filter)}`);
      assert.deepEqual(found.Resources.map((user) => user.id), filter.startsWith('id') ? [] : [mine.ann]);
    }
    assert.equal((await mine.idp.get(`/Groups?filter=${encodeURIComponent(`members.value eq "${theirs.ann}"`)}`)).totalResults, 0);
    assert.equal((await mine.admin.call('ListUsers')).TotalCounts, 1);
    assert.equal((await mine.admin.call('ListGroups')).TotalCounts, 1);
  }
});

test('an identity provider cannot reach into the other directory', async (t) => {
  const { north, south } = await twoDirectories(t);
  const before = await south.idp.everything();
  const patch = patchBody({ op: 'replace', path: 'displayName', value: 'Else' });

  for (const path of [`/Users/${south.ann}`, `/Groups/${south.staff}`]) {
    const body = path.startsWith('/U') ? userBody('ann') : groupBody('Staff');
    await north.idp.refused(404, undefined, 'GET', path);
    await north.idp.refused(404, undefined, 'PUT', path, body);
    await north.idp.refused(404, undefined, 'PATCH', path, patch);
    await north.idp.refused(404, undefined, 'DELETE', path);
  }
  await north.idp.refused(400, 'invalidValue', 'POST', '/Groups', groupBody('Mixed', [south.ann]));
  await north.idp.refused(400, 'invalidValue', 'PATCH', `/Groups/${north.staff}`, patchBody({ op: 'add', path: 'members', value: [{ value: south.ann }] }));
  await north.idp.refused(400, 'invalidValue', 'PUT', `/Groups/${north.staff}`, groupBody('Staff', [south.ann]));

  assert.deepEqual(memberIds(await north.idp.get(`/Groups/${north.staff}`)), [north.ann]);
  assert.deepEqual(await south.idp.everything(), before);
});

test('management calls reach what is in the directory they name, and nothing else', async (t) => {
  const { north, south } = await twoDirectories(t);
  await north.admin.switchTo('Disabled');
  const before = await south.idp.everything();
  const user = { UserId: south.ann };
  const group = { GroupId: south.staff };

  for (const action of ['GetUser', 'UpdateUser', 'UpdateUserStatus', 'DeleteUser'])
    await north.admin.refused(404, 'EntityNotExists.User', action, { ...user, NewDisplayName: 'Else', NewStatus: 'Disabled' });
  await north.admin.refused(404, 'EntityNotExists.User', 'ResetUserPassword', { ...user, GenerateRandomPassword: 'true' });
  for (const action of ['GetGroup', 'UpdateGroup', 'DeleteGroup', 'ListGroupMembers'])
    await north.admin.refused(404, 'EntityNotExists.Group', action, { ...group, NewGroupName: 'Else' });
  for (const action of ['AddUserToGroup', 'RemoveUserFromGroup']) {
    await north.admin.refused(404, 'EntityNotExists.Group', action, { ...group, UserId: north.ann });
    await north.admin.refused(404, 'EntityNotExists.User', action, { GroupId: north.staff, ...user });
  }
  const credential = { CredentialId: south.credential };
  await north.admin.refused(404, 'EntityNotExists.SCIMCredential', 'UpdateSCIMServerCredentialStatus', { ...credential, NewStatus: 'Disabled' });
  await north.admin.refused(404, 'EntityNotExists.SCIMCredential', 'DeleteSCIMServerCredential', credential);

  assert.deepEqual(await south.idp.everything(), before);
});

test('each switch and each rollback is for its own directory', async (t) => {
  const { north, south } = await twoDirectories(t);
  await north.admin.switchTo('Disabled');
  await south.admin.switchTo('Disabled');
  await north.admin.call('UpdateUser', { UserId: north.ann, NewDisplayName: 'Anna' });
  await south.admin.call('UpdateUser', { UserId: south.ann, NewDisplayName: 'Anna' });

  await south.admin.switchTo('Enabled');

  assert.equal((await south.admin.getUser(south.ann)).DisplayName, `Ann of ${south.id}`);
  assert.equal((await north.admin.getUser(north.ann)).DisplayName, 'Anna');
  assert.equal(await north.admin.switchStatus(), 'Disabled');
  await south.idp.push('/Users', userBody('zoe'));
  await north.idp.refused(403, undefined, 'POST', '/Users', userBody('zoe'));
});

test('a directory that is not empty stays; an emptied one goes, and its token with it', async (t) => {
  const { north, south } = await twoDirectories(t);
  await north.admin.refused(409, 'DeletionConflict.Directory.NotEmpty', 'DeleteDirectory');
  await north.idp.remove(`/Groups/${north.staff}`);
  await north.idp.remove(`/Users/${north.ann}`);
  await north.admin.call('DeleteSCIMServerCredential', { CredentialId: north.credential });

  await north.admin.call('DeleteDirectory');

  await north.idp.refused(401, undefined, 'GET', '/Users');
  await north.admin.refused(404, 'EntityNotExists.Directory', 'ListUsers');
  assert.equal((await south.idp.get('/Users')).totalResults, 1);
});
