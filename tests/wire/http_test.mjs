// HTTP itself, as SCIM clients use and stretch it: kept connections, pipelines, chunks, Expect, HEAD, and framing that
// two readers could understand differently.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLine, requestText } from './support/http.mjs';
import { IdentityProvider, expectScimError, groupBody, userBody } from './support/scim.mjs';
import { dev, startServer, wait } from './support/server.mjs';

const authorized = { Authorization: `Bearer ${dev.token}`, 'Content-Type': 'application/scim+json' };
const push = (name, headers = {}) => requestText('POST', '/scim/v2/Users', { ...authorized, ...headers }, JSON.stringify(userBody(name)));
const get = (path, headers = {}) => requestText('GET', `/scim/v2${path}`, { ...authorized, ...headers });

async function aLine(t) {
  const server = await startServer(t);
  return { server, idp: new IdentityProvider(t, server), line: await openLine(t, server) };
}

test('one connection serves request after request', async (t) => {
  const { line } = await aLine(t);

  for (let i = 0; i < 100; ++i) {
    line.send(push(`user-${i}`));
    assert.equal((await line.answer()).status, 201);
  }
  line.send(get('/Users?count=0'));
  const last = await line.answer();
  assert.equal(last.json.totalResults, 100);
  assert.notEqual(last.headers.connection, 'close');
});

test('pipelined requests are answered in order, refusals included', async (t) => {
  const { line } = await aLine(t);
  const many = 50;

  let bytes = '';
  for (let i = 0; i < many; ++i) bytes += push(`user-${i}`) + get(`/Users/none-${i}`) + get(`/Users?filter=${encodeURIComponent(`userName eq "user-${i}"`)}`);
  line.send(bytes);

  for (let i = 0; i < many; ++i) {
    const made = await line.answer();
    assert.equal(made.status, 201);
    assert.equal(made.json.userName, `user-${i}`);
    assert.match(expectScimError(await line.answer(), 404), new RegExp(`none-${i}"`));
    assert.equal((await line.answer()).json.Resources[0].id, made.json.id, 'what was answered is seen by whoever asks next');
  }
});

test('a request may arrive byte by byte', async (t) => {
  const { line } = await aLine(t);

  for (const byte of push('ann')) { line.send(byte); if (byte === '\n' || byte === '{') await wait(2); }

  assert.equal((await line.answer()).json.userName, 'ann');
});

test('a chunked body is a body', async (t) => {
  const { line } = await aLine(t);
  const body = JSON.stringify(userBody('ann', { displayName: 'Änn' }));
  const bytes = Buffer.from(body);
  const head = `POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${dev.token}\r\n`
    + 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';

  line.send(head);
  for (let at = 0; at < bytes.length; at += 7) {
    const part = bytes.subarray(at, at + 7);
    line.send(Buffer.concat([Buffer.from(`${part.length.toString(16)};why=not\r\n`), part, Buffer.from('\r\n')]));
  }
  line.send('0\r\nX-Trailer: said\r\n\r\n');

  const answer = await line.answer();
  assert.equal(answer.status, 201, answer.text);
  assert.equal(answer.json.displayName, 'Änn');
  line.send(get('/Users'));
  assert.equal((await line.answer()).status, 200);
});

test('Expect: 100-continue is answered before the body comes', async (t) => {
  const { line } = await aLine(t);
  const [head, body] = push('ann', { Expect: '100-continue' }).split('\r\n\r\n');

  line.send(`${head}\r\n\r\n`);
  assert.equal((await line.answer()).status, 100);
  line.send(body);

  assert.equal((await line.answer()).status, 201);
});

test('HEAD is GET without the body', async (t) => {
  const { idp, line } = await aLine(t);
  const ann = await idp.push('/Users', userBody('ann'));

  line.send(get(`/Users/${ann.id}`));
  const whole = await line.answer();
  line.send(requestText('HEAD', `/scim/v2/Users/${ann.id}`, authorized));
  const head = await line.answer({ bodiless: true });
  line.send(requestText('HEAD', '/scim/v2/Users/nobody', authorized));
  const missing = await line.answer({ bodiless: true });
  line.send(get('/Users?count=0'));

  assert.equal(head.status, 200);
  assert.equal(head.headers['content-length'], whole.headers['content-length']);
  assert.equal(head.headers.etag, whole.headers.etag);
  assert.equal(missing.status, 404);
  assert.equal((await line.answer()).json.totalResults, 1, 'no body of a HEAD was in between');
});

test('entity tags: what has not changed is not sent again, what has is not overwritten', async (t) => {
  const { idp, line } = await aLine(t);
  const ann = await idp.push('/Users', userBody('ann'));
  const tag = ann.meta.version;

  line.send(get(`/Users/${ann.id}`, { 'If-None-Match': tag }));
  assert.equal((await line.answer()).status, 304);
  await idp.expect(200, 'PUT', `/Users/${ann.id}`, userBody('ann', { title: 'Dr' }), { 'If-Match': tag });
  await idp.refused(412, undefined, 'PUT', `/Users/${ann.id}`, userBody('ann', { title: 'Mr' }), { 'If-Match': tag });
  await idp.refused(412, undefined, 'DELETE', `/Users/${ann.id}`, undefined, { 'If-Match': tag });

  line.send(get(`/Users/${ann.id}`, { 'If-None-Match': tag }));
  const fresh = await line.answer();
  assert.equal(fresh.status, 200);
  assert.equal(fresh.json.title, 'Dr');
  assert.equal(fresh.headers.etag, fresh.json.meta.version);
});

test('HTTP/1.0 and Connection: close end the connection after the answer', async (t) => {
  const { server } = await aLine(t);

  for (const bytes of [
    `GET /scim/v2/Users HTTP/1.0\r\nAuthorization: Bearer ${dev.token}\r\n\r\n`,
    get('/Users', { Connection: 'close' }),
  ]) {
    const line = await openLine(t, server);
    line.send(bytes);
    const answer = await line.answer();
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.connection, 'close');
    await line.end();
  }
});

// A request that a proxy and we could cut differently lets one client speak as another (RFC 9112 section 11.2).
const ambiguous = {
  'two lengths': `POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n{}  `,
  'length and chunks': `POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  'a length that is none': `POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\n{} `,
  'chunks within something': `POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
  'a chunk of no size': `POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
  'a blank before the colon': `GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nContent-Length : 3\r\n\r\n`,
  'a header without a colon': `GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nX-One: a\r\nbroken\r\n\r\n`,
  'no HTTP': 'hello\r\n\r\n',
  'no host': 'GET /scim/v2/Users HTTP/1.1\r\n\r\n',
  'two hosts': 'GET /scim/v2/Users HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
};

for (const [name, bytes] of Object.entries(ambiguous)) {
  test(`${name}: refused, and the connection ends`, async (t) => {
    const { idp, line } = await aLine(t);

    line.send(bytes + push('smuggled'));

    const answer = await line.answer();
    assert.ok([400, 411, 501].includes(answer.status), `${answer.status} ${answer.text}`);
    assert.equal(answer.headers.connection, 'close');
    await line.end();
    assert.equal((await idp.get('/Users')).totalResults, 0);
  });
}

test('a large group is answered whole to a slow reader', async (t) => {
  const { idp, line } = await aLine(t);
  const users = [];
  for (let i = 0; i < 300; ++i) users.push((await idp.push('/Users', userBody(`user-${i}`))).id);
  const staff = await idp.push('/Groups', groupBody('Staff', users));

  line.socket.pause();
  for (let i = 0; i < 40; ++i) line.send(get(`/Groups/${staff.id}`));
  await wait(300);
  line.socket.resume();

  for (let i = 0; i < 40; ++i) assert.equal((await line.answer()).json.members.length, 300);
});

test('a client that leaves in the middle of its request changes nothing', async (t) => {
  const { server, idp } = await aLine(t);

  for (const cut of [10, 100, push('gone').length - 1]) {
    const line = await openLine(t, server);
    line.send(push('gone').slice(0, cut));
    await wait(20);
    line.hangUp();
  }

  await wait(100);
  assert.equal((await idp.get('/Users')).totalResults, 0);
});
