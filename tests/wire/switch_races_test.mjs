// Pushes, edits by hand and readers at the same time, while the switch flips and flips: no push is accepted while it is
// Disabled, nothing synchronized is changed by hand while it is Enabled, and nobody ever sees half a rollback. The audit log
// says in which order it all happened; time, as the clients saw it, says that the log is honest.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { Book, WitnessedAdministrator, WitnessedProvider, judgeByTime, readLog } from './support/audit.mjs';
import { asAnswered, asReplayed, replay } from './support/audit_replay.mjs';
import { IdentityProvider, groupBody, memberIds, patchBody, userBody } from './support/scim.mjs';
import { startServer, temporaryFolder } from './support/server.mjs';

const flips = 1_000; // even: it ends as it began, Enabled
const pushers = 3;
const editors = 3;
const own_entities_max = 4; // of each pusher and editor, so that the directory stays small
const answers_between_flips_max = 24;
const judged_min = 300; // of each status: fewer would say nothing
const password_resets_every = 700; // they are slow on purpose

const bulk_urn = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const search_urn = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const bulkBody = (...Operations) => ({ schemas: [bulk_urn], Operations });
const replace = (path, value) => ({ op: 'replace', path, value });
const replaced = (path, value) => patchBody(replace(path, value));
const adding = (id) => ({ op: 'add', path: 'members', value: [{ value: id }] });
const other = { Enabled: 'Disabled', Disabled: 'Enabled' };

// Random, but the same each time.
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

// Synchronized: users, some of them in no group (`loose`, to be deleted by hand), and groups. Manual: users and a group.
async function furnish(idp, admin) {
  const pushed = async (path, body) => (await idp.push(path, body)).id;
  const house = { users: [], loose: [], groups: [], manual: [], offered: [] };
  for (let i = 0; i < 8; ++i) house.users.push(await pushed('/Users', userBody(`user-${i}`, { displayName: 'pushed' })));
  for (let i = 0; i < 4; ++i) house.loose.push(await pushed('/Users', userBody(`loose-${i}`, { displayName: 'pushed' })));
  for (let i = 0; i < 3; ++i) house.groups.push(await pushed('/Groups', groupBody(`group-${i}`, house.users.slice(i, i + 3))));
  for (let i = 0; i < 3; ++i) house.manual.push((await admin.createUser(`manual-${i}`)).UserId);
  house.desk = (await admin.createGroup('desk')).GroupId;
  return house;
}

const pick = (list, throwDice) => list[throwDice(list.length)];

// Pushes something new, or, with enough of its own, removes the oldest.
async function renew({ idp, own }, push, idsIn) {
  if (own.length > own_entities_max) {
    const answer = await idp.ask('DELETE', `/Users/${own[0]}`);
    if (answer.status !== 403) own.shift();
    return answer;
  }
  const answer = await push();
  if (answer.status < 300) own.push(idsIn(answer.json));
  return answer;
}

// Kinds of pushes: each answers what it was answered. `own` are the ids of the users that this pusher made or took over.
const pushes = [
  ({ idp, house, throwDice, name }) => idp.ask('PATCH', `/Users/${pick(house.users, throwDice)}`, replaced('displayName', name)),
  ({ idp, house, throwDice, name }) => {
    const i = throwDice(house.loose.length);
    return idp.ask('PUT', `/Users/${house.loose[i]}`, userBody(`loose-${i}`, { displayName: name }));
  },
  ({ idp, house, throwDice }) => idp.ask('PATCH', `/Groups/${pick(house.groups, throwDice)}`, patchBody(
    adding(pick(house.users, throwDice)), { op: 'remove', path: `members[value eq "${pick(house.users, throwDice)}"]` })),
  ({ idp, house, throwDice }) => {
    const i = throwDice(house.groups.length);
    return idp.ask('PUT', `/Groups/${house.groups[i]}`, groupBody(`group-${i}`, [pick(house.users, throwDice), pick(house.manual, throwDice)]));
  },
  ({ idp }) => idp.ask('POST', '/Users', userBody('user-0')), // taken
  ({ idp }) => idp.ask('DELETE', '/Users/u-00000000000000000000'), // nobody's
  (hand) => renew(hand, () => hand.idp.ask('POST', '/Users', userBody(hand.name)), ({ id }) => id),
  // Takes over a user whom an administrator made, unless nobody made one.
  (hand) => renew(hand, () => hand.idp.ask('POST', '/Users', userBody(hand.house.offered.shift() ?? hand.name)), ({ id }) => id),
  (hand) => renew(hand, () => hand.idp.ask('POST', '/Bulk', bulkBody(
    { method: 'POST', path: '/Users', bulkId: 'new', data: userBody(hand.name) },
    { method: 'PATCH', path: `/Groups/${pick(hand.house.groups, hand.throwDice)}`, data: patchBody(adding('bulkId:new')) })),
  ({ Operations: [made] }) => made.location.split('/').at(-1)),
];
const push_statuses = [200, 201, 204, 403, 404, 409];

// Kinds of local edits. `own` are the ids of manual users that this editor made.
const edits = [
  ({ admin, house, throwDice, name }) => admin.ask('UpdateUser', { UserId: pick([...house.users, ...house.loose], throwDice), NewDisplayName: name }),
  ({ admin, house, throwDice, name }) => admin.ask('UpdateGroup', { GroupId: pick(house.groups, throwDice), NewGroupName: name }),
  ({ admin, house, throwDice }) => admin.ask('AddUserToGroup', {
    GroupId: pick(house.groups, throwDice), UserId: pick([...house.users, ...house.manual], throwDice) }),
  ({ admin, house, throwDice }) => admin.ask('RemoveUserFromGroup', { GroupId: pick(house.groups, throwDice), UserId: pick(house.users, throwDice) }),
  ({ admin, house, throwDice }) => admin.ask('DeleteUser', { UserId: pick(house.loose, throwDice) }),
  ({ admin, house, throwDice }) => admin.ask('DeleteGroup', { GroupId: pick(house.groups, throwDice) }), // it has members, mostly
  ({ admin, house, throwDice, name }) => admin.ask('UpdateUser', { UserId: pick(house.manual, throwDice), NewDisplayName: name }),
  ({ admin, house, throwDice }) => admin.ask('AddUserToGroup', { GroupId: house.desk, UserId: pick(house.users, throwDice) }),
  ({ admin, house, throwDice }) => admin.ask('RemoveUserFromGroup', { GroupId: house.desk, UserId: pick(house.users, throwDice) }),
  ({ admin, house, throwDice }) => admin.ask('UpdateUserStatus', { UserId: pick(house.users, throwDice), NewStatus: pick(['Enabled', 'Disabled'], throwDice) }),
  async ({ admin, house, own, name }) => {
    if (own.length > own_entities_max) return admin.ask('DeleteUser', { UserId: own.shift() });
    const answer = await admin.ask('CreateUser', { UserName: name });
    own.push(answer.json.User.UserId);
    house.offered.push(name);
    return answer;
  },
];
const edit_statuses = [200, 403, 404, 409];

// Does one kind after the other at random until the flips are over.
async function keepBusy(kinds, statuses, world, hand) {
  for (let i = 0; !world.over; ++i) {
    const answer = await pick(kinds, hand.throwDice)({ ...hand, name: `${hand.prefix}-${i}` });
    if (answer) assert.ok(statuses.includes(answer.status), answer.text);
    if (hand.admin && i % password_resets_every === password_resets_every - 1)
      await hand.admin.ask('ResetUserPassword', { UserId: hand.house.users[0], Password: 'Str0ng!pass' });
  }
}

// Flips at once, or after some others have had their answers. Every flip must be done.
async function keepFlipping(admin, book, throwDice) {
  let status = 'Enabled';
  for (let i = 0; i < flips; ++i) {
    await book.furtherAnswers(throwDice(3) === 0 ? 0 : throwDice(answers_between_flips_max));
    status = other[status];
    await admin.switchTo(status);
  }
}

// Runs `work` while `others` run; they end when world.over says so. A failure of one ends all.
async function whileOthers(world, others, work) {
  const ending = (promise) => promise.catch((failed) => { world.over = true; throw failed; });
  const working = ending(work()).finally(() => { world.over = true; });
  await Promise.all([working, ...others.map(ending)]);
}

const provisionsOf = (house) => new Map([
  ...[...house.users, ...house.loose, ...house.groups].map((id) => [id, 'Synchronized']), ...[...house.manual, house.desk].map((id) => [id, 'Manual'])]);

// The directory that is there is the one that the log tells of: every document, version, member and provision.
async function expectReplica(idp, admin, { entities }) {
  const provisions = new Map();
  for (const [action, list, id] of [['ListUsers', 'Users', 'UserId'], ['ListGroups', 'Groups', 'GroupId']])
    for (const one of (await admin.call(action, { MaxResults: '100' }))[list]) provisions.set(one[id], one.ProvisionType);
  const there = Object.values(await idp.everything()).map((one) => [one.id, asReplayed(one, provisions.get(one.id))]);
  const byId = ([a], [b]) => (a < b ? -1 : 1);
  assert.deepEqual([...entities].map(([id, one]) => [id, asAnswered(one)]).sort(byId), there.sort(byId));
}

test(`pushes and edits by hand during ${flips} flips`, { timeout: 240_000 }, async (t) => {
  const server = await startServer(t, { data: temporaryFolder(t) });
  const book = new Book();
  const witnessed = () => new WitnessedAdministrator(t, server, book);
  const flipper = witnessed();
  const since = (await flipper.call('ListAuditEvents', { MaxResults: '1' })).AuditEvents[0]?.EventId ?? 0;
  const house = await furnish(new WitnessedProvider(t, server, book, 'furnish'), flipper);
  const world = { over: false };
  const busy = [
    ...Array.from({ length: pushers }, (_, i) => keepBusy(pushes, push_statuses, world, {
      idp: new WitnessedProvider(t, server, book, `push-${i}`), house, own: [], throwDice: dice(i + 1), prefix: `push-${i}` })),
    ...Array.from({ length: editors }, (_, i) => keepBusy(edits, edit_statuses, world, {
      admin: witnessed(), house, own: [], throwDice: dice(i + 100), prefix: `edit-${i}` })),
  ];

  await whileOthers(world, busy, () => keepFlipping(flipper, book, dice(7)));

  const judged = judgeByTime(book.answers, provisionsOf(house));
  assert.ok(judged.Enabled > judged_min && judged.Disabled > judged_min, `too few to say anything: ${JSON.stringify(judged)}`);
  const events = await readLog(flipper, since);
  const end = replay(events, book.answers);
  assert.deepEqual([end.status, end.flips], ['Enabled', flips]);
  await expectReplica(new IdentityProvider(t, server), flipper, end);
  const refused = book.answers.filter((one) => one.status === 403).length;
  t.diagnostic(`${events.length} events; ${refused} refused by the switch; judged by time: ${JSON.stringify(judged)}`);
});

// Two users and their group, which has one of them as its only member. A Bulk push and a rollback change them all at once; by
// hand they are edited one after the other: ann, bob, the group's name, its members.
async function furnishPair(idp) {
  const user = async (name) => (await idp.push('/Users', userBody(name, { displayName: 'pushed-0' }))).id;
  const pair = { ann: await user('pair-ann'), bob: await user('pair-bob'), cat: await user('pair-cat') };
  pair.group = (await idp.push('/Groups', groupBody('pair-group', [pair.ann], { externalId: 'pushed-0' }))).id;
  return pair;
}

const pair_rounds = 250;

// Pushes to all of them in one request, again and again.
async function pushPair(idp, world, { ann, bob, group }, prefix) {
  for (let i = 1; !world.over; ++i) {
    const value = `pushed-${prefix}-${i}`;
    const answer = await idp.ask('POST', '/Bulk', bulkBody(
      { method: 'PATCH', path: `/Users/${ann}`, data: replaced('displayName', value) },
      { method: 'PATCH', path: `/Groups/${group}`, data: patchBody(replace('externalId', value), replace('members', [{ value: i % 2 === 0 ? ann : bob }])) },
      { method: 'PATCH', path: `/Users/${bob}`, data: replaced('displayName', value) }));
    assert.ok([200, 403].includes(answer.status), answer.text);
    if (answer.status === 200) assert.deepEqual(answer.json.Operations.map((one) => one.status), ['200', '200', '200'], 'one state of the switch for all');
  }
}

// Disabled, all edited, Enabled. `world.edited` is the last round whose edits have all been answered.
async function driftAndReturn(admin, world, { ann, bob, cat, group }) {
  for (let round = 1; round <= pair_rounds; ++round) {
    await admin.switchTo('Disabled');
    const value = `local-${round}`;
    await admin.call('UpdateUser', { UserId: ann, NewDisplayName: value });
    await admin.call('UpdateUser', { UserId: bob, NewDisplayName: value });
    await admin.call('UpdateGroup', { GroupId: group, NewGroupName: value });
    await admin.join(group, cat);
    world.edited = round;
    await world.seenBy(2); // readers
    await admin.switchTo('Enabled');
  }
}

const roundOf = (name) => (name.startsWith('local-') ? Number(name.slice('local-'.length)) : 0);

// What was edited after `before`, named as it is: by its round once it is edited, else as what was pushed.
const unedited = (before) => (roundOf(before) > 0 ? 'pushed' : before);
function membersNamed(count, before) {
  assert.ok(count === 1 || count === 2, `${count} members: a push is half seen`);
  if (count === 1) return unedited(before);
  return roundOf(before) > 0 ? before : 'edited members';
}

// `names`, in the order in which they are edited by hand, are of one moment: the same everywhere, or amid the edits of a
// round later than `edited`, the one that was wholly edited when the reader asked.
function expectOneMoment(names, edited) {
  const [first] = names;
  const rest = names.slice(names.findIndex((one) => one !== first));
  if (rest[0] === first) return 'whole';
  const amid = roundOf(first) > edited && rest.every((one) => one === rest[0]) && roundOf(rest[0]) === 0;
  assert.ok(amid, `half of a rollback, or of a push: ${names.join(', ')} (all were edited in round ${edited})`);
  return 'amid edits';
}

const pairFilter = 'userName sw "pair-"';

// Ways to see several of them in one answer: each answers names, in the order of the edits.
const looks = {
  async users(idp) {
    const { Resources: [ann, bob] } = await idp.get(`/Users?filter=${encodeURIComponent(pairFilter)}&attributes=displayName`);
    return [ann.displayName, bob.displayName];
  },
  // What is pushed to the group shows in its externalId; what is done by hand, in its name.
  async usersAndGroup(idp) {
    const { Resources: [ann, bob, , group] } = await idp.expect(200, 'POST', '/.search', {
      schemas: [search_urn], filter: `${pairFilter} or meta.resourceType eq "Group"`, attributes: ['displayName', 'externalId', 'members'],
    });
    const name = group.displayName === 'pair-group' ? group.externalId : group.displayName;
    return [ann.displayName, bob.displayName, name, membersNamed(memberIds(group).length, name)];
  },
  async groupsOfUsers(idp) {
    const { Resources } = await idp.get(`/Users?filter=${encodeURIComponent(pairFilter)}&attributes=displayName,groups`);
    const [ann, bob] = Resources.map((one) => one.displayName);
    const seen = Resources.flatMap((one) => one.groups ?? []).map((group) => group.display);
    assert.ok(seen.every((one) => one === seen[0]), seen.join(', '));
    const name = seen[0] === 'pair-group' ? unedited(bob) : seen[0];
    return [ann, bob, name, membersNamed(seen.length, name)];
  },
  async management(idp, admin) {
    const { Users: [ann, bob] } = await admin.call('ListUsers', { MaxResults: '100' });
    return [ann.DisplayName, bob.DisplayName];
  },
};

async function keepLooking(look, idp, admin, world, seen) {
  while (!world.over) {
    const { edited } = world;
    ++seen[expectOneMoment(await look(idp, admin), edited)];
    world.saw();
  }
}

// A world whose flipper can wait until its readers have had that many answers.
function observedWorld() {
  const world = { over: false, edited: 0, looks: 0, waiting: undefined };
  world.saw = () => { if (++world.looks >= (world.waiting?.count ?? Infinity)) world.waiting.resolve(); };
  world.seenBy = (more) => new Promise((resolve) => { world.waiting = { count: world.looks + more, resolve }; });
  return world;
}

test('no reader ever sees half a rollback, or half of a Bulk push', { timeout: 240_000 }, async (t) => {
  const server = await startServer(t, { data: temporaryFolder(t) });
  const idp = () => new IdentityProvider(t, server);
  const pair = await furnishPair(idp());
  const world = observedWorld();
  const seen = { whole: 0, 'amid edits': 0 };
  const others = [
    ...Object.values(looks).map((look) => keepLooking(look, idp(), new Administrator(t, server), world, seen)),
    ...['a', 'b'].map((prefix) => pushPair(idp(), world, pair, prefix)),
  ];

  await whileOthers(world, others, () => driftAndReturn(new Administrator(t, server), world, pair));

  assert.ok(seen.whole > pair_rounds && seen['amid edits'] > 0, JSON.stringify(seen));
  t.diagnostic(`${pair_rounds} rollbacks; seen: ${JSON.stringify(seen)}`);
});
