// One day of an administrator in which every action of the table happens: what the document shows, and what is asked in both
// written forms to see that they say the same. Everything is sent in this order, so two walks differ in ids, times and secrets.
import { IdentityProvider, groupBody, urn, userBody } from '../support/scim.mjs';

// `show` and `call` are (action, parameters) → the members of the answer; `show` is for the one that stands for its action,
// `refuse` for one whose answer is a refusal.
export async function walk({ t, server, show, call, refuse }) {
  const day = { t, server, show, call, refuse };
  for (const chapter of chapters) await chapter(day);
}

async function aDirectory(day) {
  const { show } = day;
  const directory = (await show('CreateDirectory', { DirectoryName: 'head-office' })).Directory.DirectoryId;
  day.here = (action, parameters) => show(action, { DirectoryId: directory, ...parameters });
  day.quietly = (action, parameters) => day.call(action, { DirectoryId: directory, ...parameters });
  day.directory = directory;
  await day.here('GetDirectory');
  await day.here('UpdateDirectory', { NewDirectoryName: 'main-office' });
  await show('ListDirectories', {});
  await day.here('GetDirectorySettings');
  await day.here('UpdateDirectorySettings', { PatchAnswer: 'none', UnknownMembers: 'keep' });
  const { Directory } = await day.call('CreateDirectory', {});
  await show('DeleteDirectory', { DirectoryId: Directory.DirectoryId });
}

async function credentials(day) {
  const { here, quietly } = day;
  const { CredentialSecret } = (await here('CreateSCIMServerCredential')).SCIMServerCredential;
  day.idp = new IdentityProvider(day.t, day.server, { token: CredentialSecret });
  const { CredentialId } = (await quietly('CreateSCIMServerCredential')).SCIMServerCredential;
  await here('UpdateSCIMServerCredentialStatus', { CredentialId, NewStatus: 'Disabled' });
  await here('ListSCIMServerCredentials');
  await here('DeleteSCIMServerCredential', { CredentialId });
}

async function users(day) {
  const { here, quietly } = day;
  const made = { UserName: 'ann@example.com', FirstName: 'Ann', LastName: 'Lee', DisplayName: 'Ann Lee', Email: 'ann@example.com' };
  day.ann = (await here('CreateUser', made)).User.UserId;
  await quietly('CreateUser', { UserName: 'bob', DisplayName: 'Bob <&> "Söhne" \u{1F642}', Status: 'Disabled', Description: ' a\tb\r\nc ' });
  await quietly('CreateUser', { UserName: 'carl' });
  await here('UpdateUser', { UserId: day.ann, NewDisplayName: 'Ann Lee-Moss', NewDescription: 'on leave until May' });
  await here('UpdateUserStatus', { UserId: day.ann, NewStatus: 'Disabled' });
  await here('ResetUserPassword', { UserId: day.ann, GenerateRandomPassword: 'true' });
  await quietly('ResetUserPassword', { UserId: day.ann, Password: 'Correct-Horse-7' });
}

async function taggedUsers({ quietly }) {
  await quietly('CreateUser', { UserName: 'tagged', 'Tags.1.Key': 'team', 'Tags.1.Value': 'tools', 'Tags.2.Key': 'site', 'Tags.2.Value': '' });
  await quietly('ListUsers', { 'Tags.1.Key': 'team' });
}

async function groups(day) {
  const { here, quietly, ann } = day;
  day.staff = (await here('CreateGroup', { GroupName: 'Staff', Description: 'Everybody in the office' })).Group.GroupId;
  await here('AddUserToGroup', { GroupId: day.staff, UserId: ann });
  await here('UpdateGroup', { GroupId: day.staff, NewGroupName: 'Office-staff' });
  await here('GetGroup', { GroupId: day.staff });
  await quietly('CreateGroup', { GroupName: 'Guests' });
  await here('ListGroups', { Filter: 'GroupName sw office' });
}

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const dora = userBody('dora@example.com', { schemas: [urn.user, enterprise], externalId: '00u1dora', displayName: 'Dora Diaz', [enterprise]: { department: 'Tools' } });

// What the identity provider pushes, and what becomes of it while the switch is Disabled.
async function synchronization(day) {
  const { here, quietly } = day;
  await here('SetSCIMSynchronizationStatus', { SCIMSynchronizationStatus: 'Enabled' });
  day.dora = (await day.idp.push('/Users', dora)).id;
  const emil = (await day.idp.push('/Users', userBody('emil@example.com', { displayName: 'Emil Ek' }))).id;
  const crew = (await day.idp.push('/Groups', groupBody('Crew', [day.dora, emil]))).id;
  await here('GetUser', { UserId: day.dora });
  await quietly('SetSCIMSynchronizationStatus', { SCIMSynchronizationStatus: 'Disabled' });
  await quietly('UpdateUser', { UserId: day.dora, NewDisplayName: 'Dora D.' });
  await quietly('RemoveUserFromGroup', { GroupId: crew, UserId: emil });
  await quietly('DeleteUser', { UserId: emil });
  await here('GetSCIMSynchronizationStatus');
  await here('GetDirectoryStatistics');
  await here('PreviewSCIMSynchronization');
  await quietly('SetSCIMSynchronizationStatus', { SCIMSynchronizationStatus: 'Enabled' });
  day.crew = crew;
}

async function lists({ here, quietly, ann, staff }) {
  const { NextToken } = await here('ListUsers', { Status: 'Enabled', MaxResults: '2' });
  await quietly('ListUsers', { Status: 'Enabled', MaxResults: '2', NextToken });
  await quietly('ListUsers', { Filter: 'UserName eq nobody' });
  await quietly('ListUsers', { Filter: 'UserName eq bob' });
  await here('ListGroupMembers', { GroupId: staff });
  await here('ListAuditEvents', { Operation: 'UpdateUser', MaxResults: '1' });
  await quietly('ListAuditEvents', { MaxResults: '100' });
  await here('GetEntityHistory', { EntityId: ann, MaxResults: '2' });
  await quietly('GetEntityHistory', { EntityId: ann, MaxResults: '100' });
}

async function oneUser({ here, refuse, directory, ann, dora }) {
  await here('GetUserId', { ExternalId: '{"Id":"00u1dora","Issuer":"SCIM"}' });
  await here('ListJoinedGroupsForUser', { UserId: ann });
  await here('UpdateUserMFAAuthenticationSettings', { UserId: dora, UserMFAAuthenticationSettings: 'Disabled' });
  await here('GetUserMFAAuthenticationSettings', { UserId: dora });
  await here('ListMFADevicesForUser', { UserId: dora });
  await refuse('DeleteMFADeviceForUser', { DirectoryId: directory, UserId: dora, MFADeviceId: 'mfa-00000000000000000000' });
}

async function policies({ here, show, quietly }) {
  await here('SetPasswordPolicy', { MinPasswordLength: '12', PasswordReusePrevention: '5' });
  await here('GetPasswordPolicy');
  await here('SetLoginPreference', { LoginNetworkMasks: '192.0.2.0/24;198.51.100.7' });
  await here('GetLoginPreference');
  await here('SetMFAAuthenticationStatus', { MFAAuthenticationStatus: 'Disabled' });
  await here('GetMFAAuthenticationStatus');
  await here('UpdateMFAAuthenticationSettings', { MFAAuthenticationSettings: 'Byuser' });
  await here('GetMFAAuthenticationSettingInfo');
  await here('GetMFAAuthenticationSettings');
  await quietly('ListAuditEvents', { MaxResults: '4' });
  await show('GetServiceStatus', {});
  await show('DisableService', {});
  await show('EnableService', {});
}

async function accessKeys({ show, directory }) {
  await show('CreateAccessKey', { UserAccessKeyId: 'reports', AccessKeyName: 'Monthly reports', Permission: 'ReadOnly', 'DirectoryIds.1': directory });
  await show('UpdateAccessKey', { UserAccessKeyId: 'reports', NewStatus: 'Disabled' });
  await show('ListAccessKeys', {});
  await show('DeleteAccessKey', { UserAccessKeyId: 'reports' });
}

async function ends({ here, ann, staff }) {
  await here('RemoveUserFromGroup', { GroupId: staff, UserId: ann });
  await here('DeleteGroup', { GroupId: staff });
  await here('DeleteUser', { UserId: ann });
}

const chapters = [aDirectory, credentials, users, taggedUsers, groups, synchronization, lists, oneUser, policies, accessKeys, ends];
