// Every documented refusal by each of Alibaba's clients, in each way of signing and sending, as that client reads errors.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import darabonba from '@darabonba/typescript';
import { Administrator } from '../wire/support/cloudsso.mjs';
import { dev, startServer } from '../wire/support/server.mjs';
import { ClientOfWay } from './support/client.mjs';
import { actions, codes } from '../wire/support/offered.mjs';
import { documented, unprovoked, unused } from './support/documented_codes.mjs';
import { aTown, expected, holdsFor, rows } from './support/refusals.mjs';
import { ways, waysOf } from './support/ways.mjs';

const unthrottled = { environment: { SCIMD_THROTTLE: '0' } };

// The codes that some way was really refused with, by the tests that come before the last one.
const provoked = new Set();

async function refused(admin, status, code, ...call) {
  const refusal = await admin.refused(status, code, ...call);
  provoked.add(code);
  return refusal;
}

test('every row is one that some way can ask for', async (t) => {
  const town = await aTown(t, await startServer(t, unthrottled));
  for (const row of rows) {
    const able = await Promise.all(ways.map((way) => holdsFor(row, town, way)));
    assert.ok(able.includes(true), JSON.stringify(row));
  }
});

// Nothing changes when calls are refused: all ways find the same town.
test('what is refused, and how each client tells it', async (t) => {
  const server = await startServer(t, unthrottled);
  const town = await aTown(t, server);
  for (const way of ways) {
    await t.test(way.name, async () => {
      for (const row of rows) {
        if (!await holdsFor(row, town, way)) continue;
        const { status, code, action, parameters, changes, as, check } = await expected(row, town, way);
        const admin = new ClientOfWay(way, server, as);
        admin.directory = dev.directory;
        check(await refused(admin, status, code, action, parameters, changes));
      }
    });
  }
});

test('every action names the first required parameter that is missing', async (t) => {
  const server = await startServer(t, unthrottled);
  for (const way of ways) {
    const admin = new ClientOfWay(way, server);
    for (const [action, required] of actions) {
      const sent = {};
      for (const name of required) {
        const { message } = await refused(admin, 400, `Missing${name}`, action, sent);
        assert.equal(message, `${name} is mandatory for this action.`);
        sent[name] = name === 'DirectoryId' ? dev.directory : 'x';
      }
    }
  }
});

test('a nonce is good for one call', async (t) => {
  const server = await startServer(t, unthrottled);
  for (const [i, way] of ways.entries()) {
    const admin = new ClientOfWay(way, server);
    admin.directory = dev.directory;
    const changes = { nonce: `nonce-${i}` };
    await admin.call('GetDirectory', {}, changes);
    await refused(admin, 400, 'SignatureNonceUsed', 'GetDirectory', {}, changes);
  }
});

test('while the service is disabled no directory is made', async (t) => {
  const server = await startServer(t, unthrottled);
  await new Administrator(t, server).call('DisableService');
  for (const way of ways) await refused(new ClientOfWay(way, server), 403, 'OperationDenied.ServiceStatus', 'CreateDirectory');
});

// [environment, code]: one call of an action a second, and after a quiet second one more at once. Each way takes an action of
// its own, and gets whatever answers until it is one too many.
const throttles = [[{ SCIMD_THROTTLE: '1' }, 'Throttling.User'], [{ SCIMD_THROTTLE: '0', SCIMD_THROTTLE_API: '1' }, 'Throttling.Api']];

for (const [environment, code] of throttles) {
  test(`flow control: ${code}`, async (t) => {
    const server = await startServer(t, { environment });
    for (const [i, way] of ways.entries()) {
      const action = [...actions.keys()][i];
      const admin = new ClientOfWay(way, server);
      for (let calls = 0; calls < 2; ++calls) await admin.client.ask(action).catch(way.read);
      const { retryAfter } = await refused(admin, 400, code, action);
      if (way.client !== 'openapi-client') assert.ok(retryAfter >= 1 && retryAfter <= 1000, `${way.name}: ${retryAfter} milliseconds`);
    }
  });
}

// Its documented way: it waits as long as the answer says and signs anew, with headers that say how often it tried. At four a
// second five pass at once, and three more take the better part of a second.
test('openapi-core comes again by itself', async (t) => {
  const retryOptions = new darabonba.RetryOptions({
    retryable: true, retryCondition: [{ maxAttempts: 5, exception: ['ThrottlingError'], errorCode: ['Throttling.User'] }], noRetryCondition: [],
  });
  const looks = [...actions].filter(([name, required]) => /^(Get|List)/.test(name) && ['', 'DirectoryId'].includes(required.join())).map(([name]) => name);
  const server = await startServer(t, { environment: { SCIMD_THROTTLE: '4' }, log: 'requests' });
  for (const [i, way] of waysOf('openapi-core').entries()) {
    const admin = new ClientOfWay(way, server, { retryOptions });
    const begun = performance.now();
    for (let calls = 0; calls < 8; ++calls) await admin.call(looks[i], { DirectoryId: dev.directory });
    const waited = performance.now() - begun;
    assert.ok(waited >= 500, `${way.name}: eight calls took ${waited} ms, at 4 a second`);
    assert.match(server.stderr, new RegExp(`Action=${looks[i]}\\S* 400 `), 'it was refused, and came again');
  }
});

// `Missing` and `InvalidParameter` are beginnings of codes.
const isOf = (beginning, code) => code === beginning || (['Missing', 'InvalidParameter'].includes(beginning) && code.startsWith(beginning));

test('every code of the server\'s tables was provoked, or it is said why not', () => {
  for (const [, code] of codes) {
    const met = [...provoked].some((one) => one === code || (code === 'Missing' && one.startsWith(code)));
    assert.ok(met !== (code in unprovoked), `${code} is provoked or said not to be, and not both`);
  }
  for (const code of Object.keys(unprovoked)) assert.ok(codes.some(([, one]) => one === code), `the server has no ${code} to be left unprovoked`);
  for (const [code, status] of rows) assert.ok(codes.some(([is, one]) => is === status && isOf(one, code)), `the server has no ${status} ${code}`);
});

test('every documented code was provoked, or it is said why not', () => {
  for (const code of documented) {
    const reasons = [unprovoked, unused].filter((one) => code in one).length;
    assert.equal(reasons + (provoked.has(code) ? 1 : 0), 1, `${code} is provoked, or there is one reason why not`);
  }
  for (const code of Object.keys(unused)) {
    assert.ok(documented.includes(code), `${code} is documented nowhere`);
    assert.ok(!codes.some(([, one]) => one === code), `the server has ${code}`);
  }
});
