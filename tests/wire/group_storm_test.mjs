// 64 clients change one group at once, 100,000 operations in all. Replayed one after the other in the order of the
// versions that the answers name, they lead to the members that the group has: every PATCH was done whole, alone and once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdentityProvider, groupBody, memberIds, patchBody, userBody } from './support/scim.mjs';
import { startServer, temporaryFolder } from './support/server.mjs';

const clients = 64;
const users_in_all = 48; // fewer than clients: they get in each other's way
const operations_in_all = Number(process.env.SCIMD_STORM_OPERATIONS ?? 100_000);
const operations_per_request_max = 40;

// Random, but the same each time.
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const operationOf = ({ user, joins }) => (joins
  ? { op: 'add', path: 'members', value: [{ value: user }] }
  : { op: 'remove', path: `members[value eq "${user}"]` });

// Sends its share of operations; answers [{version, steps}] of every PATCH.
async function storm(idp, group, users, throwDice) {
  const done = [];
  for (let left = Math.ceil(operations_in_all / clients); left > 0;) {
    const count = Math.min(left, 1 + throwDice(operations_per_request_max));
    left -= count;
    // Most add, then most remove: some requests change nothing.
    const favourite = throwDice(2) === 0;
    const steps = Array.from({ length: count }, () => ({ user: users[throwDice(users.length)], joins: throwDice(8) === 0 ? !favourite : favourite }));
    const answer = await idp.ask('PATCH', `/Groups/${group}?attributes=meta`, patchBody(...steps.map(operationOf)));
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.json.members, undefined, 'only what was asked for');
    done.push({ version: numberOf(answer.json), steps });
  }
  return done;
}

const numberOf = (group) => Number(/^W\/"(\d+)"$/.exec(group.meta.version)[1]);

function applied(steps, members) {
  const after = new Set(members);
  for (const { user, joins } of steps) if (joins) after.add(user); else after.delete(user);
  return after;
}
const same = (left, right) => left.size === right.size && [...left].every((one) => right.has(one));

// Of the requests that were answered with one version, one made it and the others found nothing to do.
function replay(requests, members, version) {
  for (const maker of requests) {
    const after = applied(maker.steps, members);
    const others = requests.filter((one) => one !== maker);
    if (!same(after, members) && others.every(({ steps }) => same(applied(steps, after), after))) return after;
  }
  assert.fail(`no order of the ${requests.length} requests that were answered with version ${version} explains it`);
}

test('100,000 operations of 64 clients on one group', { timeout: 280_000 }, async (t) => {
  const server = await startServer(t, { data: temporaryFolder(t) });
  const idp = new IdentityProvider(t, server);
  const users = [];
  for (let i = 0; i < users_in_all; ++i) users.push((await idp.push('/Users', userBody(`user-${i}`))).id);
  const group = await idp.push('/Groups', groupBody('Everybody'));
  const first = numberOf(group);

  const began = Date.now();
  const done = (await Promise.all(Array.from({ length: clients }, (_, i) => storm(new IdentityProvider(t, server), group.id, users, dice(i + 1))))).flat();
  const seconds = (Date.now() - began) / 1000;

  const byVersion = grouped(done);
  const idle = byVersion.get(first) ?? [];
  let members = new Set();
  for (const { steps } of idle) assert.ok(same(applied(steps, members), members), 'a request that left the version alone changed nothing');
  let version = first;
  while (byVersion.has(version + 1)) members = replay(byVersion.get(++version), members, version);

  const left = await idp.get(`/Groups/${group.id}`);
  assert.equal(Math.max(...byVersion.keys()), version, 'every version between the first and the last was answered to its maker');
  assert.equal(numberOf(left), version, 'and nobody else moved it');
  assert.deepEqual(memberIds(left), [...members].sort());
  for (const user of users) assert.equal(((await idp.get(`/Users/${user}`)).groups ?? []).length, members.has(user) ? 1 : 0);
  const operations = done.reduce((sum, one) => sum + one.steps.length, 0);
  t.diagnostic(`${operations} operations in ${done.length} requests, ${version - first} of which changed the group, in ${seconds} s`);
});

function grouped(done) {
  const byVersion = new Map();
  for (const one of done) byVersion.set(one.version, [...(byVersion.get(one.version) ?? []), one]);
  return byVersion;
}
