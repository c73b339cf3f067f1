// Laws 1, 5 and 6 under a power cut: the server is killed inside the flip to Enabled, with 10,000 drifted entities to
// roll back, again and again on copies of one folder. After the restart the directory is wholly before the flip or wholly
// after it; a flip that was answered is after it. 25 rounds a program, and two programs (SCIMD_CRASH_PART 1 and 2), so that
// they share the work: their moments interleave, and part 2 starts from a folder that a killed server left.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { administrators, contentsOf, driftApart, driftOf, fill, mixOf } from './support/drift.mjs';
import { IdentityProvider, patchBody } from './support/scim.mjs';
import { runCommand, startServer, temporaryFolder, wait } from './support/server.mjs';

const part = Number(process.env.SCIMD_CRASH_PART ?? 1);
const parts = 2;
const rounds_in_all = 50;
const answered_rounds = 3; // of each part: killed when the answer has arrived, so that one outcome is certain
const drifted_entities = 10_000;
const size = { users: 10_000, groups: 1_600, members_each: 4 };
const latest_moment = 1.15; // of the flip's duration

// The directory Disabled, with all its drift: {folder, filled, before, after}, the contents on both sides of the flip.
async function aDriftedFolder(t) {
  const folder = temporaryFolder(t);
  const server = await startServer(t, { data: folder });
  const idp = new IdentityProvider(t, server);
  const filled = await fill(t, server, size);
  const after = await contentsOf(idp);
  const admins = administrators(t, server, 8);
  await admins[0].switchTo('Disabled');
  await driftApart(admins, filled, mixOf(drifted_entities));
  const before = await contentsOf(idp);
  await (part === 1 ? server.stop() : server.kill());
  return { folder, filled, before, after };
}

async function startOnCopy(t, folder) {
  const copy = path.join(temporaryFolder(t), 'data');
  cpSync(folder, copy, { recursive: true });
  return { copy, server: await startServer(t, { data: copy }) };
}

function expectSame(found, expected, about) {
  const differing = [...new Set([...found.keys(), ...expected.keys()])].filter((id) => found.get(id) !== expected.get(id));
  const examples = differing.slice(0, 3).map((id) => `${found.get(id)} for ${expected.get(id)}`).join('; ');
  assert.equal(differing.length, 0, `${about}: ${differing.length} of ${expected.size} entities differ, such as ${examples}`);
}

// The moments of this part, as shares of the flip's duration: one in each of its strata, so that the whole flip is covered
// whatever chance does. The first ones are null: as soon as the answer is there, which tells the duration; the next is 0,
// before the server can have read the request.
function momentsOfPart() {
  const strata = rounds_in_all - parts * answered_rounds;
  const timed = Array.from({ length: strata }, (_, i) => ((i + (i < parts ? 0 : Math.random())) / strata) * latest_moment);
  return [...new Array(answered_rounds).fill(null), ...timed.filter((_, i) => i % parts === part - 1)];
}

// Kills the server at this moment of the flip. Answers after how long the flip was answered, if it was.
async function killInsideFlip(t, server, milliseconds) {
  const admin = new Administrator(t, server);
  await admin.switchStatus(); // the connection is there
  const began = performance.now();
  let answered;
  const flip = admin.ask('SetSCIMSynchronizationStatus', { SCIMSynchronizationStatus: 'Enabled' }).then((answer) => {
    assert.equal(answer.status, 200, answer.text);
    answered = performance.now() - began;
  }, (cut) => { if (cut.code === undefined) throw cut; }); // a connection that is cut off says nothing
  await (milliseconds === null ? flip : wait(milliseconds));
  const answeredBefore = answered;
  await server.kill();
  await flip;
  return answeredBefore;
}

async function driftCounts(admin) {
  const told = await admin.call('GetSCIMSynchronizationStatus');
  return [told.DriftedUserCount, told.DriftedGroupCount, told.DriftedMembershipCount];
}

// What is rare in a long log takes several pages, some of them empty.
async function flipsInTheLog(admin) {
  let flips = 0;
  for (let NextToken = ''; NextToken !== undefined;) {
    const page = await admin.call('ListAuditEvents', { Operation: 'SetSCIMSynchronizationStatus', MaxResults: '100', ...(NextToken && { NextToken }) });
    flips += page.AuditEvents.length;
    NextToken = page.NextToken;
  }
  return flips;
}

// Wholly Disabled with all the drift, or wholly Enabled with none. Answers which. The switch was set when the directory was
// made and before the edits: two flips in the log.
async function expectOneSide(t, server, { filled, before, after }, about) {
  const admin = new Administrator(t, server);
  const idp = new IdentityProvider(t, server);
  const status = await admin.switchStatus();
  const sides = { Disabled: { contents: before, push: 403, edit: 200, flips: 2 }, Enabled: { contents: after, push: 200, edit: 403, flips: 3 } };
  expectSame(await contentsOf(idp), sides[status].contents, `${about}: ${status}`);
  assert.deepEqual(await driftCounts(admin), status === 'Enabled' ? [0, 0, 0] : driftOf(mixOf(drifted_entities)), `${about}: ${status}`);
  assert.equal(await flipsInTheLog(admin), sides[status].flips, `${about}: ${status}, and the log has it so`);
  const last = filled.users.at(-1);
  assert.equal((await idp.ask('PATCH', `/Users/${last}`, patchBody({ op: 'replace', path: 'title', value: 'Engineer' }))).status, sides[status].push);
  assert.equal((await admin.ask('UpdateUser', { UserId: last, NewDescription: '' })).status, sides[status].edit);
  return status;
}

function expectLaws(folder, about) {
  const checked = runCommand(['check', '--data', folder]);
  assert.equal(checked.code, 0, `${about}: ${checked.stdout}${checked.stderr}`);
  assert.match(checked.stdout, /All laws hold/);
}

test(`killed inside the flip, it is before or after and never between (part ${part} of ${parts})`, { timeout: 480_000 }, async (t) => {
  const house = await aDriftedFolder(t);
  const seen = { Disabled: 0, Enabled: 0 };
  let longest = 0; // what a flip takes that is let finish, in milliseconds

  for (const [round, moment] of momentsOfPart().entries()) {
    const milliseconds = moment === null ? null : moment * longest;
    const about = milliseconds === null ? 'killed at the answer' : `killed after ${milliseconds.toFixed(1)} of ${longest.toFixed(0)} ms`;
    const { copy, server } = await startOnCopy(t, house.folder);
    const answered = await killInsideFlip(t, server, milliseconds);
    if (moment === null) longest = Math.max(longest, answered);
    if (round % 2 === 0) expectLaws(copy, about); // with what the killed server left, before any start

    const restarted = await startServer(t, { data: copy });
    const status = await expectOneSide(t, restarted, house, about);
    if (answered !== undefined) assert.equal(status, 'Enabled', `${about}: answered, so it must have lasted`);
    ++seen[status];
    if (status === 'Disabled' && round % 5 === 0) {
      await new Administrator(t, restarted).switchTo('Enabled'); // nothing of the first attempt is in the way
      assert.equal(await expectOneSide(t, restarted, house, about), 'Enabled');
    }
    await restarted.stop();
    expectLaws(copy, about);
  }

  assert.ok(seen.Disabled > 0 && seen.Enabled > 0, `both outcomes occur: ${JSON.stringify(seen)}`);
  t.diagnostic(`${house.before.size} entities to ${house.after.size} in up to ${longest.toFixed(0)} ms; seen: ${JSON.stringify(seen)}`);
});
