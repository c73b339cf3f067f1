// Measurements that take minutes each: the way back to Enabled, and many directories in one process.
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { summaryOf, verdict } from './figures.mjs';
import { House, folder, how } from './houses.mjs';
import { usual_connections } from './rows.mjs';
import { administrators, shareOut } from '../tests/wire/support/drift.mjs';
import { IdentityProvider, userBody } from '../tests/wire/support/scim.mjs';

const admins_at_once = 32;

// switch_cost.mjs, with as many users as the plan says.
export async function switching(plan) {
  plan.say(`switch, ${plan.drifting} users`);
  const json = path.join(folder, 'switch.json');
  const program = fileURLToPath(new URL('switch_cost.mjs', import.meta.url));
  execFileSync(process.execPath, [program, '--binary', plan.binary, '--users', String(plan.drifting), '--json', json], { stdio: ['ignore', 'ignore', 'inherit'] });
  const measured = JSON.parse(readFileSync(json, 'utf8'));
  return { figures: measured, tables: [{
    title: `Enabled again, among ${plan.drifting.toLocaleString('en-US')} users`, head: ['drifted', 'ms', 'longest', 'CPU ms', 'µs each', 'allowed ms', 'met'],
    lines: measured.sizes.map((one) => [one.drifted, one.milliseconds, one.longest_milliseconds, one.processor_milliseconds, one.microseconds_each,
      one.allowed_milliseconds, verdict(one.milliseconds <= one.allowed_milliseconds)]),
    note: `GETs by id meanwhile, from 8 connections of a client on the same cores: p99 ${measured.readers.during.p99.toFixed(1)} ms (before: ${measured.readers.before.p99.toFixed(1)} ms).`,
  }] };
}

// A directory each, Enabled, with a credential and a user: lines "id token" for the generator.
async function furnish(plan, house, ids) {
  const cleaners = [];
  const t = { after: (clean) => cleaners.push(clean) };
  const admins = administrators(t, house, admins_at_once);
  const names = Array.from({ length: plan.directories }, (_, i) => `bench-${i}`);
  await shareOut(admins, names, async (admin, DirectoryName) => {
    const { Directory: { DirectoryId } } = await admin.call('CreateDirectory', { DirectoryName });
    await admin.call('SetSCIMSynchronizationStatus', { DirectoryId, SCIMSynchronizationStatus: 'Enabled' });
    const { SCIMServerCredential: { CredentialSecret: token } } = await admin.call('CreateSCIMServerCredential', { DirectoryId });
    const asked = []; // connections that are closed at once: one for each directory would be many
    const idp = new IdentityProvider({ after: (clean) => asked.push(clean) }, house, { token });
    const { id } = await idp.push('/Users', userBody(`${DirectoryName}@example.com`));
    for (const clean of asked) clean();
    appendFileSync(ids, `${id} ${token}\n`);
  });
  for (const clean of cleaners) clean();
}

// Kept as other folders are: filled once.
class Tenants extends House {
  constructor(plan) {
    super('directories', 'scimd', plan.binary, plan.directories);
    this.plan = plan;
  }

  async fill() {
    const half = `${this.master}-half`;
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half, { recursive: true });
    await this.start(half, how.usual);
    process.stderr.write(`  filling ${this.plan.directories} directories\n`);
    await furnish(this.plan, this, path.join(half, 'ids'));
    await this.stop();
    renameSync(half, this.master);
  }
}

export async function directories(plan) {
  const house = await new Tenants(plan).open();
  plan.say('GETs spread over all directories');
  const idle = house.memory();
  const rounds = [];
  for (let i = 0; i < plan.rounds; ++i)
    rounds.push(await house.measure({ scenario: 'get', connections: usual_connections }, ['--seconds', plan.seconds, '--warm-up', plan.warm_up]));
  await house.stop();
  const began = performance.now();
  await house.start(house.copy);
  const milliseconds = performance.now() - began;
  await house.close();
  const spread = summaryOf(rounds);
  return { figures: { directories: plan.directories, idle, spread, start_milliseconds: milliseconds }, tables: [{
    title: `${plan.directories.toLocaleString('en-US')} directories in one process`,
    head: ['GET by id, of any directory', 'scimd', 'req/s', 'p50', 'p99', 'RSS MB', 'RSS before', 'of it private', 'ms to be ready'],
    lines: [['', spread.server_microseconds_each, spread.requests_per_second, spread.p50_microseconds, spread.p99_microseconds, spread.rss_megabytes,
      idle.rss_megabytes, idle.private_megabytes, milliseconds]],
  }] };
}
