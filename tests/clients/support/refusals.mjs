// Every refusal that can be had from outside, as rows: what is asked for, in which circumstances, and which code and status
// answer it. A row holds for every way that can change what it changes (support/ways.mjs), unless `only` says less.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { Administrator } from '../../wire/support/cloudsso.mjs';
import { IdentityProvider, groupBody, userBody } from '../../wire/support/scim.mjs';
import { dev } from '../../wire/support/server.mjs';

const nobody = 'u-00000000000000000000';
const nothing = 'g-00000000000000000000';
const long = (length) => 'x'.repeat(length);

// What the rows are about. Nothing in it changes when calls are refused.
export async function aTown(t, server) {
  const admin = new Administrator(t, server);
  const idp = new IdentityProvider(t, server);
  const town = { ann: (await admin.createUser('ann', { Email: 'ann@x.example' })).UserId, staff: (await admin.createGroup('Staff')).GroupId };
  Object.assign(town, { bob: (await admin.createUser('bob')).UserId, empty: (await admin.createGroup('Empty')).GroupId });
  await admin.join(town.staff, town.ann);
  town.zoe = (await idp.push('/Users', userBody('zoe', { externalId: 'zoe' }))).id;
  town.crew = (await idp.push('/Groups', groupBody('Crew', [town.zoe]))).id;
  town.other = (await admin.call('CreateDirectory', { DirectoryName: 'other' })).Directory.DirectoryId;
  town.credential = await inTheWay(t, server, town.other);
  await keysOf(admin, town);
  return town;
}

// A directory with both its credentials, where a manual user has the name of a synchronized one that was deleted. Answers one
// credential's id.
async function inTheWay(t, server, directory) {
  const admin = new Administrator(t, server, { directory });
  const { SCIMServerCredential } = await admin.call('CreateSCIMServerCredential');
  await admin.call('CreateSCIMServerCredential');
  const idp = new IdentityProvider(t, server, { token: SCIMServerCredential.CredentialSecret });
  await admin.switchTo('Enabled');
  const { id } = await idp.push('/Users', userBody('sam'));
  await admin.switchTo('Disabled');
  await admin.call('DeleteUser', { UserId: id });
  await admin.createUser('sam');
  return SCIMServerCredential.CredentialId;
}

const access_keys_max = 100;

async function keysOf(admin, town) {
  const create = async (parameters) => (await admin.call('CreateAccessKey', parameters)).AccessKey;
  const keyed = ({ AccessKeyId: key, AccessKeySecret: secret }) => ({ key, secret });
  town.reader = keyed(await create({ UserAccessKeyId: 'reader', Permission: 'ReadOnly' }));
  town.bound = keyed(await create({ 'DirectoryIds.1': town.other }));
  town.disabled = keyed(await create({}));
  await admin.call('UpdateAccessKey', { UserAccessKeyId: town.disabled.key, NewStatus: 'Disabled' });
  const { TotalCounts } = await admin.call('ListAccessKeys');
  for (let made = TotalCounts; made < access_keys_max; ++made) await create({});
}

// [code, status, action, parameters (the directory goes with them), {changes, as (another key), message, only (ways)}];
// parameters, changes, as and message may be functions of the town and the way.
const minutes = (n) => new Date(Date.now() + n * 60_000).toISOString().replace(/\.\d+/, '');
const v3 = (way) => way.signature === 'v3';
const rpc = (way) => way.signature === '1.0';
const mismatch = (town, way) => (v3(way)
  ? /^Specified signature does not match our calculation\. server StringToSign is \[ACS3-HMAC-SHA256\n[0-9a-f]{64}\] server CanonicalRequest is \[(GET|POST)\n/
  : /^Specified signature is not matched with our calculation\. server string to sign is:(GET|POST)&%2F&AccessKeyId%3D/);
const denied = (action) => ({ as: ({ reader }) => reader, detail: action });

const of_the_gateway = [
  ['InvalidAccessKeyId.NotFound', 404, 'GetDirectory', {}, { as: { key: 'nobody' }, message: /^Specified access key is not found\./ }],
  ['SignatureDoesNotMatch', 400, 'GetDirectory', {}, { as: { secret: 'wrong' }, message: mismatch }],
  ['SignatureDoesNotMatch', 400, 'GetDirectory', {}, { changes: { unsentBody: { UserId: 'u' } }, message: mismatch }],
  ['IncompleteSignature', 400, 'GetDirectory', {}, { changes: { version: '' }, only: v3 }],
  ['IncompleteSignature', 400, '', {}, { only: v3 }],
  ['InvalidTimeStamp.Format', 400, 'GetDirectory', {}, { changes: { timestamp: 'yesterday' } }],
  ['InvalidTimeStamp.Expired', 400, 'GetDirectory', {}, { changes: () => ({ timestamp: minutes(-16) }), message: /^Specified time stamp or date value is expired\./ }],
  ['InvalidTimeStamp.Expired', 400, 'GetDirectory', {}, { changes: () => ({ timestamp: minutes(16) }) }],
  ['InvalidSignatureMethod', 400, 'GetDirectory', {}, { changes: (town, way) => ({ signatureMethod: v3(way) ? 'ACS3-HMAC-SM3' : 'HMAC-SHA256' }) }],
  ['InvalidSignatureVersion', 400, 'GetDirectory', {}, { changes: { signatureVersion: '2.0' } }],
  ['InvalidParameter.Format', 400, 'GetDirectory', {}, { changes: { format: 'CSV' } }],
  ['InvalidContentType', 400, 'GetDirectory', {}, { changes: () => ({ stream: Readable.from([Buffer.from('bytes')]) }) }],
  ['InvalidVersion', 400, 'GetDirectory', {}, { changes: { version: '2021-05-16' } }],
  ['InvalidAction.NotFound', 404, 'CreateAccessConfiguration', {}],
  ['InvalidAction.NotFound', 404, 'ListTasks', {}],
  ['InvalidAction.NotFound', 404, 'CreateUserProvisioning', {}],
  ['InvalidAction.NotFound', 404, 'SetExternalSAMLIdentityProvider', {}],
  ['InvalidAction.NotFound', 404, 'DescribeRegions', { DirectoryId: undefined }],
  ['UnsupportedHTTPMethod', 400, 'GetDirectory', {}, { changes: { method: 'PUT' } }],
  // Node.js sends the body of a DELETE without saying how long it is: that would be no request.
  ['UnsupportedHTTPMethod', 400, 'GetDirectory', {}, { changes: { method: 'DELETE' }, only: ({ client, where }) => client === 'pop-core' || where === 'query' }],
  ['MissingAccessKeyId', 400, 'GetDirectory', {}, { changes: { anonymous: true } }],
  ['MissingTimestamp', 400, 'GetDirectory', {}, { changes: { timestamp: '' }, only: rpc }],
  ['MissingSignatureNonce', 400, 'GetDirectory', {}, { changes: { nonce: '' }, only: rpc }],
  ['MissingSignatureMethod', 400, 'GetDirectory', {}, { changes: { signatureMethod: '' }, only: rpc }],
  ['MissingVersion', 400, 'GetDirectory', {}, { changes: { version: '' }, only: rpc }],
  ['MissingAction', 400, '', {}, { only: rpc }],
  ['InvalidParameter.DirectoryId', 400, 'GetDirectory', {}, { changes: { body: { DirectoryId: dev.directory } } }],
  ['RequestTooLarge', 413, 'GetDirectory', { [`N${long(256)}`]: 'x' }],
  ['InvalidAccessKeyId.Inactive', 400, 'GetDirectory', {}, { as: ({ disabled }) => disabled }],
  ['NoPermission', 403, 'DeleteUser', ({ ann }) => ({ UserId: ann }), denied('DeleteUser')],
  ['NoPermission', 403, 'CreateDirectory', { DirectoryId: undefined }, denied('CreateDirectory')],
  ['NoPermission', 403, 'GetUser', ({ ann }) => ({ UserId: ann }), { as: ({ bound }) => bound, detail: 'GetUser' }],
];

const of_the_house = [
  ['EntityNotExists.Directory', 404, 'GetDirectory', { DirectoryId: 'd-000000000000' }],
  ['EntityNotExists.Directory', 404, 'ListUsers', { DirectoryId: 'nonsense' }],
  ['EntityNotExists.Directory', 404, 'CreateAccessKey', { DirectoryId: undefined, DirectoryIds: ['nonsense'] }],
  ['EntityNotExists.User', 404, 'GetUser', { UserId: nobody }],
  ['EntityNotExists.User', 404, 'DeleteUser', { UserId: nobody }],
  ['EntityNotExists.User', 404, 'GetUserId', { ExternalId: '{"Id":"nobody","Issuer":"SCIM"}' }],
  ['EntityNotExists.Group', 404, 'GetGroup', { GroupId: nothing }],
  ['EntityNotExists.Group', 404, 'ListGroupMembers', { GroupId: nothing }],
  ['EntityNotExists.SCIMCredential', 404, 'DeleteSCIMServerCredential', { CredentialId: 'scimcred-00000000000000000000' }],
  ['EntityNotExists.AccessKey', 404, 'DeleteAccessKey', { DirectoryId: undefined, UserAccessKeyId: 'nobody' }],
  ['EntityNotExists.User.Group', 404, 'RemoveUserFromGroup', ({ staff, bob }) => ({ GroupId: staff, UserId: bob })],
  ['EntityNotExists.MFADevice', 404, 'DeleteMFADeviceForUser', ({ ann }) => ({ UserId: ann, MFADeviceId: 'mfa-00000000000000000000' })],
  ['EntityAlreadyExists.User', 409, 'CreateUser', { UserName: 'ANN' }],
  ['EntityAlreadyExists.User.Email', 409, 'CreateUser', { UserName: 'new', Email: 'ann@x.example' }],
  ['EntityAlreadyExists.Group', 409, 'CreateGroup', { GroupName: 'staff' }],
  ['EntityAlreadyExists.Directory', 409, 'CreateDirectory', { DirectoryId: undefined, DirectoryName: 'other' }],
  ['EntityAlreadyExists.AccessKey', 409, 'CreateAccessKey', { DirectoryId: undefined, UserAccessKeyId: 'reader' }],
  ['EntityAlreadyExists.User.Group', 409, 'AddUserToGroup', ({ staff, ann }) => ({ GroupId: staff, UserId: ann })],
  ['DeletionConflict.User.Group', 409, 'DeleteUser', ({ ann }) => ({ UserId: ann })],
  ['DeletionConflict.Group.User', 409, 'DeleteGroup', ({ staff }) => ({ GroupId: staff })],
  ['DeletionConflict.Directory.NotEmpty', 409, 'DeleteDirectory', {}],
  ['OperationConflict.SCIMSynchronization', 409, 'SetSCIMSynchronizationStatus', ({ other }) => ({ DirectoryId: other, SCIMSynchronizationStatus: 'Enabled' })],
  ['LimitExceeded.SCIMCredential', 409, 'CreateSCIMServerCredential', ({ other }) => ({ DirectoryId: other })],
  ['LimitExceeded.AccessKey', 409, 'CreateAccessKey', { DirectoryId: undefined }],
  ['OperationDenied.SynchronizedUser', 403, 'UpdateUser', ({ zoe }) => ({ UserId: zoe, NewDisplayName: 'x' })],
  ['OperationDenied.SynchronizedUser', 403, 'DeleteUser', ({ zoe }) => ({ UserId: zoe })],
  ['OperationDenied.SynchronizedGroup', 403, 'UpdateGroup', ({ crew }) => ({ GroupId: crew, NewDescription: 'x' })],
  ['OperationDenied.SynchronizedGroup', 403, 'AddUserToGroup', ({ crew, ann }) => ({ GroupId: crew, UserId: ann })],
  ['MissingPassword', 400, 'ResetUserPassword', ({ ann }) => ({ UserId: ann })],
];

// [action, parameters that are good, {parameter: bad values}]: each value alone is InvalidParameter.<parameter>.
const ann = (town) => ({ UserId: town.ann });
const whole = { DirectoryId: undefined };
const settings = {
  Tolerance: ['some', 'Strict'], UnknownMembers: ['drop'], GroupNames: ['any'], PatchAnswer: ['all'], IfMatch: ['never'], CloudssoLimits: ['On', 'true'],
  ScimRate: ['0', '-1', '1.5', '100001', 'none', '99999999999999999999'],
};
const page = { MaxResults: ['0', '101', 'many', '1.5'], NextToken: ['made-up', 'ab'] };
const bad_values = [
  ['CreateUser', { UserName: 'new' }, {
    UserName: ['a b', 'é', 'a+b', long(65)], FirstName: [long(65)], LastName: [long(65)], DisplayName: [long(257), 'a\0'], Email: [long(129)],
    Description: [long(1025), '\0'], Status: ['enabled', 'On'],
  }],
  ['UpdateUser', ann, { NewFirstName: [long(65)], NewLastName: [long(65)], NewDisplayName: [long(257)], NewEmail: [long(129), 'a\0b'], NewDescription: [long(1025)] }],
  ['UpdateUserStatus', ann, { NewStatus: ['Off'] }],
  ['ResetUserPassword', ann, {
    Password: ['Short1!', 'alllower-1', 'ALLUPPER-1', 'NoDigits-!', 'NoSymbols1', `Aa1-${long(29)}`],
    GenerateRandomPassword: ['yes'], RequirePasswordResetForNextLogin: ['1'],
  }],
  ['CreateGroup', { GroupName: 'New' }, { GroupName: ['a b', 'a@b', long(129)], Description: [long(1025)] }],
  ['UpdateGroup', ({ empty }) => ({ GroupId: empty }), { NewGroupName: ['a b', long(129)], NewDescription: [long(1025)] }],
  ['CreateDirectory', whole, { DirectoryName: ['x', 'Upper', '-a', 'a-', 'a--b', 'd-abc', long(65)], ...settings }],
  ['UpdateDirectory', {}, { NewDirectoryName: ['x', 'Upper', 'd-000000000000'] }],
  ['ListUsers', {}, { ...page, Filter: ['UserName', 'UserName co a', 'Email eq a'], Status: ['On'], ProvisionType: ['manual'] }],
  ['ListGroups', {}, { ...page, Filter: ['GroupName gt a'], ProvisionType: ['Both'] }],
  ['ListGroupMembers', ({ staff }) => ({ GroupId: staff }), page],
  ['ListJoinedGroupsForUser', ann, page],
  ['PreviewSCIMSynchronization', {}, page],
  ['GetEntityHistory', (town) => ({ EntityId: town.ann }), { ...page, EntityId: ['ann'] }],
  ['ListAuditEvents', {}, { ...page, From: ['yesterday'], To: ['2026-13-01T00:00:00Z'], Target: [long(257)], Author: [long(257)], Operation: [long(257)] }],
  ['SetSCIMSynchronizationStatus', {}, { SCIMSynchronizationStatus: ['enabled', 'On'] }],
  ['UpdateSCIMServerCredentialStatus', ({ other, credential }) => ({ DirectoryId: other, CredentialId: credential }), { NewStatus: ['Off'] }],
  ['UpdateDirectorySettings', {}, settings],
  ['GetUserId', {}, { ExternalId: ['zoe', '{"Id":"zoe","Issuer":"LDAP"}', '{"Issuer":"SCIM"}', '[]'] }],
  ['SetPasswordPolicy', {}, {
    MinPasswordLength: ['7', '33'], MinPasswordDifferentChars: ['-1', '33'], PasswordNotContainUsername: ['no'], MaxPasswordAge: ['0', '121'],
    PasswordReusePrevention: ['-1', '25'], MaxLoginAttempts: ['-1', '33'],
  }],
  ['SetLoginPreference', {}, { AllowUserToGetCredentials: ['no'], LoginNetworkMasks: ['10.0.0.0/33', 'here', '::1', '10.0.0.1;;10.0.0.2', Array(101).fill('10.0.0.1').join(';')] }],
  ['SetMFAAuthenticationStatus', {}, { MFAAuthenticationStatus: ['On'] }],
  ['UpdateMFAAuthenticationSettings', { MFAAuthenticationSettings: 'Byuser' }, { MFAAuthenticationSettings: ['ByUser'], OperationForRiskLogin: ['None'] }],
  ['UpdateUserMFAAuthenticationSettings', ann, { UserMFAAuthenticationSettings: ['Byuser'] }],
  ['CreateAccessKey', whole, { Permission: ['Some', 'readonly'], AccessKeyName: [long(65), 'a\0', 'a\nb'], UserAccessKeyId: ['a b', long(129)] }],
  ['UpdateAccessKey', { ...whole, UserAccessKeyId: 'reader' }, { NewStatus: ['Off'], NewAccessKeyName: [long(65), 'a\tb'] }],
];

// Tags are a list: what is wrong with one of them is named Tags.
const too_many_tags = Array.from({ length: 21 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
const bad_tags = [
  too_many_tags, [{ Key: 'a', Value: '1' }, { Key: 'a', Value: '2' }], [{ Key: '', Value: 'x' }], [{ Key: long(129), Value: '' }],
  [{ Key: 'a', Value: long(129) }], [{ Key: 'aliyun-a', Value: '' }], [{ Key: 'acs:a', Value: '' }], [{ Key: 'a\0', Value: '' }], [{ Key: 'a', Value: 'http://x' }], [{ Key: 'https://x', Value: '' }],
];
const of_tags = bad_tags.map((Tags) => ['InvalidParameter.Tags', 400, 'CreateUser', { UserName: 'new', Tags }]);

// Lists of texts come numbered or as JSON: each of these alone breaks the rule of the list.
const bad_lists = [
  { 'DirectoryIds.1': dev.directory, 'DirectoryIds.3': dev.directory }, { 'DirectoryIds.0': dev.directory }, { 'DirectoryIds.x': dev.directory },
  { DirectoryIds: Array(101).fill(dev.directory) }, { DirectoryIds: '[]' }, { DirectoryIds: dev.directory }, { DirectoryIds: '{}' },
  { DirectoryIds: '[1]' }, { DirectoryIds: `["${dev.directory}"` }, { DirectoryIds: `["${dev.directory}"]`, 'DirectoryIds.1': dev.directory },
];
const of_lists = bad_lists.map((list) => ['InvalidParameter.DirectoryIds', 400, 'CreateAccessKey', { ...whole, ...list }]);

const ofValues = ([action, good, bad]) => Object.entries(bad).flatMap(([name, values]) => values.map((value) => {
  const parameters = async (town) => ({ ...(typeof good === 'function' ? await good(town) : good), [name]: value });
  return [`InvalidParameter.${name}`, 400, action, parameters];
}));

export const rows = [...of_the_gateway, ...of_the_house, ...bad_values.flatMap(ofValues), ...of_tags, ...of_lists];

const made = async (what, town, way) => (typeof what === 'function' ? what(town, way) : what);

// Whether a way can ask for what a row asks for.
export async function holdsFor([, , , , { changes, only = () => true } = {}], town, way) {
  return only(way) && Object.keys(await made(changes, town, way) ?? {}).every((name) => way.canChange.includes(name));
}

// {status, code, action, parameters, changes, as, check(refusal)} of a row that holds for a way.
export async function expected([code, status, action, parameters, more = {}], town, way) {
  const message = await made(more.message, town, way);
  const as = await made(more.as, town, way);
  const check = (refusal) => {
    if (message) assert.match(refusal.message, message);
    if (!more.detail) return;
    const { AuthAction, AuthPrincipalDisplayName, AuthPrincipalType, NoPermissionType } = refusal.detail;
    assert.deepEqual([AuthAction, AuthPrincipalDisplayName, AuthPrincipalType, NoPermissionType], [`cloudsso:${more.detail}`, as.key, 'AccessKey', 'ExplicitDeny']);
  };
  return { code, status, action, parameters: await made(parameters, town, way), changes: await made(more.changes, town, way), as, check };
}
