// Members whom nobody here is, under each setting of unknownMembers, and groups within groups.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { IdentityProvider, groupBody, memberIds, patchBody, userBody } from './support/scim.mjs';
import { startServer } from './support/server.mjs';

async function furnish(t, ...settings) {
  const server = await startServer(t, { more: settings.flatMap((one) => ['--setting', one]) });
  return { server, idp: new IdentityProvider(t, server) };
}
const found = async (idp, collection, filter) =>
  (await idp.get(`/${collection}?filter=${encodeURIComponent(filter)}`)).Resources.map((one) => one.id);

test('strangers are kept as they were pushed', async (t) => {
  const { idp } = await furnish(t, 'unknownMembers=keep');
  const ann = await idp.push('/Users', userBody('ann'));

  const team = await idp.push('/Groups', groupBody('Team', [ann.id, '00u1stranger']));

  assert.deepEqual(team.members.find((one) => one.value === '00u1stranger'), { value: '00u1stranger' });
  assert.deepEqual(await found(idp, 'Groups', 'members.value eq "00u1stranger"'), [team.id]);
  assert.deepEqual(await found(idp, 'Groups', 'members[type eq "User" and value eq "00u1stranger"]'), []);
  const left = await idp.patch(`/Groups/${team.id}`, { op: 'remove', path: 'members[value eq "00u1stranger"]' });
  assert.deepEqual(memberIds(left), [ann.id]);
});

test('strangers survive the switch, and are nobody for the management actions', async (t) => {
  const { server, idp } = await furnish(t, 'unknownMembers=keep');
  const team = await idp.push('/Groups', groupBody('Team', ['00u1stranger']));
  const administrator = new Administrator(t, server);
  assert.deepEqual(await administrator.membersOf(team.id), []);
  await administrator.call('SetSCIMSynchronizationStatus', { SCIMSynchronizationStatus: 'Disabled' });
  await administrator.call('DeleteGroup', { GroupId: team.id });
  await idp.refused(404, undefined, 'GET', `/Groups/${team.id}`);

  await administrator.call('SetSCIMSynchronizationStatus', { SCIMSynchronizationStatus: 'Enabled' });

  assert.deepEqual(memberIds(await idp.get(`/Groups/${team.id}`)), ['00u1stranger']);
});

test('strangers are refused, or left out, where the setting says so', async (t) => {
  const strict = (await furnish(t)).idp;
  assert.match(await strict.refused(400, 'invalidValue', 'POST', '/Groups', groupBody('Team', ['00u1stranger'])), /00u1stranger/);
  assert.equal((await strict.get('/Groups')).totalResults, 0);
  const ignoring = (await furnish(t, 'unknownMembers=ignore')).idp;
  assert.equal((await ignoring.push('/Groups', groupBody('Team', ['00u1stranger']))).members, undefined);
});

test('groups within groups: everybody inside is in the outer one too, and nobody contains themselves', async (t) => {
  const { idp } = await furnish(t);
  const ann = await idp.push('/Users', userBody('ann'));
  const inner = await idp.push('/Groups', groupBody('Inner', [ann.id]));
  const outer = await idp.push('/Groups', groupBody('Outer', [inner.id]));

  const { groups } = await idp.get(`/Users/${ann.id}`);

  assert.deepEqual(groups.map(({ value, type, display }) => [value, type, display]).sort((a, b) => (a[2] < b[2] ? -1 : 1)),
    [[inner.id, 'direct', 'Inner'], [outer.id, 'indirect', 'Outer']]);
  assert.deepEqual(outer.members, [{ value: inner.id, $ref: inner.meta.location, display: 'Inner', type: 'Group' }]);
  for (const [group, member] of [[inner, outer], [inner, inner]])
    await idp.refused(400, 'invalidValue', 'PATCH', `/Groups/${group.id}`, patchBody({ op: 'add', path: 'members', value: [{ value: member.id }] }));
});

test('who is deleted leaves every group, and the groups have new versions', async (t) => {
  const { idp } = await furnish(t);
  const ann = await idp.push('/Users', userBody('ann'));
  const team = await idp.push('/Groups', groupBody('Team', [ann.id]));
  const other = await idp.push('/Groups', groupBody('Other'));

  await idp.remove(`/Users/${ann.id}`);

  const after = await idp.get(`/Groups/${team.id}`);
  assert.equal(after.members, undefined);
  assert.notEqual(after.meta.version, team.meta.version);
  assert.ok(after.meta.lastModified > team.meta.lastModified);
  assert.equal((await idp.get(`/Groups/${other.id}`)).meta.version, other.meta.version);
});
