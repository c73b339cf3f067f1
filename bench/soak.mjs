// The same mixed load for ten minutes, while the server's memory is watched: it must not go on growing. Users come and go,
// so that the directory stays as large as it is; only the audit log grows, which is on the disk.
// README.md says how to run it and how to read it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { IdentityProvider, groupBody, patchBody, userBody } from '../tests/wire/support/scim.mjs';
import { startServer, temporaryFolder, wait } from '../tests/wire/support/server.mjs';

const { values: options } = parseArgs({ options: {
  binary: { type: 'string' }, seconds: { type: 'string', default: '600' }, users: { type: 'string', default: '2000' },
} });
const seconds = Number(options.seconds);
const connections = 8;
const sample_milliseconds = 500;
const growth_megabytes_max = 2; // of the mean of the last third over that of the middle one: what caches still fill up with
const bulk_max = 1_000;

const of = (items) => items[Math.floor(Math.random() * items.length)];
const user = (name) => userBody(name, {
  externalId: `x-${name}`, displayName: `D ${name}`, emails: [{ value: `${name}@work.example`, type: 'work' }],
});
const bulk = (Operations) => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations });

async function furnish(idp) {
  const ids = [];
  for (let at = 0; at < Number(options.users); at += bulk_max) {
    const { Operations } = await idp.expect(200, 'POST', '/Bulk', bulk(Array.from({ length: bulk_max },
      (_, i) => ({ method: 'POST', path: '/Users', bulkId: `${i}`, data: user(`kept-${at + i}`) }))));
    ids.push(...Operations.map(({ location }) => location.split('/').at(-1)));
  }
  return { ids, group: (await idp.push('/Groups', groupBody('Kept', ids.slice(0, 100)))).id };
}

// One turn of a connector, and what is asked more rarely.
async function turn(idp, house, name, number) {
  await idp.get(`/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`);
  const { id } = await idp.push('/Users', user(name));
  await idp.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: false });
  await idp.replace(`/Users/${id}`, { ...user(name), title: 'put' });
  await idp.patch(`/Groups/${house.group}?excludedAttributes=members`, { op: 'add', path: 'members', value: [{ value: id }] });
  await idp.get(`/Users/${of(house.ids)}`);
  await idp.get(`/Users/${of(house.ids)}?attributes=userName,emails`);
  await idp.remove(`/Users/${id}`);
  if (number % 10 === 0) await idp.get(`/Users?count=100&startIndex=${1 + number % house.ids.length}`);
  if (number % 50 === 0) await idp.get(`/Users?count=1000&filter=${encodeURIComponent('displayName co "1"')}`);
  if (number % 50 === 25) await idp.expect(200, 'POST', '/Bulk', bulk(house.ids.slice(0, 100).map(
    (one) => ({ method: 'PATCH', path: `/Users/${one}`, data: patchBody({ op: 'replace', path: 'title', value: name }) }))));
  if (number % 50 === 40) await idp.ask('POST', '/Users', '{"schemas":');
}

const private_megabytes = ({ child: { pid } }) => Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024;
const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

const cleaners = [];
const t = { after: (clean) => cleaners.unshift(clean) };
const server = await startServer(t, { data: temporaryFolder(t) });
const house = await furnish(new IdentityProvider(t, server));
const until = performance.now() + seconds * 1_000;
let turns = 0;
const load = Promise.all(Array.from({ length: connections }, async (_, at) => {
  const idp = new IdentityProvider(t, server);
  for (let i = 0; performance.now() < until; ++i, ++turns) await turn(idp, house, `came-${at}-${i}`, i);
}));
const samples = [];
for (; performance.now() < until; await wait(sample_milliseconds)) samples.push(private_megabytes(server));
await load;
for (const clean of cleaners) await clean();

const third = Math.floor(samples.length / 3);
const [first, middle, last] = [0, 1, 2].map((part) => mean(samples.slice(part * third, (part + 1) * third)));
assert.ok(third > 0, 'at least some seconds');
console.log(`${turns} turns in ${seconds} s; private memory, MB: ${first.toFixed(1)} in the first third, ${middle.toFixed(1)} in the middle, `
  + `${last.toFixed(1)} in the last; at most ${Math.max(...samples).toFixed(1)}`);
if (last - middle <= growth_megabytes_max) process.exit(0);
console.log(`bench/soak: grows: ${(last - middle).toFixed(1)} MB more in the last third than in the middle one, ${growth_megabytes_max} are tolerated`);
process.exit(1);
