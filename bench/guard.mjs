// The regression guard: how many instructions a release executes for each kind of request, counted by callgrind and
// compared with bench/guard_baseline.json. Counts, unlike times, are the same on a busy machine and on a quiet one.
// README.md says how to run it and how to read it.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openLine, requestText } from '../tests/wire/support/http.mjs';
import { groupBody, patchBody, urn, userBody } from '../tests/wire/support/scim.mjs';
import { binary, dev, environmentWith, wait } from '../tests/wire/support/server.mjs';

const { values: options } = parseArgs({ options: {
  binary: { type: 'string' }, update: { type: 'boolean', default: false },
  baseline: { type: 'string', default: path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), 'guard_baseline.json') },
} });
const tolerated = 0.03; // of the baseline's count, either way: a guard that is never brought down guards nothing
const blocks = 20; // a kind is counted so often, and the lowest count stands: into others, once a second, a checkpoint falls
// Between requests: a server thread has let go of what it holds for the next one, each time or it would be a matter of speed.
const rest_milliseconds = 15;
const start_milliseconds_max = 120_000;
// What the count is made of, and so what it may be compared within.
const packages = ['g++-12', 'libstdc++6', 'libc6', 'libsqlite3-0', 'libboost-json1.81.0', 'libboost1.81-dev', 'libssl3', 'valgrind'];
// The processor's own: libraries choose their inner loops by it, and it differs from machine to machine.
const plain_processor = { GLIBC_TUNABLES: 'glibc.cpu.hwcaps=-AVX2,-AVX512F,-AVX512VL,-ERMS,-FSRM,-AVX_Fast_Unaligned_Load', OPENSSL_ia32cap: '0:0' };

// ---- requests --------------------------------------------------------------------------------------------------------

const user = (name) => userBody(name, {
  externalId: `external-${name}`, displayName: `Display ${name}`, active: true, title: 'Engineer', preferredLanguage: 'en-US',
  name: { givenName: 'Given', familyName: 'Family', formatted: 'Given Family' },
  emails: [{ value: `${name}@work.example`, type: 'work', primary: true }, { value: `${name}@home.example`, type: 'home' }],
  phoneNumbers: [{ value: '+1 555 0100', type: 'work' }],
  addresses: [{ streetAddress: '1 Main Street', locality: 'Town', postalCode: '12345', country: 'US', type: 'work' }],
});
const numbered = (count, make) => Array.from({ length: count }, (_, i) => make(i));
const padded = (i) => String(i).padStart(6, '0'); // every name as long as every other
const bulk = (names) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
  Operations: names.map((name) => ({ method: 'POST', path: '/Users', bulkId: name, data: user(name) })),
});

class Provider {
  constructor(line) { this.line = line; }

  // One write for the whole request, so that it arrives in as few pieces each time.
  async ask(status, method, target, body) {
    const type = body === undefined ? {} : { 'Content-Type': 'application/scim+json' };
    this.line.send(requestText(method, `/scim/v2${target}`, { Authorization: `Bearer ${dev.token}`, ...type },
      body === undefined ? '' : JSON.stringify(body)));
    const answer = await this.line.answer();
    assert.equal(answer.status, status, `${method} ${target}: ${answer.text.slice(0, 500)}`);
    return answer.json;
  }
}

// Whom the requests are about: as many users as a page shows and some more, and one group.
async function furnish(idp) {
  const ids = [];
  for (const part of [0, 1, 2]) {
    const { Operations } = await idp.ask(200, 'POST', '/Bulk', bulk(numbered(100, (i) => `first-${padded(100 * part + i)}`)));
    ids.push(...Operations.map(({ location }) => location.split('/').at(-1)));
  }
  const group = await idp.ask(201, 'POST', '/Groups', groupBody('Everybody', ids.slice(0, 100)));
  return { ids, group: group.id, name: (i) => `first-${padded(i % ids.length)}`, id: (i) => ids[i % ids.length] };
}

// Name, how many in a block, the i-th request (i counts on from block to block).
const kinds = [
  ['GET by id', 20, (idp, house, i) => idp.ask(200, 'GET', `/Users/${house.id(i)}`)],
  ['GET ?attributes', 20, (idp, house, i) => idp.ask(200, 'GET', `/Users/${house.id(i)}?attributes=userName,emails`)],
  ['GET ?excludedAttributes', 20, (idp, house, i) => idp.ask(200, 'GET', `/Users/${house.id(i)}?excludedAttributes=groups`)],
  ['userName eq, hit', 20, (idp, house, i) => idp.ask(200, 'GET', `/Users?filter=userName%20eq%20%22${house.name(i)}%22`)],
  ['userName eq, miss', 20, (idp, house, i) => idp.ask(200, 'GET', `/Users?filter=userName%20eq%20%22nobody-${padded(i)}%22`)],
  ['page of 100', 5, (idp, house, i) => idp.ask(200, 'GET', `/Users?count=100&startIndex=${1 + (i % 10)}`)],
  ['page of 100, attributes', 5, (idp, house, i) => idp.ask(200, 'GET', `/Users?count=100&startIndex=${1 + (i % 10)}&attributes=userName`)],
  ['GET group', 20, (idp, house) => idp.ask(200, 'GET', `/Groups/${house.group}?excludedAttributes=members`)],
  ['POST', 8, (idp, house, i) => idp.ask(201, 'POST', '/Users', user(`second-${padded(i)}`))],
  ['PATCH active', 8, (idp, house, i) => idp.ask(200, 'PATCH', `/Users/${house.id(i)}`,
    patchBody({ op: 'replace', path: 'active', value: i % (2 * house.ids.length) >= house.ids.length }))],
  ['PUT', 8, (idp, house, i) => idp.ask(200, 'PUT', `/Users/${house.id(i)}`, { ...user(house.name(i)), title: `Title ${padded(i)}` })],
  // The first hundred are members: each is taken out, and put back by the next request.
  ['PATCH 1 member', 8, (idp, house, i) => idp.ask(200, 'PATCH', `/Groups/${house.group}?excludedAttributes=members`, patchBody(i % 2 === 0
    ? { op: 'remove', path: `members[value eq "${house.id(Math.floor(i / 2) % 100)}"]` }
    : { op: 'add', path: 'members', value: [{ value: house.id(Math.floor(i / 2) % 100) }] }))],
  ['Bulk of 100 creates', 1, (idp, house, i) => idp.ask(200, 'POST', '/Bulk', bulk(numbered(100, (k) => `bulk-${padded(100 * i + k)}`)))],
];

// ---- counting --------------------------------------------------------------------------------------------------------

class CountedServer {
  constructor(folder) {
    this.folder = folder;
    const ready = path.join(folder, 'ready');
    const ours = ['dev', '--data', path.join(folder, 'data'), '--listen', '127.0.0.1:0', '--log', 'none', '--threads', '1', '--ready-file', ready];
    this.child = spawn('valgrind', ['--tool=callgrind', `--callgrind-out-file=${path.join(folder, 'counts')}`, '--quiet', binary, ...ours], {
      env: environmentWith({ SCIMD_THROTTLE: '0', SCIMD_THROTTLE_API: '0', SCIMD_THROTTLE_SCIM: '0', ...plain_processor }),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.ended = new Promise((resolve) => { this.child.on('exit', resolve); this.child.on('error', resolve); });
    this.readyFile = ready;
  }

  async ready() {
    for (const deadline = Date.now() + start_milliseconds_max; !existsSync(this.readyFile); await wait(50))
      if (this.child.exitCode !== null || Date.now() > deadline) throw new Error('scimd does not start under valgrind');
    this.port = Number(new URL(readFileSync(this.readyFile, 'utf8').trim()).port);
  }

  // Instructions of all threads since the last time. A dump begins the count anew.
  take() {
    const told = spawnSync('vgdb', [`--pid=${this.child.pid}`, 'dump'], { encoding: 'utf8' });
    if (told.status !== 0) throw new Error(`vgdb: ${told.stderr}`);
    let instructions = 0;
    for (const name of readdirSync(this.folder).filter((one) => /^counts\.\d/.test(one))) {
      const file = path.join(this.folder, name);
      instructions += Number(/^(?:totals|summary): (\d+)/m.exec(readFileSync(file, 'utf8'))[1]);
      unlinkSync(file);
    }
    return instructions;
  }

  async stop() {
    this.child.kill('SIGTERM');
    await Promise.race([this.ended, wait(start_milliseconds_max)]);
    this.child.kill('SIGKILL');
  }
}

// {kind: instructions for one request}; how far its highest block is from the lowest goes to stderr.
async function count(server, idp) {
  const house = await furnish(idp);
  const counts = {};
  for (const [kind, each, ask] of kinds) {
    const taken = [];
    for (let block = -1, i = 0; block < blocks; ++block) { // the first one warms up: statements are prepared, pages are read
      server.take();
      for (const end = i + each; i < end; ++i) {
        await ask(idp, house, i);
        await wait(rest_milliseconds);
      }
      const instructions = server.take() / each;
      if (block >= 0) taken.push(instructions);
    }
    counts[kind] = Math.round(Math.min(...taken));
    const widest = Math.max(...taken) / counts[kind] - 1;
    process.stderr.write(`  ${kind}: ${counts[kind]}, blocks within ${(100 * widest).toFixed(1)} %\n`);
  }
  return counts;
}

async function countAll() {
  const folder = mkdtempSync(path.join(tmpdir(), 'scimd-guard-'));
  const server = new CountedServer(folder);
  const cleaners = [];
  try {
    await server.ready();
    return await count(server, new Provider(await openLine({ after: (clean) => cleaners.push(clean) }, server)));
  } finally {
    cleaners.forEach((clean) => clean());
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

// ---- comparing -------------------------------------------------------------------------------------------------------

function versions() {
  const told = spawnSync('dpkg-query', ['-W', '-f=${Package} ${Version}\n', ...packages], { encoding: 'utf8' });
  return Object.fromEntries((told.stdout ?? '').trim().split('\n').map((line) => line.split(' ')));
}

const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

function compare(known, counts) {
  const rows = Object.entries(counts).map(([kind, now]) => {
    const before = known[kind];
    const change = before === undefined ? NaN : now / before - 1;
    return { kind, before, now, change, holds: Math.abs(change) <= tolerated };
  });
  const gone = Object.keys(known).filter((kind) => !(kind in counts));
  for (const { kind, before, now, change, holds } of rows)
    console.log(`${kind.padEnd(26)}${grouped(before ?? '-').padStart(14)}${grouped(now).padStart(14)}${`${(100 * change).toFixed(1)} %`.padStart(10)}${holds ? '' : '  !'}`);
  return { broken: rows.filter(({ holds }) => !holds), gone };
}

const made_with = versions();
if (options.update) {
  writeFileSync(options.baseline, `${JSON.stringify({ made_with, instructions: await countAll() }, null, 2)}\n`);
  console.log(`bench/guard: written to ${options.baseline}; commit it with the reason for every number that changed`);
  process.exit(0);
}
const known = JSON.parse(readFileSync(options.baseline, 'utf8'));
const other = packages.filter((one) => known.made_with[one] !== made_with[one]);
if (other.length > 0) {
  for (const one of other) console.log(`  ${one}: the baseline has ${known.made_with[one]}, this machine ${made_with[one]}`);
  console.log('bench/guard: NOTHING WAS COMPARED: the baseline was made with other versions. Run bench/guard --update on a machine with these.');
  process.exit(0);
}
console.log(`${'instructions a request'.padEnd(26)}${'baseline'.padStart(14)}${'now'.padStart(14)}${'change'.padStart(10)}`);
const { broken, gone } = compare(known.instructions, await countAll());
if (broken.length + gone.length === 0) process.exit(0);
const names = [...broken.map(({ kind, change }) => `${kind} (${change > 0 ? '+' : ''}${(100 * change).toFixed(1)} %)`), ...gone.map((kind) => `${kind} (no longer counted)`)];
console.log(`bench/guard: differs from the baseline by more than ${100 * tolerated} %: ${names.join(', ')}. `
  + 'If that is meant, better or worse, run bench/guard --update and commit the baseline with the reason.');
process.exit(1);
