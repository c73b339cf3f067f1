// Many connections change the members of one group at once: in the end the group is what the answers said.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdentityProvider, groupBody, memberIds, patchBody, userBody } from './support/scim.mjs';
import { startServer, temporaryFolder } from './support/server.mjs';

const connections = 16;
const users_per_connection = 4;
const operations_per_connection = 125;

// Random, but the same each time.
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

// Adds and removes its own users, so that it knows what the last answer said of each.
async function changeMembers(idp, group, mine, throwDice) {
  const members = new Set();
  for (let i = 0; i < operations_per_connection; ++i) {
    const user = mine[throwDice(mine.length)];
    const joins = throwDice(2) === 0;
    const answer = await idp.ask('PATCH', `/Groups/${group}`, patchBody(joins
      ? { op: 'add', path: 'members', value: [{ value: user }] }
      : { op: 'remove', path: `members[value eq "${user}"]` }));
    assert.ok([200, 204].includes(answer.status), answer.text);
    if (joins) members.add(user); else members.delete(user);
    if (answer.status === 200) assert.equal(memberIds(answer.json).includes(user), joins, 'the answer shows what was asked for');
  }
  return [...members];
}

test('2,000 changes of one group from 16 connections', { timeout: 120_000 }, async (t) => {
  const server = await startServer(t, { data: temporaryFolder(t) });
  const idp = new IdentityProvider(t, server);
  const staff = (await idp.push('/Groups', groupBody('Staff'))).id;
  const users = [];
  for (let i = 0; i < connections * users_per_connection; ++i) users.push((await idp.push('/Users', userBody(`user-${i}`))).id);

  const outcomes = await Promise.all(Array.from({ length: connections }, (_, i) => changeMembers(
    new IdentityProvider(t, server), staff, users.slice(i * users_per_connection, (i + 1) * users_per_connection), dice(i + 1))));

  const group = await idp.get(`/Groups/${staff}`);
  assert.deepEqual(memberIds(group), outcomes.flat().sort());
  for (const user of users) {
    const groups = (await idp.get(`/Users/${user}`)).groups ?? [];
    assert.equal(groups.length, memberIds(group).includes(user) ? 1 : 0);
  }
});

test('of many POSTs of one name exactly one makes a user', { timeout: 60_000 }, async (t) => {
  const server = await startServer(t);
  const idp = new IdentityProvider(t, server, { sockets: connections });

  const answers = await Promise.all(Array.from({ length: connections }, () => idp.ask('POST', '/Users', userBody('ann'))));

  assert.equal(answers.filter((answer) => answer.status === 201).length, 1);
  assert.equal(answers.filter((answer) => answer.status === 409).length, connections - 1);
  assert.equal((await idp.get('/Users')).totalResults, 1);
});
