// Everything wrong that can arrive at the management door, and the plain one: each is answered in CloudSSO's envelope,
// in the Format asked for, changes nothing, and leaves the connection as good as it was.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator, expectEnvelope, pairs, requestOf, signRpc } from './support/cloudsso.mjs';
import { Client, openLine, requestText } from './support/http.mjs';
import { IdentityProvider } from './support/scim.mjs';
import { dev, startServer } from './support/server.mjs';

const minutes = (count) => new Date(Date.now() + count * 60_000).toISOString().replace(/\.\d+/, '');
const here = { DirectoryId: dev.directory };

async function aDirectory(t) {
  const server = await startServer(t);
  const admin = new Administrator(t, server);
  await admin.createUser('mia', { DisplayName: 'Mia' });
  return { server, admin, idp: new IdentityProvider(t, server) };
}

// name · status · code · action · parameters · how
const faults = [
  ['an unknown action', 404, 'InvalidAction.NotFound', 'DeleteEverything', here],
  ['a missing parameter', 400, 'MissingDirectoryId', 'ListUsers', {}],
  ['another missing parameter', 400, 'MissingUserId', 'GetUser', here],
  ['an unknown directory', 404, 'EntityNotExists.Directory', 'ListUsers', { DirectoryId: 'd-000000000000' }],
  ['a value outside its rule', 400, 'InvalidParameter.UserName', 'CreateUser', { ...here, UserName: 'a b' }],
  ['an empty name', 400, 'MissingUserName', 'CreateUser', { ...here, UserName: '' }],
  ['a name too long', 400, 'InvalidParameter.UserName', 'CreateUser', { ...here, UserName: 'x'.repeat(65) }],
  ['a name that is taken', 409, 'EntityAlreadyExists.User', 'CreateUser', { ...here, UserName: 'MIA' }],
  ['a page too large', 400, 'InvalidParameter.MaxResults', 'ListUsers', { ...here, MaxResults: '101' }],
  ['a page that is no number', 400, 'InvalidParameter.MaxResults', 'ListUsers', { ...here, MaxResults: 'all' }],
  ['a token of ours that is none', 400, 'InvalidParameter.NextToken', 'ListUsers', { ...here, NextToken: 'nonsense' }],
  ['a filter that is none', 400, 'InvalidParameter.Filter', 'ListUsers', { ...here, Filter: 'UserName like x' }],
  ['an unknown access key', 404, 'InvalidAccessKeyId.NotFound', 'ListUsers', here, { key: 'nobody' }],
  ['a wrong secret', 400, 'SignatureDoesNotMatch', 'ListUsers', here, { secret: 'wrong' }],
  ['a time long ago', 400, 'InvalidTimeStamp.Expired', 'ListUsers', here, { date: minutes(-16) }],
  ['a time to come', 400, 'InvalidTimeStamp.Expired', 'ListUsers', here, { date: minutes(16) }],
  ['a time that is none', 400, 'InvalidTimeStamp.Format', 'ListUsers', here, { date: 'yesterday' }],
];

const ways = [
  { signature: 'v3', method: 'POST', where: 'query' }, { signature: 'v3', method: 'POST', where: 'body' }, { signature: 'v3', method: 'GET' },
  { signature: '1.0', method: 'GET', format: 'JSON' }, { signature: '1.0', method: 'GET', format: 'XML' },
  { signature: '1.0', method: 'POST', where: 'body', format: 'json' }, { signature: '1.0', method: 'POST', where: 'body', format: 'xml' },
];

for (const way of ways) {
  test(`what is wrong is refused: ${Object.values(way).join(' ')}`, async (t) => {
    const { server, idp } = await aDirectory(t);
    const before = await idp.everything();
    const line = await openLine(t, server);
    const host = `127.0.0.1:${server.port}`;
    const send = (action, parameters, how) => {
      const { method, path, headers, body } = requestOf(host, action, parameters, { ...way, ...how });
      line.send(requestText(method, path, headers, body));
      return line.answer();
    };

    for (const [name, status, code, action, parameters, how] of faults) {
      const answer = await send(action, parameters, how);
      expectEnvelope(answer, status, code, name);
      assert.match(answer.headers['content-type'], /xml/i.test(way.format) ? /^application\/xml/ : /^application\/json/);
      assert.equal((await send('ListUsers', here)).status, 200, 'the same connection answers on');
    }

    assert.deepEqual(await idp.everything(), before);
  });

  test(`a nonce works once: ${Object.values(way).join(' ')}`, async (t) => {
    const { admin } = await aDirectory(t);
    const nonce = 'only-once';

    assert.equal((await admin.ask('ListUsers', {}, { ...way, nonce })).status, 200);
    expectEnvelope(await admin.ask('ListUsers', {}, { ...way, nonce }), 400, 'SignatureNonceUsed');
    assert.equal((await admin.ask('ListUsers', {}, way)).status, 200);
  });
}

test('a change under a signature made for something else is refused', async (t) => {
  const { server, idp } = await aDirectory(t);
  const client = new Client(t, server.base);
  const before = await idp.everything();
  const host = `127.0.0.1:${server.port}`;
  const v3 = requestOf(host, 'CreateUser', { ...here, UserName: 'zoe' }, { where: 'body' });
  const rpc = requestOf(host, 'ListUsers', here, { signature: '1.0', method: 'GET' });
  const tampered = [
    [v3.method, v3.path, v3.headers, v3.body.replace('zoe', 'eve')],
    [v3.method, '/?DisplayName=eve', v3.headers, v3.body],
    [v3.method, v3.path, { ...v3.headers, 'x-acs-action': 'DeleteDirectory' }, v3.body],
    [v3.method, v3.path, { ...v3.headers, 'x-acs-version': '2021-05-16' }, v3.body],
    ['POST', rpc.path, rpc.headers, ''],
    ['GET', rpc.path.replace('Action=ListUsers', 'Action=DeleteDirectory'), rpc.headers, undefined],
    ['GET', `${rpc.path}&MaxResults=1`, rpc.headers, undefined],
  ];

  for (const [method, path, headers, body] of tampered) {
    const message = expectEnvelope(await client.ask(method, path, { headers, body }), 400, 'SignatureDoesNotMatch', path);
    assert.ok(!message.includes(dev.secret));
  }

  assert.deepEqual(await idp.everything(), before);
});

test('Python and Go find the string to sign where they look for it', async (t) => {
  const { admin } = await aDirectory(t);

  const message = await admin.refused(400, 'SignatureDoesNotMatch', 'ListUsers', {}, { signature: '1.0', secret: 'wrong', method: 'GET' });

  assert.match(message, /^Specified signature is not matched with our calculation\. server string to sign is:GET&%2F&AccessKeyId%3D/);
});

test('version 1.0: what is wrong with the common parameters', async (t) => {
  const { server } = await aDirectory(t);
  const client = new Client(t, server.base);
  const all = {
    ...here, Action: 'ListUsers', Version: '2021-05-15', Format: 'JSON', AccessKeyId: dev.key, Timestamp: minutes(0),
    SignatureMethod: 'HMAC-SHA1', SignatureVersion: '1.0',
  };
  const cases = [
    ['MissingAction', { Action: '' }], ['MissingAccessKeyId', { AccessKeyId: '' }], ['MissingTimestamp', { Timestamp: '' }], ['MissingVersion', { Version: '' }],
    ['InvalidVersion', { Version: '2020-01-01' }], ['InvalidParameter.Format', { Format: 'YAML' }],
    ['InvalidSignatureMethod', { SignatureMethod: 'HMAC-MD5' }], ['MissingSignatureNonce', { SignatureNonce: '' }],
  ];

  for (const [code, changes] of cases) {
    const query = pairs(signRpc({ method: 'GET', secret: dev.secret, parameters: { ...all, SignatureNonce: code, ...changes } }));
    expectEnvelope(await client.ask('GET', `/?${query}`), 400, code);
  }
});

test('bytes that are no call: wrong methods, bodies, encodings', async (t) => {
  const { server } = await aDirectory(t);
  const client = new Client(t, server.base);
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const asked = [
    ['PUT', '/?Action=ListUsers', {}, ''], ['DELETE', '/?Action=ListUsers', {}, undefined],
    ['POST', '/', { 'Content-Type': 'text/plain' }, 'Action=ListUsers'], ['POST', '/', { 'Content-Type': 'application/json' }, '{'],
    ['POST', '/', { 'Content-Type': 'application/json' }, '['.repeat(100_000)],
    ['POST', '/', form, 'Action=%zz'], ['POST', '/', form, '\xff\xfe'], ['GET', '/?Action=ListUsers&Action=DeleteUser', {}, undefined],
    ['GET', '/?Action=ListUsers', { Authorization: 'ACS3-HMAC-SHA256 nonsense' }, undefined],
    ['GET', '/?Action=ListUsers', { Authorization: 'ACS3-HMAC-SHA256 Credential=x,SignedHeaders=,Signature=' }, undefined],
    ['POST', '/', form, Array.from({ length: 1001 }, (_, i) => `a${i}=b`).join('&')],
  ];

  for (const [method, path, headers, body] of asked) {
    const answer = await client.ask(method, path, { headers, body });
    assert.ok(answer.status >= 400 && answer.status < 500, `${method} ${path}: ${answer.status}`);
    expectEnvelope(answer, answer.status, answer.json?.Code, `${method} ${path} ${body?.slice(0, 50)}`);
  }
});

test('too large a call is refused in the envelope', async (t) => {
  const { server } = await aDirectory(t);

  const body = await openLine(t, server);
  body.send(requestText('POST', '/', { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': 4 * 1024 * 1024 + 1 }));
  expectEnvelope(await body.answer(), 413, 'RequestTooLarge');
  await body.end();

  const head = await openLine(t, server);
  head.send(requestText('GET', '/?Action=ListUsers', { 'X-Long': 'x'.repeat(17 * 1024) }));
  const answer = await head.answer();
  expectEnvelope(answer, 431, answer.json?.Code);
  await head.end();
});

test('other addresses: health is answered, the rest is not there', async (t) => {
  const { server } = await aDirectory(t);
  const client = new Client(t, server.base);

  for (const path of ['/healthz', '/readyz']) assert.equal((await client.ask('GET', path)).status, 200);
  for (const path of ['/nothing', '/scim', '/scim/v1/Users', '/scim/v2x', '/../etc/passwd', '/%2e%2e/scimd.db']) {
    const answer = await client.ask('GET', path);
    assert.equal(answer.status, 404, path);
    assert.ok(answer.text.length > 0);
  }
});

test('the plain addresses can only be read', async (t) => {
  const { server } = await aDirectory(t);
  const client = new Client(t, server.base);

  for (const path of ['/healthz', '/readyz'])
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const answer = await client.ask(method, path);
      assert.equal(answer.status, 405, `${method} ${path}`);
      assert.match(answer.headers.allow, /GET/);
    }
});
