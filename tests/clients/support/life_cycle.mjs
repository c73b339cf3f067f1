// The life of a directory, from its making to its end, as chapters that one client walks through in this order. `life` is
// {server, t, way, admin: ClientOfWay, ...}; chapters leave there what later ones need.
import assert from 'node:assert/strict';
import { IdentityProvider, groupBody, userBody } from '../../wire/support/scim.mjs';
import { ClientOfWay } from './client.mjs';

const id = { directory: /^d-[0-9a-z]{12}$/, user: /^u-[0-9a-z]{20}$/, group: /^g-[0-9a-z]{20}$/, credential: /^scimcred-[0-9a-z]{20}$/ };
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

// Everything that escapes differently in one place or another: what the signature vectors have, and more.
const awkward = [
  'Al ice*~+\'()! é/&=%', '<"&\'>', 'Jürgen Groß-Ñandú', '日本語 русский עברית', '🙂 👩‍👩‍👧 🏳️‍🌈', '%41+%2B 100%', ' both ends ', 'a\tb\r\nc', 'null', '?#[]@:;,$\\|^`{}',
];

export async function makeADirectory({ admin }) {
  const made = (await admin.call('CreateDirectory', { DirectoryName: 'first-name' })).Directory;
  assert.match(made.DirectoryId, id.directory);
  assert.match(made.CreateTime, time);
  admin.directory = made.DirectoryId;
  const renamed = (await admin.call('UpdateDirectory', { NewDirectoryName: 'second-name' })).Directory;
  assert.deepEqual([renamed.DirectoryId, renamed.DirectoryName], [made.DirectoryId, 'second-name']);
  assert.deepEqual((await admin.call('GetDirectory')).Directory, renamed);
  const { Directories, TotalCounts } = await admin.call('ListDirectories', { DirectoryId: undefined });
  assert.equal(TotalCounts, Directories.length);
  assert.deepEqual(Directories.find((one) => one.DirectoryId === made.DirectoryId), renamed);
  assert.equal((await admin.call('GetSCIMSynchronizationStatus')).SCIMSynchronizationStatus, 'Disabled');
  const { Settings } = await admin.call('UpdateDirectorySettings', { GroupNames: 'free' });
  assert.equal(Settings.GroupNames, 'free');
  assert.deepEqual((await admin.call('GetDirectorySettings')).Settings, Settings);
}

export async function makeCredentials(life) {
  const { admin } = life;
  const create = async () => (await admin.call('CreateSCIMServerCredential')).SCIMServerCredential;
  const first = await create();
  assert.match(first.CredentialId, id.credential);
  assert.deepEqual([first.CredentialType, first.Status, first.DirectoryId], ['BearerToken', 'Enabled', admin.directory]);
  life.idp = new IdentityProvider(life.t, life.server, { token: first.CredentialSecret });
  await life.idp.get('/Users');

  const { CredentialSecret, ...known } = await create();
  assert.match(CredentialSecret, /^[0-9A-Za-z]{20,}$/);
  const change = (NewStatus) => admin.call('UpdateSCIMServerCredentialStatus', { CredentialId: first.CredentialId, NewStatus });
  assert.equal((await change('Disabled')).SCIMServerCredential.Status, 'Disabled');
  await life.idp.refused(401, undefined, 'GET', '/Users');
  assert.equal((await change('Enabled')).SCIMServerCredential.Status, 'Enabled');
  await life.idp.get('/Users');
  assert.deepEqual((await admin.call('ListSCIMServerCredentials')).SCIMServerCredentials.find((one) => one.CredentialId === known.CredentialId), known);
  await admin.refused(409, 'LimitExceeded.SCIMCredential', 'CreateSCIMServerCredential');
  await admin.call('DeleteSCIMServerCredential', { CredentialId: known.CredentialId });
  assert.equal((await admin.call('ListSCIMServerCredentials')).TotalCounts, 1);
}

export async function makeUsers(life) {
  const { admin } = life;
  life.users = [];
  for (const [i, DisplayName] of awkward.entries()) {
    const fields = { UserName: `A-z_${i}.9@x.example`, FirstName: DisplayName, LastName: 'Example', DisplayName, Email: `a+${i}@x.example`, Description: DisplayName };
    const made = (await admin.call('CreateUser', { ...fields, Status: i % 2 ? 'Disabled' : 'Enabled' })).User;
    assert.match(made.UserId, id.user);
    assert.deepEqual(Object.fromEntries(Object.keys(fields).map((name) => [name, made[name]])), fields);
    assert.deepEqual([made.Status, made.ProvisionType], [i % 2 ? 'Disabled' : 'Enabled', 'Manual']);
    assert.deepEqual((await admin.call('GetUser', { UserId: made.UserId })).User, made);
    life.users.push(made);
  }
  assert.equal((await admin.call('ListUsers', { Status: 'Disabled', ProvisionType: 'Manual' })).TotalCounts, awkward.length / 2);
  assert.deepEqual((await admin.call('ListUsers', { Filter: 'UserName eq a-Z_3.9@X.example' })).Users, [life.users[3]]);
  await editAUser(admin, life.users[0]);
}

async function editAUser(admin, { UserId, DisplayName, ...made }) {
  const news = { NewDisplayName: awkward[4], NewFirstName: '', NewDescription: 'news' };
  const updated = (await admin.call('UpdateUser', { UserId, ...news })).User;
  assert.deepEqual([updated.DisplayName, updated.FirstName, updated.Description, updated.LastName], [awkward[4], undefined, 'news', made.LastName]);
  await admin.call('UpdateUserStatus', { UserId, NewStatus: 'Disabled' });
  assert.equal((await admin.call('GetUser', { UserId })).User.Status, 'Disabled');
  await admin.call('UpdateUser', { UserId, NewDisplayName: DisplayName });
}

// Answers have them in the order they were given in.
const tags = [{ Key: 'team', Value: 'Föö & bar' }, { Key: 'a.b-c/d', Value: '' }, { Key: '日本', Value: '🙂' }];

export async function tagUsers(life) {
  const { admin } = life;
  const made = (await admin.call('CreateUser', { UserName: 'tagged', Tags: tags })).User;
  assert.deepEqual(made.Tags, tags);
  assert.deepEqual((await admin.call('GetUser', { UserId: made.UserId })).User.Tags, tags);
  life.users.push(made);
  const found = async (Tags) => (await admin.call('ListUsers', { Tags })).Users.map((one) => one.UserName);
  assert.deepEqual(await found([tags[0], tags[2]]), ['tagged']);
  assert.deepEqual(await found([{ Key: 'team' }]), ['tagged']);
  assert.deepEqual(await found([{ Key: 'team', Value: 'other' }]), []);
}

export async function makeGroups(life) {
  const { admin, users } = life;
  const group = (await admin.call('CreateGroup', { GroupName: 'Staff_1.a-b', Description: awkward[0] })).Group;
  assert.match(group.GroupId, id.group);
  assert.deepEqual([group.GroupName, group.Description, group.ProvisionType], ['Staff_1.a-b', awkward[0], 'Manual']);
  for (const { UserId } of users.slice(0, 3)) await admin.call('AddUserToGroup', { GroupId: group.GroupId, UserId });
  await admin.call('RemoveUserFromGroup', { GroupId: group.GroupId, UserId: users[1].UserId });
  const members = await admin.listed('ListGroupMembers', 'GroupMembers', { GroupId: group.GroupId });
  assert.deepEqual(members.map((one) => one.UserId).sort(), [users[0].UserId, users[2].UserId].sort());
  const renamed = (await admin.call('UpdateGroup', { GroupId: group.GroupId, NewGroupName: 'Staff', NewDescription: '' })).Group;
  assert.deepEqual([renamed.GroupName, renamed.Description], ['Staff', undefined]);
  assert.deepEqual((await admin.call('GetGroup', { GroupId: group.GroupId })).Group, renamed);
  assert.deepEqual((await admin.call('ListGroups', { Filter: 'GroupName sw sta', ProvisionType: 'Manual' })).Groups, [renamed]);
  life.staff = renamed;
}

export async function listJoinedGroups({ admin, users, staff }) {
  const { JoinedGroups, TotalCounts } = await admin.call('ListJoinedGroupsForUser', { UserId: users[0].UserId });
  assert.equal(TotalCounts, 1);
  assert.deepEqual([JoinedGroups[0].GroupId, JoinedGroups[0].GroupName, JoinedGroups[0].UserId], [staff.GroupId, 'Staff', users[0].UserId]);
  assert.match(JoinedGroups[0].JoinTime, time);
}

const setSwitch = (admin, SCIMSynchronizationStatus) => admin.call('SetSCIMSynchronizationStatus', { SCIMSynchronizationStatus });
const password = 'Correct-Horse-7';

// What the identity provider pushes, administrators may not touch while the switch is Enabled.
export async function pushWhileEnabled(life) {
  const { admin, idp } = life;
  await idp.refused(403, undefined, 'POST', '/Users', userBody('too.early'));
  await setSwitch(admin, 'Enabled');
  const pushed = (name) => idp.push('/Users', userBody(name, { externalId: `e=${name}&"`, displayName: awkward[0], emails: [{ value: `${name}@x.example` }] }));
  life.ann = await pushed('ann');
  life.bob = await pushed('bob');
  life.crew = await idp.push('/Groups', groupBody('Crew', [life.ann.id, life.bob.id]));
  const { User } = await admin.call('GetUser', { UserId: life.ann.id });
  assert.deepEqual([User.ProvisionType, User.ExternalId, User.DisplayName], ['Synchronized', { Id: 'e=ann&"', Issuer: 'SCIM' }, awkward[0]]);
  assert.equal((await admin.call('GetUserId', { ExternalId: JSON.stringify(User.ExternalId) })).UserId, life.ann.id);

  const [UserId, GroupId] = [life.ann.id, life.crew.id];
  await admin.refused(403, 'OperationDenied.SynchronizedUser', 'UpdateUser', { UserId, NewDisplayName: 'x' });
  await admin.refused(403, 'OperationDenied.SynchronizedUser', 'DeleteUser', { UserId });
  await admin.refused(403, 'OperationDenied.SynchronizedGroup', 'UpdateGroup', { GroupId, NewGroupName: 'x' });
  await admin.refused(403, 'OperationDenied.SynchronizedGroup', 'DeleteGroup', { GroupId });
  await admin.refused(403, 'OperationDenied.SynchronizedGroup', 'AddUserToGroup', { GroupId, UserId: life.users[0].UserId });
  await admin.refused(403, 'OperationDenied.SynchronizedGroup', 'RemoveUserFromGroup', { GroupId, UserId });
  await admin.call('UpdateUserStatus', { UserId, NewStatus: 'Disabled' });
  assert.equal((await admin.call('ResetUserPassword', { UserId, Password: password, RequirePasswordResetForNextLogin: false })).NewPassword, undefined);
  const generated = await admin.call('ResetUserPassword', { UserId, GenerateRandomPassword: true });
  assert.ok(generated.NewPassword.length >= 8);
}

// Local edits are drift: counted, previewed, and undone when the switch is Enabled again.
export async function driftAndRollBack({ admin, idp, ann, bob, crew }) {
  await setSwitch(admin, 'Disabled');
  await idp.refused(403, undefined, 'DELETE', `/Users/${ann.id}`);
  await admin.call('UpdateUser', { UserId: ann.id, NewDisplayName: 'Local', NewDescription: awkward[1] });
  await admin.call('RemoveUserFromGroup', { GroupId: crew.id, UserId: bob.id });
  await admin.call('DeleteUser', { UserId: bob.id });
  await admin.refused(404, 'EntityNotExists.User', 'GetUser', { UserId: bob.id });

  const drift = { DriftedUserCount: 2, DriftedGroupCount: 0, DriftedMembershipCount: 1 };
  const { RequestId, ...status } = await admin.call('GetSCIMSynchronizationStatus');
  assert.deepEqual(status, { SCIMSynchronizationStatus: 'Disabled', ...drift });
  const { DirectoryStatistics } = await admin.call('GetDirectoryStatistics');
  assert.deepEqual(Object.fromEntries(Object.keys(drift).map((name) => [name, DirectoryStatistics[name]])), drift);
  assert.equal(DirectoryStatistics.SCIMSyncEnabled, false);
  const preview = await admin.call('PreviewSCIMSynchronization');
  assert.deepEqual([preview.Totals.UsersEdited, preview.Totals.UsersDeleted, preview.Totals.MembersToPutBack, preview.TotalCounts], [1, 1, 1, 3]);
  assert.deepEqual(preview.Entities.find((one) => one.EntityId === ann.id).Attributes[0], { Name: 'displayName', LocalValue: 'Local', UpstreamValue: awkward[0] });

  await setSwitch(admin, 'Enabled');
  assert.equal((await admin.call('GetSCIMSynchronizationStatus')).DriftedUserCount, 0);
  const { User } = await admin.call('GetUser', { UserId: ann.id });
  assert.deepEqual([User.DisplayName, User.Description, User.Status], [awkward[0], undefined, 'Disabled']);
  assert.equal((await admin.call('GetUser', { UserId: bob.id })).User.UserName, 'bob');
  const members = await admin.listed('ListGroupMembers', 'GroupMembers', { GroupId: crew.id });
  assert.deepEqual(members.map((one) => one.UserName).sort(), ['ann', 'bob']);
}

export async function setPolicies({ admin, users }) {
  const policy = { MinPasswordLength: 10, MinPasswordDifferentChars: 4, PasswordNotContainUsername: false, MaxPasswordAge: 30, PasswordReusePrevention: 3, MaxLoginAttempts: 7 };
  await admin.call('SetPasswordPolicy', policy);
  const { PasswordPolicy } = await admin.call('GetPasswordPolicy');
  assert.deepEqual({ ...PasswordPolicy, ...policy }, PasswordPolicy);
  assert.deepEqual([PasswordPolicy.MaxPasswordLength, PasswordPolicy.RequireSymbols], [32, true]);

  const login = { AllowUserToGetCredentials: true, LoginNetworkMasks: '10.0.0.0/8;192.0.2.1' };
  await admin.call('SetLoginPreference', login);
  assert.deepEqual((await admin.call('GetLoginPreference')).LoginPreference, login);
  await admin.call('SetLoginPreference', { LoginNetworkMasks: ';' });
  assert.equal((await admin.call('GetLoginPreference')).LoginPreference.AllowUserToGetCredentials, true);

  await admin.call('SetMFAAuthenticationStatus', { MFAAuthenticationStatus: 'Disabled' });
  assert.equal((await admin.call('GetMFAAuthenticationStatus')).MFAAuthenticationStatus, 'Disabled');
  await admin.call('UpdateMFAAuthenticationSettings', { MFAAuthenticationSettings: 'Byuser', OperationForRiskLogin: 'Autonomous' });
  assert.deepEqual((await admin.call('GetMFAAuthenticationSettingInfo')).MFAAuthenticationSettingInfo,
    { MfaAuthenticationAdvanceSettings: 'Byuser', OperationForRiskLogin: 'Autonomous' });
  assert.equal((await admin.call('GetMFAAuthenticationSettings')).MFAAuthenticationAdvanceSettings, 'Byuser');
  const { UserId } = users[0];
  await admin.call('UpdateUserMFAAuthenticationSettings', { UserId, UserMFAAuthenticationSettings: 'Disabled' });
  assert.equal((await admin.call('GetUserMFAAuthenticationSettings', { UserId })).UserMFAAuthenticationSettings, 'Disabled');
  const { MFADevices, TotalCounts } = await admin.call('ListMFADevicesForUser', { UserId });
  assert.deepEqual([MFADevices, TotalCounts], [[], 0]);
}

export async function serveAndNot({ admin }) {
  const whole = (action) => admin.call(action, { DirectoryId: undefined });
  assert.equal((await whole('GetServiceStatus')).ServiceStatus.Status, 'Enabled');
  await whole('DisableService');
  assert.equal((await whole('GetServiceStatus')).ServiceStatus.Status, 'Disabled');
  await whole('EnableService');
}

export async function readTheAuditLog({ admin, ann }) {
  const { AuditEvents } = await admin.call('ListAuditEvents', { Operation: 'UpdateUser', Target: ann.id, Author: 'Administrator', MaxResults: 100 });
  assert.deepEqual(AuditEvents.map((one) => one.Outcome), ['Success', 'Refused']);
  assert.equal(AuditEvents[0].Changes[0].After.displayName, 'Local');
  assert.equal(AuditEvents[1].ErrorCode, 'OperationDenied.SynchronizedUser');
  const history = await admin.listed('GetEntityHistory', 'History', { EntityId: ann.id });
  assert.deepEqual([history.at(-1).Operation, history[0].Operation], ['POST /Users', 'SetSCIMSynchronizationStatus']);
}

// A second key, which may only look, signed for in the same way.
export async function lendAKey(life) {
  const { admin, way, server } = life;
  const whole = { DirectoryId: undefined };
  const made = (await admin.call('CreateAccessKey', { ...whole, AccessKeyName: awkward[2], Permission: 'ReadOnly', DirectoryIds: [admin.directory] })).AccessKey;
  assert.deepEqual([made.AccessKeyName, made.Permission, made.Status, made.DirectoryIds], [awkward[2], 'ReadOnly', 'Enabled', [admin.directory]]);
  const guest = new ClientOfWay(way, server, { key: made.AccessKeyId, secret: made.AccessKeySecret });
  guest.directory = admin.directory;
  assert.equal((await guest.call('GetDirectory')).Directory.DirectoryName, 'second-name');
  const { detail } = await guest.refused(403, 'NoPermission', 'CreateUser', { UserName: 'x' });
  assert.deepEqual([detail.AuthAction, detail.AuthPrincipalDisplayName], ['cloudsso:CreateUser', made.AccessKeyId]);
  const change = (NewStatus) => admin.call('UpdateAccessKey', { ...whole, UserAccessKeyId: made.AccessKeyId, NewStatus });
  await change('Disabled');
  await guest.refused(400, 'InvalidAccessKeyId.Inactive', 'GetDirectory');
  await change('Enabled');
  await guest.call('GetDirectory');
  await admin.call('DeleteAccessKey', { ...whole, UserAccessKeyId: made.AccessKeyId });
  await guest.refused(404, 'InvalidAccessKeyId.NotFound', 'GetDirectory');
}

export async function deleteEverything({ admin, users, staff, ann, bob, crew }) {
  await admin.refused(409, 'DeletionConflict.User.Group', 'DeleteUser', { UserId: users[0].UserId });
  await admin.refused(409, 'DeletionConflict.Group.User', 'DeleteGroup', { GroupId: staff.GroupId });
  await setSwitch(admin, 'Disabled');
  for (const { GroupId } of [staff, { GroupId: crew.id }]) {
    for (const { UserId } of await admin.listed('ListGroupMembers', 'GroupMembers', { GroupId })) await admin.call('RemoveUserFromGroup', { GroupId, UserId });
    await admin.call('DeleteGroup', { GroupId });
  }
  for (const UserId of [...users.map((one) => one.UserId), ann.id, bob.id]) await admin.call('DeleteUser', { UserId });
  await admin.refused(409, 'DeletionConflict.Directory.NotEmpty', 'DeleteDirectory');
  for (const { CredentialId } of (await admin.call('ListSCIMServerCredentials')).SCIMServerCredentials)
    await admin.call('DeleteSCIMServerCredential', { CredentialId });
  const { DirectoryStatistics: { UserCount, GroupCount, SCIMServerCredentialCount } } = await admin.call('GetDirectoryStatistics');
  assert.deepEqual([UserCount, GroupCount, SCIMServerCredentialCount], [0, 0, 0]);
  await admin.call('DeleteDirectory');
  await admin.refused(404, 'EntityNotExists.Directory', 'GetDirectory');
}
