// A directory that an identity provider filled and an administrator then edited, in any size: what tests and
// measurements of the way back to Enabled start from. Filled by Bulk, edited over many connections.
import assert from 'node:assert/strict';
import { Administrator } from './cloudsso.mjs';
import { IdentityProvider, groupBody, memberIds, userBody } from './scim.mjs';

const bulk_urn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const enterprise_urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const users_per_request = 1_000; // as many operations as a Bulk request may have
const groups_per_request = 200;
const page_size = 1_000;

// Gives each item to the next worker that is free; answers what they made of them, in the order of the items.
export async function shareOut(workers, items, work) {
  const done = new Array(items.length);
  let next = 0;
  await Promise.all(workers.map(async (worker) => {
    while (next < items.length) {
      const mine = next++;
      done[mine] = await work(worker, items[mine], mine);
    }
  }));
  return done;
}

export const administrators = (t, server, count) => Array.from({ length: count }, () => new Administrator(t, server));

// A user as identity providers send them: some 900 bytes once it is stored.
function aPushedUser(i) {
  return userBody(`user-${i}`, {
    schemas: [...userBody('').schemas, enterprise_urn],
    externalId: `00u${i}`, displayName: `User ${i}`, name: { givenName: 'User', familyName: `Number ${i}`, formatted: `User Number ${i}` },
    emails: [{ value: `user-${i}@example.com`, type: 'work', primary: true }], phoneNumbers: [{ value: `+49 30 ${i}`, type: 'work' }],
    title: 'Engineer', preferredLanguage: 'en-GB', timezone: 'Europe/Berlin', active: true,
    [enterprise_urn]: { employeeNumber: `${i}`, department: 'Tools', costCenter: '4130', organization: 'Example' },
  });
}

// Creates what `bodies` say; answers the ids in their order.
async function pushAll(idps, path, bodies, per_request) {
  const requests = [];
  for (let from = 0; from < bodies.length; from += per_request) requests.push(bodies.slice(from, from + per_request));
  const ids = await shareOut(idps, requests, async (idp, wanted) => {
    const Operations = wanted.map((data, i) => ({ method: 'POST', path, bulkId: `b${i}`, data }));
    const answer = await idp.expect(200, 'POST', '/Bulk', { schemas: [bulk_urn], Operations });
    return answer.Operations.map((one) => {
      assert.equal(one.status, '201', JSON.stringify(one));
      return one.location.split('/').at(-1);
    });
  });
  return ids.flat();
}

// Fills a directory with synchronized users and groups. The members come from the last users, so that the first ones,
// who are in no group, can be deleted by hand. Answers {users: [id], groups: [{id, members: [id]}]}.
export async function fill(t, server, { users: user_count, groups: group_count, members_each }) {
  const idps = Array.from({ length: 2 }, () => new IdentityProvider(t, server));
  const users = await pushAll(idps, '/Users', Array.from({ length: user_count }, (_, i) => aPushedUser(i)), users_per_request);
  const pool = users.slice(Math.floor(user_count / 2));
  const groups = Array.from({ length: group_count }, (_, i) => ({
    name: `Group ${i}`, members: Array.from({ length: members_each }, (_, j) => pool[(i * members_each + j) % pool.length]),
  }));
  const ids = await pushAll(idps, '/Groups', groups.map((one) => groupBody(one.name, one.members)), groups_per_request);
  return { users, groups: groups.map(({ members }, i) => ({ id: ids[i], members })) };
}

// How `entities` drifted ones are made up: mostly edited users, some deleted ones, groups, members.
export function mixOf(entities) {
  const deletedUsers = Math.floor(entities / 10);
  const editedGroups = Math.floor(entities / 20);
  const changedGroups = Math.floor(entities / 20);
  return { deletedUsers, editedGroups, changedGroups, editedUsers: entities - deletedUsers - editedGroups - changedGroups };
}

// [users, groups, memberships] that such a mix is counted as: whose members changed lost one and got one.
export const driftOf = (mix) => [mix.deletedUsers + mix.editedUsers, mix.editedGroups, 2 * mix.changedGroups];

// Every local edit that makes this mix, one entity each: [action, parameters] or, where members are exchanged, two.
function editsOf(mix, { users, groups }) {
  const edits = [];
  for (let i = 0; i < mix.deletedUsers; ++i) edits.push([['DeleteUser', { UserId: users[i] }]]);
  for (let i = 0; i < mix.editedUsers; ++i) {
    const news = i % 2 === 0 ? { NewDisplayName: `Local ${i}` } : { NewEmail: `local-${i}@example.com`, NewFirstName: 'Local' };
    edits.push([['UpdateUser', { UserId: users[mix.deletedUsers + i], ...news }]]);
  }
  for (let i = 0; i < mix.editedGroups; ++i) edits.push([['UpdateGroup', { GroupId: groups[i].id, NewGroupName: `Local-group-${i}` }]]);
  for (let i = 0; i < mix.changedGroups; ++i) {
    const { id: GroupId, members } = groups[mix.editedGroups + i];
    const stranger = groups[i].members.find((one) => !members.includes(one));
    edits.push([['RemoveUserFromGroup', { GroupId, UserId: members[0] }], ['AddUserToGroup', { GroupId, UserId: stranger }]]);
  }
  return edits;
}

// Edits by hand until this mix of entities has drifted. The switch must be Disabled.
export async function driftApart(admins, filled, mix) {
  assert.ok(mix.deletedUsers <= filled.users.length / 2, 'who is deleted is in no group');
  assert.ok(mix.deletedUsers + mix.editedUsers <= filled.users.length && mix.editedGroups + mix.changedGroups <= filled.groups.length);
  await shareOut(admins, editsOf(mix, filled), async (admin, calls) => {
    for (const [action, parameters] of calls) await admin.call(action, parameters);
  });
}

// {id: content} of every user and group there is, without what says when something changed: two of these are equal when
// the directories are.
export async function contentsOf(idp) {
  const contents = new Map();
  for (const path of ['/Users?excludedAttributes=meta,groups', '/Groups?excludedAttributes=meta']) {
    for (let cursor = ''; cursor !== undefined;) {
      const page = await idp.get(`${path}&count=${page_size}&cursor=${encodeURIComponent(cursor)}`);
      for (const one of page.Resources) contents.set(one.id, JSON.stringify(one.members ? { ...one, members: memberIds(one) } : one));
      cursor = page.nextCursor;
    }
  }
  return contents;
}
