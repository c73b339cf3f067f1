// The command line and the life of a process: exit codes, what is refused before anything listens, folders that belong
// to one process at a time, and the end.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { Client, openLine, requestText } from './support/http.mjs';
import { IdentityProvider, userBody } from './support/scim.mjs';
import { dev, runCommand, startServer, temporaryFolder, wait, within } from './support/server.mjs';

function expectEnd(code, words, pattern, how = {}) {
  const done = runCommand(words, how);
  assert.equal(done.code, code, `scimd ${words.join(' ')}: ${done.stdout}${done.stderr}`);
  assert.match(code === 0 ? done.stdout : done.stderr, pattern, `scimd ${words.join(' ')}`);
  return done.stdout;
}

test('help and version end with 0', () => {
  for (const words of [['--help'], ['help'], ['dev', '--help'], ['serve', '--help'], ['credential', 'create', '--help'], ['help', 'check']])
    expectEnd(0, words, /Usage/);
  expectEnd(0, ['--version'], /^scimd \d+\.\d+/);
});

test('a wrong command line ends with 2 and says what is wrong', (t) => {
  const data = temporaryFolder(t);
  const wrong = [
    [[], /command/], [['brew'], /brew/], [['dev', '--colour', 'red'], /colour/], [['dev', '--listen', 'nowhere'], /listen/i],
    [['dev', '--listen', '127.0.0.1:99999'], /listen/i], [['dev', '--threads', '0'], /threads/], [['dev', '--log', 'loud'], /log/],
    [['dev', '--setting', 'tolerance=some'], /tolerance|some/], [['dev', '--setting', 'colour=red'], /colour/],
    [['serve', '--listen', '127.0.0.1:0'], /--data/], [['serve', '--data', data], /--listen/],
    [['serve', '--data', data, '--listen', '127.0.0.1:0', '--tls-certificate', 'only.pem'], /key/],
    [['serve', '--data', data, '--listen', '127.0.0.1:0', '--config', path.join(data, 'none')], /none/],
    [['credential', 'create', '--data', data], /DIRECTORY/], [['credential', 'create', 'north', '--data', data], /north/],
  ];

  for (const [words, pattern] of wrong) expectEnd(2, words, pattern);
});

test('what cannot be done ends with 1 and says why', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(path.join(folder, 'file'), '');
  mkdirSync(path.join(folder, 'empty'));

  expectEnd(1, ['credential', 'create', 'd-000000000000', '--data', path.join(folder, 'empty')], /no scimd data/);
  for (const words of [['check'], ['directory', 'list'], ['access-key', 'list']])
    expectEnd(1, [...words, '--data', path.join(folder, 'mistyped')], /no scimd data/);
  assert.ok(!existsSync(path.join(folder, 'mistyped')), 'looking makes nothing');
  expectEnd(1, ['dev', '--data', path.join(folder, 'file'), '--listen', '127.0.0.1:0'], /file/);
});

test('an address that is in use ends with 1 and is named', async (t) => {
  const server = await startServer(t);

  expectEnd(1, ['dev', '--data', ':memory:', '--listen', `127.0.0.1:${server.port}`], new RegExp(`${server.port}`));
});

test('dev keeps its well-known credentials on this machine', async (t) => {
  for (const listen of ['0.0.0.0:0', '[::]:0', '192.0.2.1:80']) expectEnd(2, ['dev', '--data', ':memory:', '--listen', listen], /SCIMD_DEV_TOKEN/);
  expectEnd(2, ['dev', '--data', ':memory:', '--listen', '0.0.0.0:0'], /SCIMD_DEV/, { environment: { SCIMD_DEV_TOKEN: 'mine' } });

  const environment = { SCIMD_DEV_TOKEN: 'my-token', SCIMD_DEV_ACCESS_KEY_ID: 'my-key', SCIMD_DEV_ACCESS_KEY_SECRET: 'my-secret' };
  const server = await startServer(t, { listen: '0.0.0.0:0', environment });
  const local = { base: `http://127.0.0.1:${server.port}` };
  await new IdentityProvider(t, local, { token: 'my-token' }).get('/Users');
  await new IdentityProvider(t, local).refused(401, undefined, 'GET', '/Users');
  assert.equal(await new Administrator(t, local, { key: 'my-key', secret: 'my-secret' }).switchStatus(), 'Enabled');
});

test('serve shows nothing in clear beyond this machine, unless told so', async (t) => {
  const data = temporaryFolder(t);
  expectEnd(2, ['serve', '--data', data, '--listen', '0.0.0.0:0'], /insecure-http/);

  const server = await startServer(t, { command: 'serve', data, listen: '0.0.0.0:0', more: ['--insecure-http'] });

  await new IdentityProvider(t, { base: `http://127.0.0.1:${server.port}` }).refused(401, undefined, 'GET', '/Users');
  assert.match(server.stdout, /access-key create/, 'it says how to get the first access key');
});

test('flag beats environment beats file', async (t) => {
  const folder = temporaryFolder(t);
  const config = path.join(folder, 'scimd.conf');
  writeFileSync(config, '# how clients reach us\n\npublic-url = https://file.example\nthreads = 1\n');
  const publicUrl = async (environment, ...more) => {
    const server = await startServer(t, { command: 'serve', data: folder, environment, more: ['--config', config, ...more] });
    await server.stop();
    return server.base;
  };

  assert.equal(await publicUrl({}), 'https://file.example');
  assert.equal(await publicUrl({ SCIMD_PUBLIC_URL: 'https://environment.example' }), 'https://environment.example');
  assert.equal(await publicUrl({ SCIMD_PUBLIC_URL: 'https://environment.example' }, '--public-url', 'https://flag.example'), 'https://flag.example');
});

test('the ready file is one line, the banner complete, and its curl line works', async (t) => {
  const server = await startServer(t);

  assert.match(readFileSync(server.readyFile, 'utf8'), /^http:\/\/127\.0\.0\.1:\d+\n$/);
  for (const said of [`${server.base}/scim/v2`, `${server.base}/`, dev.token, dev.key, dev.secret]) assert.ok(server.stdout.includes(said), said);
  const line = /^\s*(curl .*)$/m.exec(server.stdout)?.[1];
  assert.ok(line, server.stdout);
  if (spawnSync('curl', ['--version']).error) return t.diagnostic('there is no curl to try the line with');
  const done = spawnSync('bash', ['-c', `${line} --silent --fail --max-time 10`], { encoding: 'utf8', timeout: 20_000 });
  assert.equal(done.status, 0, done.stderr);
  assert.ok(JSON.parse(done.stdout).schemas.length > 0);
});

test('the commands furnish a server that can be used', async (t) => {
  const data = temporaryFolder(t);
  const command = (...words) => expectEnd(0, [...words, '--data', data], /^/);
  const directory = command('directory', 'create', '--name', 'north', '--setting', 'tolerance=strict').split('\n')[0];
  const [credential, token] = command('credential', 'create', directory).split('\n').map((line) => line.replace('token ', ''));
  const [key, secret] = command('access-key', 'create', '--id', 'my-key').split('\n').map((line) => line.replace('secret ', ''));
  assert.match(command('directory', 'list'), new RegExp(`^${directory} +north +Disabled`));
  assert.match(command('directory', 'show', directory), /tolerance = strict/);
  assert.match(command('credential', 'list', directory), new RegExp(`^${credential} +Enabled`));
  assert.match(command('access-key', 'list'), /^my-key /);
  assert.ok(!(command('credential', 'list', directory) + command('access-key', 'list')).includes(secret));

  const server = await startServer(t, { command: 'serve', data });
  const admin = new Administrator(t, server, { directory, key, secret });
  const idp = new IdentityProvider(t, server, { token });
  await admin.switchTo('Enabled');
  const ann = await idp.push('/Users', userBody('ann'));
  await server.stop();

  command('credential', 'disable', directory, credential);
  const again = await startServer(t, { command: 'serve', data });
  await new IdentityProvider(t, again, { token }).refused(401, undefined, 'GET', '/Users');
  assert.equal((await new Administrator(t, again, { directory, key, secret }).getUser(ann.id)).UserName, 'ann');
  await again.stop();
  command('credential', 'enable', directory, credential);
  command('access-key', 'delete', 'my-key');
  const last = await startServer(t, { command: 'serve', data });
  await new IdentityProvider(t, last, { token }).get('/Users');
  await new Administrator(t, last, { directory, key, secret }).refused(404, 'InvalidAccessKeyId.NotFound', 'ListUsers');
});

test('a folder belongs to one process at a time', async (t) => {
  const data = temporaryFolder(t);
  const server = await startServer(t, { data });

  expectEnd(1, ['dev', '--data', data, '--listen', '127.0.0.1:0'], /another|in use|already|lock/i);
  expectEnd(1, ['access-key', 'create', '--data', data], /another|in use|already|lock/i);

  await new IdentityProvider(t, server).push('/Users', userBody('ann'));
  await server.stop();
  expectEnd(0, ['check', '--data', data], /All laws hold/);
});

test('a folder of a newer scimd is refused and left alone', async (t) => {
  const data = temporaryFolder(t);
  const server = await startServer(t, { data });
  await server.stop();
  const database = path.join(data, 'scimd.db');
  const file = openSync(database, 'r+');
  writeSync(file, Buffer.from([0x00, 0x0f, 0x42, 0x3f]), 0, 4, 60); // user_version, big-endian: SQLite's file format, section 1.3
  closeSync(file);
  const before = readFileSync(database);

  expectEnd(1, ['dev', '--data', data, '--listen', '127.0.0.1:0'], /newer/i);
  expectEnd(1, ['check', '--data', data], /newer/i);

  assert.ok(readFileSync(database).equals(before));
});

test('SIGTERM and SIGINT: what runs is answered, idle connections are closed, the end is 0', async (t) => {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    const data = temporaryFolder(t);
    const server = await startServer(t, { data });
    const idle = await openLine(t, server);
    idle.send(requestText('GET', '/healthz'));
    await idle.answer();
    const half = await openLine(t, server);
    const body = JSON.stringify(userBody('late'));
    half.send(requestText('POST', '/scim/v2/Users', { Authorization: `Bearer ${dev.token}`, 'Content-Length': body.length, 'Content-Type': 'application/json' }));
    await wait(100);

    server.child.kill(signal);
    await idle.end();
    half.send(body);
    const answer = await half.answer();
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.headers.connection, 'close');
    await within(20_000, server.ended, 'the end');
    await server.stop(); // looks at how it ended

    const again = await startServer(t, { data });
    assert.equal((await new IdentityProvider(t, again).get('/Users')).Resources[0].userName, 'late');
    await again.stop();
  }
});

test('what was committed is there after a restart, the switch and its drift included', async (t) => {
  const data = temporaryFolder(t);
  const first = await startServer(t, { data });
  const ann = await new IdentityProvider(t, first).push('/Users', userBody('ann', { displayName: 'Ann' }));
  await new Administrator(t, first).switchTo('Disabled');
  await new Administrator(t, first).call('UpdateUser', { UserId: ann.id, NewDisplayName: 'Anna' });
  await first.stop();

  const second = await startServer(t, { data });
  const admin = new Administrator(t, second);

  assert.equal(await admin.switchStatus(), 'Disabled');
  assert.equal((await admin.getUser(ann.id)).DisplayName, 'Anna');
  await admin.switchTo('Enabled');
  assert.equal((await admin.getUser(ann.id)).DisplayName, 'Ann');
  assert.equal((await new Client(t, second.base).ask('GET', '/readyz')).status, 200);
});
