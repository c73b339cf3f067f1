// What the way back to Enabled costs: a directory of many users, of which 0, 10, 1,000 and 100,000 entities have drifted, and
// GETs by id from 8 connections while the big rollback runs. Ends by itself; README.md says how to run it and how to read it.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { administrators, contentsOf, driftApart, fill, mixOf } from '../tests/wire/support/drift.mjs';
import { IdentityProvider } from '../tests/wire/support/scim.mjs';
import { binary, runCommand, startServer, temporaryFolder, wait } from '../tests/wire/support/server.mjs';

const { values: options } = parseArgs({ options: {
  binary: { type: 'string' }, users: { type: 'string', default: '200000' }, json: { type: 'string' },
} });
const users = Number(options.users);
const sizes = [0, 10, 1_000, 100_000].filter((drifted) => drifted <= users / 2);
const biggest = sizes.at(-1);
const repetitions = (drifted) => (drifted < 100_000 ? 5 : 1); // the smaller, the more it matters what else happens
const connections_for_edits = 16;
const connections_for_reads = 8;
const members_each = 10;
const settling_milliseconds = 1_000; // what the edits left to do in the background, checkpoints, is not part of the flip
const target = { microseconds_each: 50, milliseconds_more: 5, get_p99_milliseconds: 20 };

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const inSeconds = async (what, work) => {
  const began = performance.now();
  const done = await work();
  process.stderr.write(`  ${what}: ${((performance.now() - began) / 1_000).toFixed(1)} s\n`);
  return done;
};

async function flip(admin, status) {
  const began = performance.now();
  await admin.switchTo(status);
  return { from: performance.timeOrigin + began, milliseconds: performance.now() - began };
}

// Megabytes the server has used at most since the last `forgetPeak`.
const peakOf = (server) => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))[1]) / 1_024;
const forgetPeak = (server) => writeFileSync(`/proc/${server.child.pid}/clear_refs`, '5');

// Milliseconds of processor time that the server's threads have used. On a busy machine the figure to believe.
const processorTimeOf = ({ child: { pid } }) => readdirSync(`/proc/${pid}/task`)
  .reduce((all, thread) => all + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6, 0);

// Disabled, this many entities edited by hand, Enabled again: what the last step takes.
async function measureFlip(house, drifted, meanwhile = (work) => work()) {
  await flip(house.admins[0], 'Disabled');
  await driftApart(house.admins, house.filled, mixOf(drifted));
  await wait(settling_milliseconds);
  forgetPeak(house.server);
  const megabytes = peakOf(house.server);
  const used = processorTimeOf(house.server);
  const measured = await meanwhile(() => flip(house.admins[0], 'Enabled'));
  return { ...measured, processor_milliseconds: processorTimeOf(house.server) - used, peak_megabytes_more: Math.max(0, peakOf(house.server) - megabytes) };
}

async function measureSize(house, drifted) {
  const runs = [];
  for (let i = 0; i < repetitions(drifted); ++i) runs.push(await measureFlip(house, drifted));
  const milliseconds = median(runs.map((one) => one.milliseconds));
  return {
    drifted, runs: runs.length, milliseconds, longest_milliseconds: Math.max(...runs.map((one) => one.milliseconds)),
    microseconds_each: drifted > 0 ? (milliseconds * 1_000) / drifted : null,
    processor_milliseconds: median(runs.map((one) => one.processor_milliseconds)),
    allowed_milliseconds: (target.microseconds_each * drifted) / 1_000 + target.milliseconds_more,
    peak_megabytes_more: Math.max(...runs.map((one) => one.peak_megabytes_more)),
  };
}

// Reads on a thread of its own, so that what measures the flip does not wait for what reads. `work` is done once the readers
// have gone for a second without it.
async function whileReading(house, work) {
  const workerData = { base: house.server.base, ids: house.filled.users, connections: connections_for_reads };
  const readers = new Worker(new URL('readers.mjs', import.meta.url), { workerData, argv: ['--binary', binary] });
  const heard = new Promise((resolve, reject) => { readers.once('message', resolve); readers.once('error', reject); });
  await wait(1_500);
  const measured = await work();
  readers.postMessage('stop');
  return { ...measured, gets: await heard };
}

function latenciesOf(gets) {
  const sorted = gets.map((one) => one.milliseconds).sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { gets: sorted.length, p50: at(0.5), p99: at(0.99), max: sorted.at(-1) };
}

// The same flip with readers: what they saw while it ran and in the second before.
async function measureReaders(house) {
  const { from, milliseconds, gets } = await measureFlip(house, biggest, (work) => whileReading(house, work));
  const until = from + milliseconds;
  return {
    drifted: biggest, milliseconds, microseconds_each: (milliseconds * 1_000) / biggest,
    before: latenciesOf(gets.filter((one) => one.from >= from - 1_000 && one.from + one.milliseconds < from)),
    during: latenciesOf(gets.filter((one) => one.from < until && one.from + one.milliseconds > from)),
  };
}

const shown = (number, digits) => (number === null ? '' : number.toFixed(digits));
function tableOf(head, lines) {
  const widths = head.map((name, i) => Math.max(name.length, ...lines.map((line) => line[i].length)));
  const row = (cells) => `| ${cells.map((cell, i) => cell.padStart(widths[i])).join(' | ')} |`;
  return [row(head), `|${widths.map((width) => `${'-'.repeat(width + 1)}:`).join('|')}|`, ...lines.map(row)].join('\n');
}

const verdict = (holds) => (holds ? 'yes' : 'NO');

function report({ sizes: measured, readers }) {
  const flips = measured.map((one) => [
    `${one.drifted}`, `${one.runs}`, shown(one.milliseconds, 1), shown(one.longest_milliseconds, 1), shown(one.microseconds_each, 1),
    shown(one.processor_milliseconds, 1), shown(one.allowed_milliseconds, 1), verdict(one.milliseconds <= one.allowed_milliseconds),
    shown(one.peak_megabytes_more, 0)]);
  console.log(tableOf(['drifted', 'runs', 'ms', 'longest ms', 'µs each', 'CPU ms', 'allowed ms', 'within', 'MB more'], flips));
  console.log(`\nGETs by id from ${connections_for_reads} connections while ${readers.drifted} entities were rolled back,`
    + ` in ${shown(readers.milliseconds, 1)} ms (${shown(readers.microseconds_each, 1)} µs each):\n`);
  console.log(tableOf(['GETs', 'answered', 'p50 ms', 'p99 ms', 'max ms', 'within'], ['before', 'during'].map((when) => [
    when, `${readers[when].gets}`, shown(readers[when].p50, 2), shown(readers[when].p99, 2), shown(readers[when].max, 2),
    verdict(readers[when].p99 < target.get_p99_milliseconds)])));
}

async function measure(t) {
  const server = await startServer(t, { data: temporaryFolder(t) });
  const mix = mixOf(biggest);
  const groups = mix.editedGroups + mix.changedGroups;
  const filled = await inSeconds(`${users} users, ${groups} groups`, () => fill(t, server, { users, groups, members_each }));
  const house = { server, filled, admins: administrators(t, server, connections_for_edits) };
  const idp = new IdentityProvider(t, server);
  const pushed = await inSeconds('everything read', () => contentsOf(idp));

  const measured = [];
  for (const drifted of sizes) measured.push(await inSeconds(`${drifted} drifted`, () => measureSize(house, drifted)));
  const readers = await inSeconds(`${biggest} drifted, read meanwhile`, () => measureReaders(house));

  const found = await contentsOf(idp);
  assert.ok(found.size === pushed.size && [...pushed].every(([id, content]) => found.get(id) === content), 'all is as it was pushed');
  return { groups, mix, sizes: measured, readers };
}

const cleaners = [];
try {
  const measured = await measure({ after: (clean) => cleaners.push(clean) });
  report(measured);
  const machine = { processors: os.cpus().length, model: os.cpus()[0].model, node: process.version, scimd: runCommand(['--version']).stdout.trim() };
  if (options.json) writeFileSync(options.json, `${JSON.stringify({ users, machine, target, ...measured }, null, 2)}\n`);
} finally {
  for (const clean of cleaners.reverse()) await clean();
}
