// Every way in which CloudSSO's clients send a call: both signatures, both methods, parameters in the URL, in a form or
// split, awkward characters, JSON and XML.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { test } from 'node:test';
import { Administrator, encode, pairs, requestOf, signRpc } from './support/cloudsso.mjs';
import { Client, openLine } from './support/http.mjs';
import { dev, startServer } from './support/server.mjs';

const awkward = 'Al ice*~+\'()! é/&=%<"🙂';
const here = { DirectoryId: dev.directory };

const ways = [];
for (const signature of ['v3', '1.0'])
  for (const [method, where] of [['GET', 'query'], ['POST', 'query'], ['POST', 'body']]) ways.push({ signature, method, where });

for (const way of ways) {
  test(`awkward characters survive: ${Object.values(way).join(' ')}`, async (t) => {
    const admin = new Administrator(t, await startServer(t), way);

    const made = await admin.createUser('alice@example.com', { DisplayName: awkward, Description: '' });

    assert.equal(made.DisplayName, awkward);
    assert.equal((await admin.getUser(made.UserId)).DisplayName, awkward);
    assert.equal(made.Description, undefined);
  });
}

test('our signer reproduces the published vectors', () => {
  const published = {
    AccessKeyId: 'testAccessKeyId', Action: 'SetSCIMSynchronizationStatus', DirectoryId: 'd-00fc2p61test', Format: 'JSON',
    SCIMSynchronizationStatus: 'Enabled', SignatureMethod: 'HMAC-SHA1', SignatureNonce: 'nonce-0001', SignatureVersion: '1.0',
    Timestamp: '2026-11-22T08:00:00Z', Version: '2021-05-15',
  };
  assert.equal(signRpc({ method: 'GET', parameters: published, secret: 'testAccessKeySecret' }).Signature, 'dd8Lbcy8vcrMNP0lG2yDhT2qTGY=');
  const v3 = requestOf('127.0.0.1:8080', 'SetSCIMSynchronizationStatus', { DirectoryId: 'd-00fc2p61test', SCIMSynchronizationStatus: 'Enabled' },
    { key: 'testAccessKeyId', secret: 'testAccessKeySecret', date: '2026-11-22T08:00:00Z', nonce: 'nonce-0003' });
  assert.ok(v3.headers.Authorization.endsWith('Signature=c3d6faba67ca850a91b4d90041099fb4cda13c3a96cd1cf52e8fd45c34cc51ee'));
});

test('version 1.0 split over URL and form, unsorted, with an empty parameter and `+` for a blank', async (t) => {
  const server = await startServer(t);
  const client = new Client(t, server.base);
  const signed = signRpc({ method: 'POST', secret: dev.secret, parameters: {
    ...here, DisplayName: 'A B', Version: '2021-05-15', Action: 'CreateUser', Format: 'json', RegionId: 'cn-shanghai',
    Timestamp: new Date().toISOString().replace(/\.\d+/, ''), SignatureMethod: 'HMAC-SHA1', SignatureType: '', SignatureVersion: '1.0',
    SignatureNonce: crypto.randomUUID(), AccessKeyId: dev.key, UserName: 'al.ice',
  } });
  const { UserName, DisplayName, ...inUrl } = signed;

  const answer = await client.ask('POST', `/?${pairs(inUrl)}`, {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' }, body: `DisplayName=A+B&UserName=${encode(UserName)}`,
  });

  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.json.User.DisplayName, DisplayName);
  assert.equal(answer.json.User.UserName, UserName);
});

test('version 3 in a chunked form, as openapi-client sends it', async (t) => {
  const server = await startServer(t);
  const line = await openLine(t, server);
  const { headers, body } = requestOf(`127.0.0.1:${server.port}`, 'CreateUser', { ...here, UserName: 'al', DisplayName: awkward }, { where: 'body' });
  const lines = Object.entries({ ...headers, 'Transfer-Encoding': 'chunked' }).map(([name, value]) => `${name}: ${value}\r\n`).join('');

  line.send(`POST / HTTP/1.1\r\n${lines}\r\n${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`);

  const answer = await line.answer();
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.json.User.DisplayName, awkward);
});

test('XML: the action\'s name for a root, lists without a wrapping element, text escaped', async (t) => {
  const admin = new Administrator(t, await startServer(t));
  await admin.createUser('ann', { DisplayName: 'A <&> B' });
  await admin.createUser('bob');

  const status = await admin.ask('GetSCIMSynchronizationStatus', {}, { signature: '1.0', format: 'XML' });
  const users = await admin.ask('ListUsers', {}, { signature: '1.0', format: 'xml', method: 'GET' });

  assert.match(status.headers['content-type'], /^application\/xml/);
  const [, root, members] = /<(\w+)>(.*)<\/\1>\s*$/s.exec(status.text);
  assert.equal(root, 'GetSCIMSynchronizationStatusResponse');
  assert.match(members, /^<RequestId>[0-9A-F-]{36}<\/RequestId><SCIMSynchronizationStatus>Enabled<\/SCIMSynchronizationStatus>(<Drifted\w+Count>0<\/Drifted\w+Count>){3}$/);
  assert.equal(users.text.match(/<Users>/g).length, 2);
  assert.match(users.text, /<TotalCounts>2<\/TotalCounts>/);
  assert.match(users.text, /<DisplayName>A &lt;&amp;(&gt;|>) B<\/DisplayName>/);
});

test('lists: every page once, NextToken only where there is more, the list even when it is empty', async (t) => {
  const admin = new Administrator(t, await startServer(t));
  const empty = await admin.call('ListUsers');
  assert.deepEqual(empty.Users, []);
  assert.equal(empty.IsTruncated, false);
  const names = Array.from({ length: 25 }, (_, i) => `user-${String(i).padStart(2, '0')}`);
  for (const name of names) await admin.createUser(name);

  const seen = [];
  for (let token; ;) {
    const page = await admin.call('ListUsers', { Filter: 'UserName sw USER-', ...(token ? { NextToken: token } : {}) });
    assert.equal(page.TotalCounts, 25);
    assert.equal(page.MaxResults, 10);
    assert.equal(page.IsTruncated, 'NextToken' in page);
    seen.push(...page.Users.map((user) => user.UserName));
    token = page.NextToken;
    if (!token) break;
    assert.ok(seen.length < 30, 'paging ends');
  }

  assert.deepEqual(seen.sort(), names);
  assert.equal((await admin.call('ListUsers', { Filter: 'UserName eq USER-07' })).Users[0].UserName, 'user-07');
});
