// The readers of switch_cost.mjs, on a thread of their own: GETs by id, one after the other on each connection, until they
// are told to stop. Then they say when each began and how long it took.
import assert from 'node:assert/strict';
import { parentPort, workerData } from 'node:worker_threads';
import { IdentityProvider } from '../tests/wire/support/scim.mjs';

const { base, ids, connections } = workerData;
const cleaners = [];
const t = { after: (clean) => cleaners.push(clean) };
let stopped = false;
parentPort.once('message', () => { stopped = true; });

// Every reader takes its own way through all the users: a prime steps over them evenly.
async function read(idp, first, gets) {
  for (let at = first; !stopped; at = (at + 7_919) % ids.length) {
    const began = performance.now();
    const answer = await idp.ask('GET', `/Users/${ids[at]}`);
    gets.push({ from: performance.timeOrigin + began, milliseconds: performance.now() - began });
    assert.ok([200, 404].includes(answer.status), answer.text); // 404: deleted by hand, until the rollback
  }
}

const gets = [];
const firsts = Array.from({ length: connections }, (_, i) => Math.floor((ids.length * i) / connections));
await Promise.all(firsts.map((first) => read(new IdentityProvider(t, { base }), first, gets)));
for (const clean of cleaners) clean();
parentPort.postMessage(gets);
