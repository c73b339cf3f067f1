// Every documented refusal by each of Alibaba's clients, in each way of signing and sending, as that client reads errors.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import darabonba from '@darabonba/typescript';
import { Administrator } from '../wire/support/cloudsso.mjs';
import { dev, startServer } from '../wire/support/server.mjs';
import { ClientOfWay } from './support/client.mjs';
import { actions, codes } from '../wire/support/offered.mjs';
import { aTown, expected, holdsFor, rows } from './support/refusals.mjs';
import { ways, waysOf } from './support/ways.mjs';

const unthrottled = { environment: { SCIMD_THROTTLE: '0' } };

// Refusals with a test of their own below.
const elsewhere = ['SignatureNonceUsed', 'Throttling.User', 'Throttling.Api', 'OperationDenied.ServiceStatus'];

// Codes that no call can provoke, and why.
const unprovoked = {
  'OperationDenied.SCIMSynchronization': 'what the switch refuses the identity provider, who reads it in SCIM\'s words',
  'OperationConflict.Version': 'actions name no version; a change that another one overtook is tried again',
  'OperationConflict.Reference': 'only Bulk refers to what it makes',
  ServiceUnavailable: 'takes a server with more writes than it can queue, or one that is stopping',
  InternalError: 'takes a defect or a broken disk',
  InvalidParameter: 'bodies that are no form or no JSON object, which these clients do not send',
};

// What CloudSSO documents for every RPC product and scimd has no use for.
const unused = {
  MissingSecurityToken: 'there are no temporary credentials',
  'InvalidProtocol.NeedSsl': 'who may listen without TLS is the command line\'s business',
  'InvalidApi.NotFound': 'the documented twin of InvalidAction.NotFound',
  'Forbidden.RAM': 'the twin of NoPermission',
  Throttling: 'it is always said whose limit it is',
};

const documented = [
  'InvalidAccessKeyId.NotFound', 'InvalidAccessKeyId.Inactive', 'SignatureDoesNotMatch', 'IncompleteSignature', 'InvalidTimeStamp.Format',
  'InvalidTimeStamp.Expired', 'SignatureNonceUsed', 'InvalidSignatureMethod', 'InvalidParameter.Format', 'InvalidAction.NotFound', 'InvalidVersion',
  'UnsupportedHTTPMethod', 'Throttling.User', 'Throttling.Api', 'ServiceUnavailable', 'InternalError', 'NoPermission', 'MissingAccessKeyId',
  ...Object.keys(unused),
];

test('every code of the tables is provoked, or it is said why not', () => {
  const provoked = [...rows.map(([code]) => code), ...elsewhere];
  for (const [, code] of codes) {
    const isProvoked = provoked.some((one) => one === code || (code === 'Missing' && one.startsWith(code)));
    assert.ok(isProvoked !== (code in unprovoked), `${code} is provoked by a row or said to be not, and not both`);
  }
  for (const [code, status] of rows) {
    const known = codes.some(([is, one]) => is === status && (one === code || (['Missing', 'InvalidParameter'].includes(one) && code.startsWith(one))));
    assert.ok(known, `the server has no ${status} ${code}`);
  }
  for (const code of documented) assert.ok(provoked.includes(code) || code in unprovoked || code in unused, `${code} is documented`);
});

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
        check(await admin.refused(status, code, action, parameters, changes));
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
        const { message } = await admin.refused(400, `Missing${name}`, action, sent);
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
    await admin.refused(400, 'SignatureNonceUsed', 'GetDirectory', {}, changes);
  }
});

test('while the service is disabled no directory is made', async (t) => {
  const server = await startServer(t, unthrottled);
  await new Administrator(t, server).call('DisableService');
  for (const way of ways) await new ClientOfWay(way, server).refused(403, 'OperationDenied.ServiceStatus', 'CreateDirectory');
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
      const { retryAfter } = await admin.refused(400, code, action);
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
