// The lists of the management actions as CloudSSO's clients read them: tags, who is found by what, and pages that stay right
// while somebody writes between them; and the settings that are kept for a directory and for the house.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { test } from 'node:test';
import { Administrator, expectEnvelope, signV3 } from './support/cloudsso.mjs';
import { IdentityProvider, groupBody, userBody } from './support/scim.mjs';
import { dev, startServer, temporaryFolder } from './support/server.mjs';

async function aHouse(t, options) {
  const server = await startServer(t, options);
  return { server, admin: new Administrator(t, server), idp: new IdentityProvider(t, server) };
}

// {Tags.1.Key, Tags.1.Value, …} as the SDKs flatten a list.
const flat = (tags) => Object.fromEntries(tags.flatMap(([key, value], at) => [
  [`Tags.${at + 1}.Key`, key], ...(value === undefined ? [] : [[`Tags.${at + 1}.Value`, value]]),
]));

async function names(admin, parameters, how) {
  const page = await admin.call('ListUsers', { MaxResults: '100', ...parameters }, how);
  assert.equal(page.TotalCounts, page.Users.length);
  assert.ok(!('NextToken' in page));
  return page.Users.map((user) => user.UserName);
}

// All pages of two; `between` happens after each.
async function walk(admin, action, list, parameters, between) {
  const seen = [];
  for (let token, page = 1; ; ++page) {
    const answer = await admin.call(action, { ...parameters, MaxResults: '2', ...(token ? { NextToken: token } : {}) });
    seen.push(...answer[list]);
    assert.equal(answer.MaxResults, 2);
    assert.equal('NextToken' in answer, answer.IsTruncated);
    if (!answer.IsTruncated) return seen;
    token = answer.NextToken;
    await between?.(page, answer);
  }
}

// Each way to send a call: tags mean the same in all of them.
const ways = [
  { signature: 'v3', method: 'POST', where: 'query' }, { signature: 'v3', method: 'POST', where: 'body' }, { signature: 'v3', method: 'GET', where: 'query' },
  { signature: '1.0', method: 'POST', where: 'query' }, { signature: '1.0', method: 'POST', where: 'body' }, { signature: '1.0', method: 'GET', where: 'query' },
];

test('tags are sent, shown and listed by in every way that clients have', async (t) => {
  const { admin } = await aHouse(t);
  for (const [at, how] of ways.entries()) {
    const sent = flat([['Team', 'Köln & Ñ*~+'], [`Way ${at}`, ''], ['Alone']]);
    const { User } = await admin.call('CreateUser', { UserName: `user${at}`, ...sent }, how);
    const expected = [{ Key: 'Team', Value: 'Köln & Ñ*~+' }, { Key: `Way ${at}`, Value: '' }, { Key: 'Alone', Value: '' }];
    assert.deepEqual(User.Tags, expected);
    assert.deepEqual((await admin.call('GetUser', { UserId: User.UserId }, how)).User.Tags, expected);
    assert.deepEqual(await names(admin, flat([[`Way ${at}`]]), how), [`user${at}`]);
    assert.deepEqual(await names(admin, flat([[`Way ${at}`, ''], ['Team', 'Köln & Ñ*~+']]), how), [`user${at}`]);
    assert.deepEqual(await names(admin, flat([[`Way ${at}`, 'other']]), how), []);
  }
  assert.equal((await names(admin, flat([['Team', 'Köln & Ñ*~+']]))).length, ways.length);
});

test('a JSON body has its tags and its external id as JSON', async (t) => {
  const { server, admin, idp } = await aHouse(t);
  const ask = (action, parameters) => {
    const body = JSON.stringify({ DirectoryId: dev.directory, ...parameters });
    const headers = signV3({ method: 'POST', query: {}, body, key: dev.key, secret: dev.secret, headers: {
      Host: new URL(server.base).host, 'content-type': 'application/json; charset=utf-8', 'x-acs-action': action, 'x-acs-version': '2021-05-15',
      'x-acs-date': new Date().toISOString().replace(/\.\d+/, ''), 'x-acs-signature-nonce': crypto.randomUUID(),
      'x-acs-content-sha256': crypto.createHash('sha256').update(body).digest('hex'),
    } });
    return admin.client.ask('POST', '/', { headers, body });
  };
  const made = await ask('CreateUser', { UserName: 'ann', Tags: [{ Key: 'b', Value: '2' }, { Key: 'a' }] });
  assert.equal(made.status, 200, made.text);
  assert.deepEqual(made.json.User.Tags, [{ Key: 'b', Value: '2' }, { Key: 'a', Value: '' }]);
  assert.equal((await ask('ListUsers', { Tags: [{ Key: 'b' }], MaxResults: 1 })).json.TotalCounts, 1);
  expectEnvelope(await ask('CreateUser', { UserName: 'bob', Tags: [{ Key: 'acs:x' }] }), 400, 'InvalidParameter.Tags');
  const { id } = await idp.push('/Users', userBody('cyd', { externalId: '00u1' }));
  assert.equal((await ask('GetUserId', { ExternalId: { Id: '00u1', Issuer: 'SCIM' } })).json.UserId, id);
});

test('in XML a list of tags is one element each', async (t) => {
  const { admin } = await aHouse(t);
  const how = { signature: '1.0', format: 'XML' };
  const { text, status } = await admin.ask('CreateUser', { UserName: 'ann', ...flat([['a', '<1>'], ['b', '2']]) }, how);
  assert.equal(status, 200);
  assert.match(text, /<Tags><Key>a<\/Key><Value>&lt;1&gt;<\/Value><\/Tags><Tags><Key>b<\/Key><Value>2<\/Value><\/Tags>/);
  expectEnvelope(await admin.ask('CreateUser', { UserName: 'bob', 'Tags.1.Value': 'x' }, how), 400, 'InvalidParameter.Tags');
});

test('tags stay through a take-over, a delete by hand and the rollback', async (t) => {
  const { admin, idp } = await aHouse(t, { data: temporaryFolder(t) });
  const { UserId } = await admin.createUser('ann', flat([['Team', 'a']]));
  await admin.call('UpdateUserMFAAuthenticationSettings', { UserId, UserMFAAuthenticationSettings: 'Disabled' });
  assert.equal((await idp.push('/Users', userBody('ann'))).id, UserId);
  await admin.switchTo('Disabled');
  await admin.call('DeleteUser', { UserId });
  assert.deepEqual(await names(admin, flat([['Team']])), []);
  await admin.switchTo('Enabled');
  assert.deepEqual((await admin.getUser(UserId)).Tags, [{ Key: 'Team', Value: 'a' }]);
  assert.equal((await admin.call('GetUserMFAAuthenticationSettings', { UserId })).UserMFAAuthenticationSettings, 'Disabled');
  await idp.remove(`/Users/${UserId}`);
  assert.deepEqual(await names(admin, flat([['Team']])), []);
});

test('who stays is seen once, whatever is made and deleted between two pages', async (t) => {
  const { admin } = await aHouse(t);
  const ids = {};
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) ids[name] = (await admin.createUser(name, flat([['Team', 'x']]))).UserId;
  for (const asked of [{}, flat([['Team', 'x']]), flat([['Team']]), { Status: 'Enabled' }]) {
    const seen = await walk(admin, 'ListUsers', 'Users', asked, async (page) => {
      if (page !== 1) return;
      for (const gone of ['b', 'e']) await admin.call('DeleteUser', { UserId: ids[gone] });
      for (const made of ['b', 'e']) ids[made] = (await admin.createUser(made, flat([['Team', 'x']]))).UserId;
    });
    const stayed = seen.map((user) => user.UserName).filter((name) => !['b', 'e'].includes(name));
    assert.deepEqual(stayed.sort(), ['a', 'c', 'd', 'f']);
    assert.equal(new Set(seen.map((user) => user.UserId)).size, seen.length);
  }
});

test('the groups of a user are a list like the others', async (t) => {
  const { admin, idp } = await aHouse(t);
  const { UserId } = await admin.createUser('ann');
  const groups = {};
  for (const name of ['a', 'b', 'c', 'd']) {
    groups[name] = (await admin.createGroup(name)).GroupId;
    if (name !== 'd') await admin.join(groups[name], UserId);
  }
  await idp.push('/Groups', groupBody('pushed', [UserId]));
  const seen = await walk(admin, 'ListJoinedGroupsForUser', 'JoinedGroups', { UserId }, async (page) => {
    if (page !== 1) return;
    await admin.leave(groups.a, UserId);
    await admin.join(groups.d, UserId);
  });
  assert.deepEqual(seen.map((one) => one.GroupName), ['a', 'b', 'c', 'd', 'pushed']);
  for (const one of seen) assert.deepEqual(Object.keys(one).sort(), ['GroupId', 'GroupName', 'JoinTime', 'ProvisionType', 'UserId']);
  assert.equal(seen.at(-1).ProvisionType, 'Synchronized');
  await admin.refused(404, 'EntityNotExists.User', 'ListJoinedGroupsForUser', { UserId: 'u-00000000000000000000' });
});

test('a token is good for the list it was given for, and for no other', async (t) => {
  const { admin } = await aHouse(t);
  const { UserId } = await admin.createUser('ann', flat([['Team', 'x']]));
  for (const name of ['bob', 'cyd']) await admin.createUser(name, flat([['Team', 'x']]));
  const asked = { MaxResults: '1', ...flat([['Team', 'x']]) };
  const { NextToken } = await admin.call('ListUsers', asked);
  assert.ok(NextToken.length <= 200);
  await admin.call('ListUsers', { ...asked, NextToken });
  await admin.call('ListUsers', { ...asked, MaxResults: '2', NextToken });
  const others = [
    ['ListUsers', { MaxResults: '1' }], ['ListUsers', { ...asked, 'Tags.1.Value': 'y' }], ['ListUsers', { ...asked, Status: 'Enabled' }],
    ['ListUsers', { ...asked, Filter: 'UserName sw a' }], ['ListGroups', {}], ['ListJoinedGroupsForUser', { UserId }],
  ];
  for (const [action, parameters] of others) await admin.refused(400, 'InvalidParameter.NextToken', action, { ...parameters, NextToken });
  const altered = `${NextToken.slice(0, -1)}${NextToken.endsWith('0') ? '1' : '0'}`;
  for (const token of [altered, 'x', NextToken.slice(2), '0'.repeat(600)]) await admin.refused(400, 'InvalidParameter.NextToken', 'ListUsers', { ...asked, NextToken: token });
});

test('a password policy binds resets, and is there after a restart', async (t) => {
  const data = temporaryFolder(t);
  const first = await startServer(t, { data });
  const admin = new Administrator(t, first);
  const { UserId } = await admin.createUser('ann');
  await admin.call('SetPasswordPolicy', { MinPasswordLength: '10', PasswordReusePrevention: '2' });
  const reset = (Password, who = admin) => who.ask('ResetUserPassword', { UserId, Password });
  expectEnvelope(await reset('Xyzabc-1'), 400, 'InvalidParameter.Password');
  for (const password of ['Xyzabcde-1', 'Xyzabcde-2']) assert.equal((await reset(password)).status, 200);
  await first.stop();

  const again = new Administrator(t, await startServer(t, { data }));
  assert.equal((await again.call('GetPasswordPolicy')).PasswordPolicy.MinPasswordLength, 10);
  assert.match(expectEnvelope(await reset('Xyzabcde-1', again), 400, 'InvalidParameter.Password'), /last 2/);
  assert.equal((await reset('Xyzabcde-3', again)).status, 200);
  const { NewPassword } = await again.call('ResetUserPassword', { UserId, GenerateRandomPassword: 'True' });
  assert.ok(NewPassword.length >= 10);
});

test('the service can be disabled: no directory is made then, and all else goes on', async (t) => {
  const { admin, idp } = await aHouse(t);
  const house = { DirectoryId: '' };
  assert.deepEqual((await admin.call('GetServiceStatus', house)).ServiceStatus, { AccountId: '0000000000000000', Status: 'Enabled', RegionsInUse: ['local'] });
  await admin.call('DisableService', house);
  assert.equal((await admin.call('GetServiceStatus', house)).ServiceStatus.Status, 'Disabled');
  await admin.refused(403, 'OperationDenied.ServiceStatus', 'CreateDirectory', house);
  await idp.push('/Users', userBody('ann'));
  await admin.call('EnableService', house);
  await admin.call('CreateDirectory', house);
});

test('what is outside of users, groups and SCIM is no action', async (t) => {
  const { admin } = await aHouse(t);
  for (const action of ['ListAccessConfigurations', 'CreateAccessAssignment', 'GetTaskStatus', 'CreateUserProvisioning', 'GetExternalSAMLIdentityProvider'])
    await admin.refused(404, 'InvalidAction.NotFound', action);
});
