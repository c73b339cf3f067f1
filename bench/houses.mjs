// The servers that are measured: started on a core of their own, filled once, asked by scimd_load from another core.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Administrator } from '../tests/wire/support/cloudsso.mjs';
import { IdentityProvider, groupBody, patchBody } from '../tests/wire/support/scim.mjs';
import { environmentWith, wait } from '../tests/wire/support/server.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
export const folder = path.join(root, 'build/bench');
export const built = (name) => path.join(root, 'build/release', name);
const users_per_request = 1_000;
const members_per_request = 10_000;
const groups_of_100 = 10;
const ready_milliseconds_max = 60_000;
const newcomers_from = 100_000_000; // the numbers of users who are created while one measures

// On a machine of one processor everything shares it, and the figures say little.
export const pinned = os.availableParallelism() > 1;
const onCore = (core, words) => (pinned && core !== undefined ? ['taskset', '-c', String(core), ...words] : words);

// Should the program be ended from outside, its servers go with it.
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export function spawnOn(core, words) {
  const [program, ...rest] = onCore(core, words);
  const child = spawn(program, rest, { env: environmentWith({}), stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.text = '';
  child.complaint = '';
  child.stdout.on('data', (part) => { child.text += part; });
  child.stderr.on('data', (part) => { child.complaint += part; });
  child.ended = new Promise((resolve) => { child.on('close', (code) => { running.delete(child); resolve(code); }); });
  return child;
}

// One run of the generator. A wrong answer ends the measurement.
export async function load(words) {
  const child = spawnOn(1, [built('scimd_load'), ...words.map(String)]);
  if (await child.ended !== 0) throw new Error(`scimd_load ${words.join(' ')}\n${child.complaint}`);
  return JSON.parse(child.text);
}

// Megabytes: all that is mapped and there, and what is nobody else's.
export function memoryOf({ pid }) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)[1]) / 1_024;
  return { rss_megabytes: of('VmRSS'), private_megabytes: of('RssAnon') };
}

// The ways to start a server. `how`: scimd's command and what it is told besides. The credentials of `scimd dev`, which fills
// the folders, are good for `scimd serve`, too.
const quiet = ['--log', 'none', '--threads', '1'];
export const how = {
  usual: ['dev', ...quiet],
  tls: (certificate, key) => ['serve', ...quiet, '--tls-certificate', certificate, '--tls-key', key],
  serve: ['serve'],
};
export const kinds = {
  floor: (binary, data) => [binary, '--data', data],
  scimd: (binary, data, [command, ...more] = how.usual) => [binary, command, '--data', data, '--listen', '127.0.0.1:0', '--throttle', '0',
    '--throttle-api', '0', '--throttle-scim', '0', ...more],
};

// How many users beyond those of a size are there to become members.
const spareOf = (users) => Math.min(users / 5, 20_000);
export const groupSizes = (users) => (users === 1_000_000 ? [10_000, 1_000_000] : [100, 10_000, 100_000].filter((members) => members <= users));

export class House {
  // `name`: of the folder that keeps what it is filled with. `core`: undefined, any.
  constructor(name, kind, binary, users, { how: started = how.usual, core = 0 } = {}) {
    Object.assign(this, { name, kind, binary, users, how: started, core });
    this.master = path.join(folder, `${name}-${users}`);
    this.copy = `${this.master}-used`;
    this.turns = { newcomers: newcomers_from };
  }

  // Fills the folder that is kept, unless that was done before, and starts a server over a copy of it.
  async open() {
    if (!existsSync(this.master)) await this.fill();
    this.copyMaster();
    try {
      await this.start(this.copy);
    } catch { // by another scimd, perhaps, whose tables this one does not know
      rmSync(this.master, { recursive: true, force: true });
      await this.fill();
      this.copyMaster();
      await this.start(this.copy);
    }
    return this;
  }

  copyMaster() {
    rmSync(this.copy, { recursive: true, force: true });
    execFileSync('cp', ['-r', '--reflink=auto', this.master, this.copy]);
  }

  async start(data, started = this.how) {
    const ready = path.join(folder, `${this.name}-${this.users}.ready`);
    rmSync(ready, { force: true });
    this.child = spawnOn(this.core, [...kinds[this.kind](this.binary, path.join(data, 'data'), started), '--ready-file', ready]);
    for (const began = Date.now(); !existsSync(ready) || readFileSync(ready, 'utf8') === ''; await wait(5)) {
      if (this.child.exitCode !== null) throw new Error(`${this.name} ended: ${this.child.complaint}`);
      if (Date.now() - began > ready_milliseconds_max) throw new Error(`${this.name} is not ready`);
    }
    this.base = readFileSync(ready, 'utf8').trim();
  }

  async stop() {
    this.child?.kill('SIGTERM');
    await this.child?.ended;
  }

  async close() {
    await this.stop();
    rmSync(this.copy, { recursive: true, force: true });
  }

  // Users by Bulk, then groups whose members are the last of them: whose first page is read is in few groups. Done under another name, so that what is kept is whole.
  async fill() {
    const half = `${this.master}-half`;
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half, { recursive: true });
    await this.start(half, how.usual);
    process.stderr.write(`  filling ${this.name} with ${this.users} users\n`);
    const ids = path.join(half, 'ids');
    const requests = Math.ceil((this.users + spareOf(this.users)) / users_per_request);
    await load(['bulk_1000', '--url', this.base, '--requests', requests, '--warm-up', 0, '--save-ids', ids]);
    await this.fillGroups(half, readFileSync(ids, 'utf8').trim().split('\n'));
    await this.stop();
    renameSync(half, this.master);
  }

  async fillGroups(into, ids) {
    const cleaners = [];
    const idp = new IdentityProvider({ after: (clean) => cleaners.push(clean) }, this);
    for (const members of groupSizes(this.users)) {
      const lines = [];
      for (let i = 0; i < (members === 100 ? groups_of_100 : 1); ++i) {
        const name = `group-${members}-${i}`;
        const { id } = await idp.push('/Groups', groupBody(name, null));
        const chosen = ids.slice(this.users - members * (i + 1), this.users - members * i);
        for (let from = 0; from < members; from += members_per_request) {
          const value = chosen.slice(from, from + members_per_request).map((one) => ({ value: one }));
          const answer = await idp.ask('PATCH', `/Groups/${id}`, patchBody({ op: 'add', path: 'members', value }));
          if (![200, 204].includes(answer.status)) throw new Error(answer.text);
        }
        lines.push(`${id} ${name}\n`);
      }
      writeFileSync(path.join(into, `groups-${members}`), lines.join(''));
    }
    for (const clean of cleaners) clean();
  }

  // What a row of rows.mjs asks for, as words for the generator. Counters go on from round to round.
  words({ scenario, connections = 16, group }) {
    const turn = this.turnOf({ scenario, group });
    return [scenario, '--url', this.base, '--connections', connections, '--ids', path.join(this.copy, 'ids'),
      '--from', this.turns[turn] ?? 0, '--server-pid', this.child.pid, '--members-from', this.users,
      ...(group ? ['--groups', path.join(this.copy, `groups-${group}`)] : [])];
  }

  turnOf({ scenario, group }) {
    return ['post', 'bulk_100', 'cycle'].includes(scenario) ? 'newcomers' : `${scenario} ${group ?? ''}`;
  }

  // Answers the generator's figures and the server's memory after it.
  async measure(row, how) {
    const told = await load([...this.words(row), ...how]);
    this.turns[this.turnOf(row)] = told.next;
    return { ...told, ...this.memory() };
  }

  memory() { return memoryOf(this.child); }

  // Every PATCH of a group is to be answered alike, whatever its size: 204, as the floor does.
  async answerPatches(how) {
    if (this.kind === 'floor') return;
    const cleaners = [];
    await new Administrator({ after: (clean) => cleaners.push(clean) }, this).call('UpdateDirectorySettings', { PatchAnswer: how });
    for (const clean of cleaners) clean();
  }
}
