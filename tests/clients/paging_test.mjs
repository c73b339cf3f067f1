// Lists, page by page, by each of Alibaba's clients: every entry once, in the order that a single page has.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator } from '../wire/support/cloudsso.mjs';
import { IdentityProvider, groupBody, userBody } from '../wire/support/scim.mjs';
import { dev, startServer } from '../wire/support/server.mjs';
import { ClientOfWay } from './support/client.mjs';
import { ways } from './support/ways.mjs';

const count = 5;
const numbers = Array.from({ length: count }, (_, i) => i);

// Lists with five entries each: users, groups, one group's members, one user's groups, drift, events, a history.
async function aTown(t) {
  const server = await startServer(t, { environment: { SCIMD_THROTTLE: '0' } });
  const idp = new IdentityProvider(t, server);
  const users = [];
  for (const i of numbers) users.push(await idp.push('/Users', userBody(`user-${i}`, { displayName: `${i}` })));
  const groups = [];
  for (const i of numbers) groups.push(await idp.push('/Groups', groupBody(`Group-${i}`, i === 0 ? users.map((one) => one.id) : [users[0].id])));
  const admin = new Administrator(t, server);
  await admin.switchTo('Disabled');
  for (const { id } of users) await admin.call('UpdateUser', { UserId: id, NewDisplayName: 'drift' });
  await admin.createUser('manual');
  return { server, user: users[0].id, group: groups[0].id };
}

// [action, list, parameters, what the total is called or (undefined) that there is none, how many]
const lists = [
  ['ListUsers', 'Users', () => ({ Filter: 'UserName sw USER-' }), 'TotalCounts', count],
  ['ListUsers', 'Users', () => ({ ProvisionType: 'Synchronized', Status: 'Enabled' }), 'TotalCounts', count],
  ['ListGroups', 'Groups', () => ({ Filter: 'GroupName sw g', ProvisionType: 'Synchronized' }), 'TotalCounts', count],
  ['ListGroupMembers', 'GroupMembers', ({ group }) => ({ GroupId: group }), 'TotalCounts', count],
  ['ListJoinedGroupsForUser', 'JoinedGroups', ({ user }) => ({ UserId: user }), 'TotalCounts', count],
  ['PreviewSCIMSynchronization', 'Entities', () => ({}), 'TotalCounts', count],
  ['ListAuditEvents', 'AuditEvents', () => ({ Operation: 'UpdateUser' }), undefined, count],
  ['GetEntityHistory', 'History', ({ user }) => ({ EntityId: user }), undefined, 2],
];

test('every entry once, whatever the pages', async (t) => {
  const { server, ...town } = await aTown(t);
  for (const way of ways) {
    const admin = new ClientOfWay(way, server);
    admin.directory = dev.directory;
    for (const [action, name, parametersOf, total, expected] of lists) {
      const parameters = parametersOf(town);
      const whole = await admin.call(action, { ...parameters, MaxResults: 100 });
      assert.equal(whole[name].length, expected, `${way.name}: ${action}`);
      assert.equal(total && whole[total], total && expected);
      assert.deepEqual([whole.IsTruncated, whole.NextToken], [false, undefined]);
      for (const size of [1, 2, expected]) assert.deepEqual(await admin.listed(action, name, parameters, size), whole[name], `${way.name}: ${action}`);
    }
  }
});

test('a token is good for the list it was given for', async (t) => {
  const { server } = await aTown(t);
  for (const way of ways) {
    const admin = new ClientOfWay(way, server);
    admin.directory = dev.directory;
    const { NextToken } = await admin.call('ListUsers', { MaxResults: 2 });
    await admin.refused(400, 'InvalidParameter.NextToken', 'ListUsers', { MaxResults: 2, NextToken, Status: 'Enabled' });
    await admin.refused(400, 'InvalidParameter.NextToken', 'ListGroups', { MaxResults: 2, NextToken });
    await admin.refused(400, 'InvalidParameter.NextToken', 'ListUsers', { MaxResults: 2, NextToken: NextToken.slice(0, -2) });
  }
});

test('an empty list is there', async (t) => {
  const server = await startServer(t, { environment: { SCIMD_THROTTLE: '0' } });
  for (const way of ways) {
    const admin = new ClientOfWay(way, server);
    admin.directory = dev.directory;
    const { RequestId, ...users } = await admin.call('ListUsers');
    assert.deepEqual(users, { TotalCounts: 0, MaxResults: 10, IsTruncated: false, Users: [] });
  }
});
