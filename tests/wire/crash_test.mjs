// Law 5: an accepted edit is durable before its author hears of it. The server is killed in the middle of a stream of
// pushes, again and again on the same folder; whatever was answered 201 or 200 must be there afterwards.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdentityProvider, groupBody, memberIds, patchBody, userBody } from './support/scim.mjs';
import { runCommand, startServer, temporaryFolder, wait } from './support/server.mjs';

const rounds = 22;
const connections = 4;
const shortest_life_milliseconds = 30;
const longest_life_milliseconds = 250;

// Pushes users, and every fifth time a group with all it has pushed in this round, until the server is gone. `answered`
// gathers what it was told; an answer that is cut off says nothing.
async function pushUntilCut(idp, prefix, answered) {
  const mine = [];
  for (let i = 0; ; ++i) {
    let answer;
    const kind = i % 5 === 4 ? '/Groups' : '/Users';
    const body = kind === '/Groups' ? groupBody(`${prefix}-${i}`, mine) : userBody(`${prefix}-${i}`, { displayName: `${i}` });
    try { answer = await idp.ask('POST', kind, body); } catch { return; }
    assert.equal(answer.status, 201, answer.text);
    const { id } = answer.json;
    if (kind === '/Users') mine.push(id);
    answered[kind].set(id, kind === '/Users' ? body.userName : { name: body.displayName, members: [...mine] });
    if (kind === '/Users') continue;
    // A change of something older must last just as well.
    try { answer = await idp.ask('PATCH', `${kind}/${id}`, patchBody({ op: 'remove', path: `members[value eq "${mine[0]}"]` })); } catch {
      answered.unsure.add(id);
      return;
    }
    assert.ok([200, 204].includes(answer.status), answer.text);
    answered[kind].get(id).members.shift();
  }
}

async function expectKept(idp, answered) {
  const names = new Map();
  for (let start = 1; ;) {
    const page = await idp.get(`/Users?count=1000&startIndex=${start}&attributes=userName`);
    for (const user of page.Resources) names.set(user.id, user.userName);
    start += page.Resources.length;
    if (page.Resources.length === 0 || start > page.totalResults) break;
  }
  for (const [id, name] of answered['/Users']) assert.equal(names.get(id), name, `${name} was answered 201 and must be there`);
}

async function expectGroupsKept(idp, answered) {
  for (const [id, { name, members }] of answered['/Groups']) {
    const group = await idp.get(`/Groups/${id}`);
    assert.equal(group.displayName, name);
    if (!answered.unsure.has(id)) assert.deepEqual(memberIds(group), [...members].sort());
  }
}

test(`killed ${rounds} times in the middle of pushes, it has kept all it accepted`, { timeout: 90_000 }, async (t) => {
  const folder = temporaryFolder(t);
  const answered = { '/Users': new Map(), '/Groups': new Map(), unsure: new Set() };

  for (let round = 0; round < rounds; ++round) {
    const server = await startServer(t, { data: folder });
    await expectKept(new IdentityProvider(t, server), answered);
    const streams = Array.from({ length: connections }, (_, i) => pushUntilCut(new IdentityProvider(t, server), `r${round}-c${i}`, answered));
    await wait(shortest_life_milliseconds + (longest_life_milliseconds - shortest_life_milliseconds) * (((round * 7) % rounds) / rounds));
    await server.kill();
    await Promise.all(streams);
  }

  assert.ok(answered['/Users'].size > rounds, `${answered['/Users'].size} users were accepted: too few to say anything`);
  assert.ok(answered['/Groups'].size > 0);
  const server = await startServer(t, { data: folder });
  const idp = new IdentityProvider(t, server);
  await expectKept(idp, answered);
  await expectGroupsKept(idp, answered);
  await server.stop();
  const checked = runCommand(['check', '--data', folder]);
  assert.equal(checked.code, 0, checked.stderr);
  assert.match(checked.stdout, /All laws hold/);
  t.diagnostic(`${answered['/Users'].size} users and ${answered['/Groups'].size} groups accepted`);
});

test('a killed server leaves folders that check finds in order, without a start in between', { timeout: 60_000 }, async (t) => {
  const folder = temporaryFolder(t);
  const server = await startServer(t, { data: folder });
  const answered = { '/Users': new Map(), '/Groups': new Map(), unsure: new Set() };
  const stream = pushUntilCut(new IdentityProvider(t, server), 'one', answered);
  await wait(longest_life_milliseconds);
  await server.kill();
  await stream;

  const checked = runCommand(['check', '--data', folder]);

  assert.equal(checked.code, 0, checked.stderr);
  assert.ok(answered['/Users'].size > 0);
  const idp = new IdentityProvider(t, await startServer(t, { data: folder }));
  await expectKept(idp, answered);
  await expectGroupsKept(idp, answered);
});
