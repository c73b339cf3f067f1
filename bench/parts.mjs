// The measurements, a function each. Each answers the tables to show and the figures behind them:
// [{title, head, lines, note}], and whatever goes into the JSON.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { keeps, ratioOf, summaryOf, targetText, verdict } from './figures.mjs';
import { House, built, folder, groupSizes, how, kinds, load, memoryOf, spawnOn } from './houses.mjs';
import { comparisons, growing, growth_max, million_rows, rows, usual_connections, variants } from './rows.mjs';
import { dev, wait } from '../tests/wire/support/server.mjs';

const start_milliseconds_max = 50;
const idle_megabytes_max = 12;
const private_megabytes_max = 100;
const read_during_scan_p99_max = 5_000;
const starts = 5;

// The rounds of one row, the servers taking turns: {name: [figures]}.
async function alternate(plan, houses, row) {
  const rounds = Object.fromEntries(houses.map((house) => [house.name, []]));
  const members = row.scenario === 'add_member';
  const long = members ? ['--requests', plan.member_requests, '--warm-up', 0] : ['--seconds', plan.seconds, '--warm-up', plan.warm_up];
  if (members) for (const house of houses) await house.answerPatches('none');
  for (let i = 0; i < plan.rounds; ++i)
    for (const house of houses) rounds[house.name].push(await house.measure(row, long));
  if (members) for (const house of houses) await house.answerPatches('resource');
  return rounds;
}

// A server that has just started pays for each page of the file that it touches for the first time, in page faults. What is
// compared with smaller sizes is a server that has been up for a while.
const warm = (house, row) => house.measure(row, ['--seconds', house.users / 50_000, '--warm-up', 0]);

async function openHouses(plan, users) {
  const wanted = [
    new House('floor', 'floor', built('scimd_floor'), users),
    new House('scimd', 'scimd', plan.binary, users),
    ...(plan.other ? [new House('other', 'scimd', plan.other, users)] : []),
  ];
  for (const house of wanted) await house.open();
  return wanted;
}

async function closeHouses(houses) {
  for (const house of houses) await house.close();
}

function lineOf(row, houses, rounds) {
  const of = Object.fromEntries(houses.map((house) => [house.name, summaryOf(rounds[house.name])]));
  const ratios = rounds.floor ? { floor: ratioOf(rounds.scimd, rounds.floor) } : {};
  if (rounds.other) ratios.other = ratioOf(rounds.scimd, rounds.other);
  const met = keeps(row.target, of.scimd);
  return { ...row, connections: row.connections ?? usual_connections, met, ratios, ...of };
}

const microseconds = 'server_microseconds_each';
function tableLine(one) {
  return [
    one.name, one.floor?.[microseconds], ...(one.other ? [one.other[microseconds]] : []), one.scimd[microseconds], one.ratios.floor,
    ...(one.other ? [one.ratios.other] : []), targetText(one.target), verdict(one.met), one.scimd.requests_per_second,
    one.scimd.p50_microseconds, one.scimd.p99_microseconds, one.scimd.rss_megabytes];
}
const headOf = (plan) => ['scenario', 'floor', ...(plan.other ? ['other'] : []), 'scimd', 'scimd/floor', ...(plan.other ? ['scimd/other'] : []),
  'target', 'met', 'req/s', 'p50', 'p99', 'RSS MB'];

async function measureRows(plan, houses, some) {
  const lines = [];
  for (const row of some.filter((one) => plan.wants(one.name))) {
    plan.say(row.name);
    const rounds = await alternate(plan, houses, { connections: usual_connections, ...row });
    lines.push(lineOf(row, houses, rounds));
  }
  return lines;
}

// How fast the generator is where the server does next to nothing: beyond that, req/s are the generator's.
async function ceiling(plan, floor) {
  const told = [];
  for (let i = 0; i < plan.rounds; ++i) told.push(await floor.measure({ scenario: 'constant', connections: usual_connections }, ['--seconds', plan.seconds]));
  return summaryOf(told);
}

export async function standard(plan) {
  const houses = await openHouses(plan, plan.standard);
  const there = rows.filter((row) => !row.group || groupSizes(plan.standard).includes(row.group));
  const lines = await measureRows(plan, houses, there);
  const most = await ceiling(plan, houses[0]);
  await closeHouses(houses);
  return { figures: { lines, ceiling: most }, tables: [{
    title: `${plan.standard.toLocaleString('en-US')} users`, head: headOf(plan), lines: lines.map(tableLine),
    note: `floor, scimd and target: µs of processor for each request; p50 and p99: µs. ${usual_connections} connections where nothing else is said.`
      + ` The generator's own ceiling, against a constant answer: ${most.requests_per_second.toLocaleString('en-US')} req/s,`
      + ` p99 ${most.p99_microseconds} µs, ${most.generator_microseconds_each} µs of its processor for each.`,
  }, comparisonTable(lines)] };
}

function comparisonTable(lines) {
  const cost = (name) => lines.find((line) => line.name === name)?.scimd[microseconds];
  const measured = comparisons.filter(({ one, other }) => cost(one) && cost(other));
  return {
    title: 'What is to cost about the same', head: ['processor time, scimd', 'ratio', 'allowed', 'met'],
    lines: measured.map(({ name, one, other, max }) => [name, cost(one) / cost(other), max, verdict(cost(one) <= max * cost(other))]),
  };
}

// The same at every size, the sizes taking turns.
export async function growth(plan) {
  const houses = [];
  for (const users of plan.sizes) houses.push(await new House('scimd', 'scimd', plan.binary, users).open());
  const watches = houses.map(watchMemory);
  const lines = [];
  for (const row of growing) {
    plan.say(`${row.name}, ${plan.sizes.join(', ')} users`);
    for (const house of houses) await warm(house, row);
    const rounds = houses.map(() => []);
    for (let i = 0; i < plan.rounds; ++i)
      for (const [at, house] of houses.entries()) rounds[at].push(await house.measure(row, ['--seconds', plan.seconds, '--warm-up', plan.warm_up]));
    const ratios = rounds.flatMap((one) => rounds.map((other) => ratioOf(one, other)));
    lines.push({ name: row.name, sizes: rounds.map(summaryOf), ratio: Math.max(...ratios) });
  }
  const megabytes = watches.map((watch) => watch.stop());
  await closeHouses(houses);
  return { figures: { users: plan.sizes, lines, private_megabytes: megabytes }, tables: [{
    title: 'How cost grows with users',
    head: ['scimd, µs for each', ...plan.sizes.map((users) => users.toLocaleString('en-US')), 'largest ratio', 'allowed', 'met'],
    lines: lines.map(({ name, sizes, ratio }) => [name, ...sizes.map((one) => one[microseconds]), ratio, growth_max, verdict(ratio <= growth_max)]),
    note: 'Each after a warm-up of a second for every 50,000 users: the first touch of a page costs a page fault.',
  }, {
    title: 'Private memory under this load', head: ['users', 'MB at most', 'allowed', 'met'],
    lines: plan.sizes.map((users, i) => [users, megabytes[i], private_megabytes_max, verdict(megabytes[i] <= private_megabytes_max)]),
  }] };
}

// What only a million users can show.
export async function million(plan) {
  const houses = await openHouses(plan, 1_000_000);
  const lines = await measureRows(plan, houses, million_rows);
  await closeHouses(houses);
  return { figures: lines, tables: [{ title: 'A million members', head: headOf(plan), lines: lines.map(tableLine), note: 'Of a group among a million users.' }] };
}

// The most private memory until it is stopped.
function watchMemory(house) {
  let most = 0;
  const look = () => { most = Math.max(most, house.memory().private_megabytes); };
  const timer = setInterval(look, 100);
  return { stop: () => { look(); clearInterval(timer); return most; } };
}

// TLS, and what `scimd` does when nobody says how many threads and what to log.
export async function ways(plan) {
  const { key, certificate } = makeCertificate();
  const each = { 'as measured above': how.usual, TLS: how.tls(certificate, key), 'serve, default threads and log': how.serve };
  const lines = [];
  for (const [name, started] of Object.entries(each)) {
    const core = started === how.serve ? undefined : 0;
    const house = await new House('scimd', 'scimd', plan.binary, plan.standard, { how: started, core }).open();
    for (const row of variants) {
      plan.say(`${row.name}, ${name}`);
      const { scimd } = await alternate(plan, [house], row);
      lines.push({ ...row, way: name, ...summaryOf(scimd) });
    }
    await house.close();
  }
  return { figures: lines, tables: [{
    title: 'TLS, threads and the log', head: ['scenario', 'how', 'scimd', 'req/s', 'p50', 'p99', 'RSS MB'],
    lines: lines.map((one) => [one.name, one.way, one[microseconds], one.requests_per_second, one.p50_microseconds, one.p99_microseconds, one.rss_megabytes]),
    note: 'TLS: the handshakes are not among what is measured. With the default threads the server may use every core.',
  }] };
}

function makeCertificate() {
  const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => path.join(folder, name));
  if (!existsSync(certificate))
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '3650',
      '-subj', '/CN=127.0.0.1', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  return { key, certificate };
}

const freePort = () => new Promise((resolve) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => resolve(port)); });
});

// Whether anybody answers this request with 200, yet.
const answers = (port, request) => new Promise((resolve) => {
  const socket = net.connect({ port, host: '127.0.0.1' }, () => socket.write(request));
  socket.once('data', (bytes) => { socket.destroy(); resolve(bytes.toString().startsWith('HTTP/1.1 200')); });
  socket.once('error', () => resolve(false));
});

// From starting the process to the first GET of a user that it answered.
async function startOnce(plan, data, id) {
  const port = await freePort();
  const request = `GET /scim/v2/Users/${id} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${dev.token}\r\n\r\n`;
  const words = kinds.scimd(plan.binary, data).map((word) => (word === '127.0.0.1:0' ? `127.0.0.1:${port}` : word));
  const began = performance.now();
  const child = spawnOn(0, words);
  while (!await answers(port, request)) if (child.exitCode !== null) throw new Error(child.complaint);
  const milliseconds = performance.now() - began;
  const memory = memoryOf(child);
  child.kill('SIGTERM');
  await child.ended;
  return { milliseconds, ...memory };
}

export async function start(plan) {
  const lines = [];
  for (const users of plan.sizes) {
    plan.say(`start, ${users} users`);
    const house = await new House('scimd', 'scimd', plan.binary, users).open();
    await house.stop();
    const id = readFileSync(path.join(house.copy, 'ids'), 'utf8').split('\n', 1)[0];
    const each = [];
    for (let i = 0; i < starts; ++i) each.push(await startOnce(plan, path.join(house.copy, 'data'), id));
    await house.close();
    lines.push({ users, ...summaryOf(each), milliseconds_max: Math.max(...each.map((one) => one.milliseconds)) });
  }
  return { figures: lines, tables: [{
    title: 'Start to first answer, and memory then', head: ['users', 'ms', 'longest', 'allowed', 'met', 'RSS MB', 'of it private', 'allowed', 'met'],
    lines: lines.map((one) => [one.users, one.milliseconds, one.milliseconds_max, start_milliseconds_max, verdict(one.milliseconds <= start_milliseconds_max),
      one.rss_megabytes, one.private_megabytes, idle_megabytes_max, verdict(one.rss_megabytes <= idle_megabytes_max)]),
    note: `Median of ${starts}, from starting the process to the answer of a GET by id.`,
  }] };
}

// GETs by id while a second generator keeps a filter running that has to look at everybody.
export async function scan(plan) {
  const users = plan.sizes.at(-1);
  const house = await new House('scimd', 'scimd', plan.binary, users, { core: undefined }).open();
  const row = { scenario: 'get', connections: 8 };
  const long = ['--seconds', plan.seconds * 3, '--warm-up', plan.warm_up];
  plan.say(`GETs during a scan of ${users} users`);
  await warm(house, row);
  const before = await house.measure(row, long);
  const scanning = load(['scan', '--url', house.base, '--seconds', plan.seconds * 3 + 2, '--warm-up', 0]);
  await wait(500);
  const during = await house.measure(row, long);
  const scanned = await scanning;
  await house.close();
  return { figures: { users, before, during, scan: scanned }, tables: [{
    title: `Reads while a filter scans ${users.toLocaleString('en-US')} users`, head: ['GET by id, 8 connections', 'req/s', 'p50', 'p99', 'longest', 'allowed p99', 'met'],
    lines: [['before', before], ['during', during]].map(([when, one]) => [when, one.requests_per_second, one.p50_microseconds, one.p99_microseconds,
      one.max_microseconds, when === 'during' ? read_during_scan_p99_max : '', when === 'during' ? verdict(one.p99_microseconds <= read_during_scan_p99_max) : '']),
    note: `A scan takes ${Math.round(scanned.p50_microseconds / 1_000).toLocaleString('en-US')} ms meanwhile. The server may use every core.`,
  }] };
}

