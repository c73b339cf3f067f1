// The command line in its two ways: on a data folder that no server has open, and asking a server that runs, over HTTP and
// HTTPS. Both do the same, say the same and leave the same behind.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import path from 'node:path';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { binary, dev, environmentWith, runCommand, startServer, temporaryFolder } from './support/server.mjs';


// Two ways to say the same words. A way answers {code, stdout, stderr}.
const here = (data) => (...words) => runCommand([...words, '--data', data]);
const asking = (server, { id, secret }, more = {}) => (...words) =>
  runCommand(words, { environment: { SCIMD_SERVER: server.base, SCIMD_ACCESS_KEY_ID: id, SCIMD_ACCESS_KEY_SECRET: secret, ...more } });

// What two runs cannot have in common, by the order in which it first appears.
function normalised(text) {
  const seen = new Map();
  const kinds = /\b(d-[0-9a-z]{12}|scimcred-[0-9a-z]{20}|SCIMD[0-9A-Za-z]{19}|[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}|[0-9A-Za-z]{30,40})\b/g;
  return text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME')
    .replace(kinds, (one) => { seen.set(one, seen.get(one) ?? `#${seen.size + 1}`); return seen.get(one); });
}

const firstWord = ({ stdout }) => stdout.split('\n')[0];

// Every command, its refusals too. Answers the conversation as text.
function everyCommand(run) {
  let told = '';
  const say = (...words) => {
    const done = run(...words);
    told += `$ ${words.join(' ')}\n${done.stdout}${done.stderr}-> ${done.code}\n`;
    return done;
  };
  const north = firstWord(say('directory', 'create', '--name', 'north', '--setting', 'tolerance=strict', '--setting', 'groupNames=free'));
  const nameless = firstWord(say('directory', 'create'));
  say('directory', 'create', '--name', 'north');
  say('directory', 'create', '--name', 'Of Another Form');
  say('directory', 'list');
  say('directory', 'set', north, 'tolerance=lenient', 'ifMatch=required');
  say('directory', 'show', north);
  say('directory', 'show', 'd-0000000000no');
  say('directory', 'delete', nameless);
  say('directory', 'delete', nameless);

  const credential = firstWord(say('credential', 'create', north));
  const second = firstWord(say('credential', 'create', north));
  say('credential', 'create', north);
  say('credential', 'disable', north, second);
  say('credential', 'list', north);
  say('credential', 'enable', north, second);
  say('credential', 'delete', north, credential);
  say('credential', 'delete', north, credential);
  say('credential', 'list', north);
  say('directory', 'delete', north);

  const key = firstWord(say('access-key', 'create', '--name', 'für Zoë', '--read-only', '--directory', north));
  say('access-key', 'create', '--id', 'plain');
  say('access-key', 'create', '--id', 'plain');
  say('access-key', 'create', '--id', 'not one');
  say('access-key', 'create', '--directory', nameless);
  say('access-key', 'disable', key);
  say('access-key', 'disable', 'nobody');
  say('access-key', 'list');
  say('access-key', 'enable', key);
  say('access-key', 'delete', 'plain');
  say('access-key', 'list');
  return normalised(told);
}

function aHouse(t) {
  const data = temporaryFolder(t);
  const made = runCommand(['access-key', 'create', '--id', 'root', '--data', data]);
  assert.equal(made.code, 0, made.stderr);
  return { data, key: { id: 'root', secret: made.stdout.split('secret ')[1].split('\n')[0] } };
}

// What the log tells of a house, but for who asked: an access key or the command line.
async function logOf(t, { data, key }) {
  const server = await startServer(t, { command: 'serve', data });
  const admin = new Administrator(t, server, { directory: '', key: key.id, secret: key.secret });
  const events = [];
  for (let NextToken; events.length === 0 || NextToken;) {
    const page = await admin.call('ListAuditEvents', { MaxResults: '100', ...(NextToken ? { NextToken } : {}) });
    events.push(...page.AuditEvents.map(({ Author, Operation, Outcome, DirectoryId, TargetId, ErrorCode, Changes }) =>
      ({ Author, Operation, Outcome, DirectoryId, TargetId, ErrorCode, Changes })));
    NextToken = page.NextToken;
  }
  await server.stop();
  return normalised(JSON.stringify(events, null, 1));
}

function selfSigned(t, names = 'IP:127.0.0.1,DNS:localhost') {
  const folder = temporaryFolder(t);
  const files = { certificate: path.join(folder, 'certificate.pem'), key: path.join(folder, 'key.pem') };
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=scimd test', '-addext', `subjectAltName=${names}`, '-keyout', files.key, '-out', files.certificate], { stdio: 'ignore' });
  return files;
}
const overTls = ({ certificate, key }) => ['--tls-certificate', certificate, '--tls-key', key];

test('every command says and leaves the same, in a folder, over HTTP and over HTTPS', async (t) => {
  const files = selfSigned(t);
  const [local, plain, secured] = [aHouse(t), aHouse(t), aHouse(t)];
  const http = await startServer(t, { command: 'serve', data: plain.data });
  const https = await startServer(t, { command: 'serve', data: secured.data, more: overTls(files) });
  assert.match(https.base, /^https:/);

  const told = everyCommand(here(local.data));
  const toldOverHttp = everyCommand(asking(http, plain.key));
  const toldOverHttps = everyCommand(asking(https, secured.key, { SCIMD_TLS_CA: files.certificate }));

  assert.match(told, /-> 0/);
  assert.match(told, /-> 1/);
  assert.ok(!told.includes('-> 2'), told);
  assert.equal(toldOverHttp, told);
  assert.equal(toldOverHttps, told);
  await Promise.all([http.stop(), https.stop()]);
  const log = await logOf(t, local);
  assert.match(log, /UpdateAccessKey/);
  assert.equal(await logOf(t, plain), log);
  assert.equal(await logOf(t, secured), log);
});

test('what the commands say is what they always said', async (t) => {
  const { data } = aHouse(t);
  const run = here(data);
  const made = run('directory', 'create', '--name', 'north');
  const directory = firstWord(made);

  assert.equal(made.stdout, `${directory}\nIts SCIM synchronization is Disabled. Next: scimd credential create ${directory}\n`);
  assert.equal(run('directory', 'list').stdout, `${directory}  north  Disabled  users 0  groups 0\n`);
  assert.match(run('directory', 'show', directory).stdout, /^d-\S+ {2}north {2}Disabled {2}users 0 {2}groups 0\n {2}tolerance = lenient\n/);
  assert.equal(run('directory', 'set', directory, 'tolerance=strict').stdout, '');
  assert.match(run('credential', 'create', directory).stdout, /^scimcred-[0-9a-z]{20}\ntoken [0-9A-Za-z]{40}\nThe token is shown only now\.\n$/);
  assert.match(run('credential', 'list', directory).stdout, /^scimcred-\S+ {2}Enabled {2}created \S+Z {2}expires \S+Z\n$/);
  assert.match(run('access-key', 'create').stdout, /^SCIMD[0-9A-Za-z]{19}\nsecret [0-9A-Za-z]{30}\nThe secret is shown only now\.\n$/);
  assert.match(run('access-key', 'create', '--id', 'k', '--name', 'n', '--read-only', '--directory', directory).stdout, /^k\nsecret /);
  assert.match(run('access-key', 'list').stdout, new RegExp(`^k  created \\S+Z  Enabled  ReadOnly  ${directory}  n$`, 'm'));
  assert.match(run('access-key', 'list').stdout, /^root {2}created \S+Z {2}Enabled {2}Full {2}all directories$/m);
});

test('a folder that a server has open says how to go on', async (t) => {
  const { data, key } = aHouse(t);
  const server = await startServer(t, { command: 'serve', data });

  const refused = here(data)('access-key', 'list');
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /in use by another scimd; .*--server URL/);
  assert.match(asking(server, key)('access-key', 'list').stdout, /^root /);
  const check = runCommand(['check', '--data', data], { environment: { SCIMD_SERVER: server.base } });
  assert.match(check.stderr, /in use by another scimd\n$/, 'check has nobody to ask');
});

test('who is not let in, or not to everything, is told why', async (t) => {
  const server = await startServer(t);
  const all = { id: dev.key, secret: dev.secret };
  const ask = asking(server, all);
  const expectRefusal = (run, reason, ...words) => {
    const done = run(...words);
    assert.equal(done.code, 1, done.stdout);
    assert.equal(done.stdout, '');
    assert.match(done.stderr, reason);
    assert.match(done.stderr, /^scimd: .* \([0-9A-F-]{36}\)\n$/, 'with the id to look for in the log');
  };

  expectRefusal(asking(server, { ...all, secret: 'wrong' }), /SignatureDoesNotMatch: The server computed another signature: it knows the access key scimd-dev-key by another secret, or /, 'directory', 'list');
  expectRefusal(asking(server, { ...all, id: 'nobody' }), /InvalidAccessKeyId\.NotFound/, 'directory', 'list');
  expectRefusal(ask, /EntityNotExists\.Directory: There is no directory d-0000000000no\./, 'directory', 'show', 'd-0000000000no');

  const [id, secret] = ask('access-key', 'create', '--read-only').stdout.split('\n').map((line) => line.replace('secret ', ''));
  const reader = asking(server, { id, secret });
  assert.match(reader('directory', 'list').stdout, /^d-000000000dev /);
  expectRefusal(reader, /NoPermission: The access key \S+ is read-only/, 'directory', 'create');
  ask('access-key', 'disable', id);
  expectRefusal(reader, /InvalidAccessKeyId\.Inactive/, 'directory', 'list');
});

test('a flag beats the environment, and the secret may stay out of the list of processes', async (t) => {
  const server = await startServer(t);
  const flags = ['--server', server.base, '--access-key-id', dev.key, '--access-key-secret', dev.secret];
  const environment = { SCIMD_SERVER: 'http://127.0.0.1:1', SCIMD_ACCESS_KEY_ID: 'nobody', SCIMD_ACCESS_KEY_SECRET: 'nothing' };

  assert.match(runCommand(['directory', 'list', ...flags], { environment }).stdout, /^d-000000000dev /);
  assert.equal(runCommand(['directory', 'list', '--server', server.base]).code, 2);
});

// --- Answers that are none ---

// Unlike runCommand it lets this process answer meanwhile.
function runAside(words, environment) {
  return new Promise((resolve) => {
    execFile(binary, words, { env: environmentWith(environment), timeout: 60_000 }, (failed, stdout, stderr) => resolve({ code: failed?.code ?? 0, stdout, stderr }));
  });
}

async function listen(t, answer) {
  const server = createServer(answer);
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  t.after(() => { server.closeAllConnections(); server.close(); });
  return { base: `http://127.0.0.1:${server.address().port}` };
}
const list = (server, environment = {}) => runAside(['access-key', 'list'],
  { SCIMD_SERVER: server.base, SCIMD_ACCESS_KEY_ID: 'k', SCIMD_ACCESS_KEY_SECRET: 's', ...environment });

test('what is no answer of a management action is not taken for one', async (t) => {
  const answers = [
    [200, '<html>Welcome</html>', /HTTP 200 with what is no answer/],
    [200, '{}', /HTTP 200 with what is no answer/],
    [200, '["RequestId"]', /HTTP 200 with what is no answer/],
    [502, 'Bad Gateway', /HTTP 502 with what is no answer/],
    [403, '{"Code":"X"}', /HTTP 403 with what is no answer/],
    [403, '{"Code":"X","Message":"Y"}', /^scimd: X: Y\n$/],
    [302, '{"RequestId":"R"}', /HTTP 302 with what is no answer/],
  ];
  for (const [status, body, reason] of answers) {
    const server = await listen(t, (_, answer) => { answer.writeHead(status); answer.end(body); });
    const done = await list(server);
    assert.equal(done.code, 1, body);
    assert.match(done.stderr, reason, body);
  }
  const rude = await listen(t, (asked) => asked.socket.destroy());
  assert.match((await list(rude)).stderr, /the connection to 127\.0\.0\.1:\d+ broke/);
  assert.match((await list({ base: 'http://127.0.0.1:1' })).stderr, /cannot connect to 127\.0\.0\.1:1: Connection refused/);
  assert.match((await list({ base: 'http://no-such-host.invalid' })).stderr, /there is no host no-such-host\.invalid/);
});

test('a server that does not answer is not waited for for ever', async (t) => {
  const silent = await listen(t, () => {});
  const done = await list(silent);
  assert.equal(done.code, 1);
  assert.match(done.stderr, /there was no answer in time/);
});

test('an answer of more than 64 MiB is not read to its end', async (t) => {
  const part = 'x'.repeat(1024 * 1024);
  const endless = await listen(t, (_, answer) => {
    const more = () => { while (!answer.destroyed && answer.write(part)); };
    answer.on('drain', more);
    more();
  });
  assert.match((await list(endless)).stderr, /body limit exceeded/);
});

test('a call that is throttled is made again, signed anew', async (t) => {
  const nonces = new Set();
  const server = await listen(t, (asked, answer) => {
    nonces.add(asked.headers['x-acs-signature-nonce']);
    if (nonces.size < 3) {
      answer.writeHead(400, { 'x-acs-retry-after': '500' });
      answer.end('{"RequestId":"R","Code":"Throttling.User","Message":"Too fast."}');
    } else answer.end('{"RequestId":"R","TotalCounts":0,"AccessKeys":[]}');
  });

  const began = performance.now();
  assert.deepEqual(await list(server), { code: 0, stdout: '', stderr: '' });
  assert.equal(nonces.size, 3);
  assert.ok(performance.now() - began >= 1000, 'it waits as long as the server says');
});

test('a list that takes more calls than pass in a second is printed whole', async (t) => {
  const server = await startServer(t, { more: ['--throttle', '5'] });
  const run = asking(server, { id: dev.key, secret: dev.secret });
  const made = Array.from({ length: 11 }, () => firstWord(run('directory', 'create'))).sort();

  const listed = run('directory', 'list');
  assert.equal(listed.code, 0, listed.stderr);
  assert.deepEqual(listed.stdout.trim().split('\n').map((line) => line.split(' ')[0]).sort(), [dev.directory, ...made].sort());
});

test('a certificate that nobody vouches for, or of another host, ends it', async (t) => {
  const [files, ofAnother] = [selfSigned(t), selfSigned(t, 'DNS:another.example')];
  const [house, otherHouse] = [aHouse(t), aHouse(t)];
  const server = await startServer(t, { command: 'serve', data: house.data, more: overTls(files) });
  const another = await startServer(t, { command: 'serve', data: otherHouse.data, more: overTls(ofAnother) });
  const key = { SCIMD_ACCESS_KEY_ID: house.key.id, SCIMD_ACCESS_KEY_SECRET: house.key.secret };

  assert.match((await list(server, key)).stderr, /certificate is not trusted: self-signed certificate/);
  assert.match((await list(another, { ...key, SCIMD_TLS_CA: ofAnother.certificate })).stderr, /certificate is not trusted/);
  assert.match((await list(server, { ...key, SCIMD_TLS_CA: '/does/not/exist' })).stderr, /the certificates in '\/does\/not\/exist' cannot be read/);
  assert.match((await list(server, { ...key, SCIMD_TLS_CA: files.certificate })).stdout, /^root /);
  const byName = { base: server.base.replace('127.0.0.1', 'localhost') };
  assert.match((await list(byName, { ...key, SCIMD_TLS_CA: files.certificate })).stdout, /^root /);
});
