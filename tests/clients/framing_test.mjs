// What each way really puts on the wire, seen by a listener between client and server: that the ways differ as they are meant
// to, and that kept connections, chunked bodies and POSTs without a body are answered.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import net from 'node:net';
import { test } from 'node:test';
import { dev, startServer } from '../wire/support/server.mjs';
import { ClientOfWay } from './support/client.mjs';
import { ways } from './support/ways.mjs';

// Passes everything on, and keeps what clients said: one text per connection.
async function aTap(t, server) {
  const connections = [];
  const sockets = new Set();
  const tap = net.createServer((near) => {
    const far = net.connect(server.port, '127.0.0.1');
    const mine = connections.push('') - 1;
    near.on('data', (part) => { connections[mine] += part.toString('latin1'); });
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => {}));
  });
  await new Promise((resolve) => { tap.listen(0, '127.0.0.1', resolve); });
  t.after(() => { tap.close(); sockets.forEach((socket) => socket.destroy()); });
  return { base: `http://127.0.0.1:${tap.address().port}`, connections };
}

// [what a request of a way looks like from its first line on]
function shapeOf({ client, signature, method, where }) {
  const directory = /DirectoryId=d-000000000dev/.source;
  const line = { query: `\\/\\?\\S*${directory}\\S*`, split: `\\/\\?\\S*${directory}\\S*`, form: signature === 'v3' || client === 'pop-core' ? '\\/' : '\\/\\?\\S*', json: '\\/' }[where];
  const shape = [new RegExp(`^${method} ${line} HTTP\\/1\\.1\r\n`)];
  if (signature === 'v3') shape.push(/\r\nAuthorization: ACS3-HMAC-SHA256 Credential=scimd-dev-key,/i);
  else shape.push(/SignatureMethod=HMAC-SHA1/);
  if (method === 'POST' && where === 'query') shape.push(/\r\nContent-Length: 0\r\n/i);
  if (where === 'json') shape.push(/\r\ncontent-type: application\/json; charset=utf-8\r\n/i, /"UserName":"user-0"/);
  if (where === 'form' || where === 'split') shape.push(/\r\ncontent-type: application\/x-www-form-urlencoded\r\n/i, /[&\n]UserName=user-0/);
  if (!['query'].includes(where)) shape.push(client === 'pop-core' ? /\r\nContent-Length: \d+\r\n/i : /\r\nTransfer-Encoding: chunked\r\n/i);
  return shape;
}

for (const way of ways) {
  test(way.name, async (t) => {
    const server = await startServer(t, { environment: { SCIMD_THROTTLE: '0' } });
    const tap = await aTap(t, server);
    const admin = new ClientOfWay(way, tap);
    admin.directory = dev.directory;

    for (let i = 0; i < 5; ++i) {
      await admin.call('CreateUser', { UserName: `user-${i}` });
      await admin.refused(404, 'EntityNotExists.User', 'GetUser', { UserId: 'u-00000000000000000000' });
    }

    for (const pattern of shapeOf(way)) assert.match(tap.connections[0], pattern);
    assert.equal(tap.connections.length, 1, 'one connection serves them all');
    assert.equal(tap.connections[0].match(/HTTP\/1\.1\r\n/g).length, 10);
  });
}

test('many calls at once, over as many connections as the client likes', async (t) => {
  const server = await startServer(t, { environment: { SCIMD_THROTTLE: '0' } });
  for (const [i, way] of ways.entries()) {
    const admin = new ClientOfWay(way, server);
    admin.directory = dev.directory;
    const made = await Promise.all(Array.from({ length: 10 }, (_, j) => admin.call('CreateUser', { UserName: `user-${i}-${j}` })));
    const found = await Promise.all(made.map(({ User }) => admin.call('GetUser', { UserId: User.UserId })));
    assert.deepEqual(found.map(({ User }) => User), made.map(({ User }) => User));
  }
});

// Python's and Go's clients tell a wrong secret from a wrong way of signing by the text in this message.
test('a mismatch says which text was signed', async (t) => {
  const server = await startServer(t);
  for (const way of ways) {
    const tap = await aTap(t, server);
    const admin = new ClientOfWay(way, tap, { secret: 'wrong' });

    const { message } = await admin.refused(400, 'SignatureDoesNotMatch', 'GetDirectory', { DirectoryId: dev.directory });

    const [sent] = tap.connections;
    if (way.signature === 'v3') {
      const [, text] = /server StringToSign is \[(ACS3-HMAC-SHA256\n[0-9a-f]{64})\] server CanonicalRequest/.exec(message);
      const signature = crypto.createHmac('sha256', 'wrong').update(text).digest('hex');
      assert.ok(sent.includes(`Signature=${signature}`), way.name);
    } else {
      const text = message.slice(message.indexOf(':') + 1);
      const signature = crypto.createHmac('sha1', 'wrong&').update(text).digest('base64');
      assert.ok(decodeURIComponent(sent).includes(`Signature=${signature}`), way.name);
    }
  }
});
