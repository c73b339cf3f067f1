// Starts a fresh scimd for a test, and sees to its end: a server that is stopped must end with 0 and must not have
// complained meanwhile. Nothing outlives the test that asked for it: neither a process nor a folder.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// The first argument, or what follows --binary where a program has options.
function binaryArgument([first, ...more]) {
  if (!first?.startsWith('--')) return first;
  const words = [first, ...more];
  return words.includes('--binary') ? words[words.indexOf('--binary') + 1] : undefined;
}

const named = binaryArgument(process.argv.slice(2)) ?? process.env.SCIMD_BINARY;
export const binary = named && path.resolve(named); // servers are started in folders of their own
if (!named) throw new Error('say which scimd: SCIMD_BINARY=build/dev/scimd node some_test.mjs, or as first argument');

const ready_milliseconds_max = 30_000; // a sanitized build on a busy machine takes its time
const stop_milliseconds_max = 30_000;
const command_milliseconds_max = 60_000;

export const dev = { directory: 'd-000000000dev', token: 'scimd-dev-token', key: 'scimd-dev-key', secret: 'scimd-dev-secret' };

// A sanitizer's report, or an edit that threw: the answers may look fine all the same.
const complaint = /Sanitizer|runtime error:|an edit failed|a commit failed|[Aa]ssertion/;

// Should a test be ended from outside, its servers go with it.
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(1));

export const wait = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

export function within(milliseconds, promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export function temporaryFolder(t) {
  const folder = mkdtempSync(path.join(tmpdir(), 'scimd-wire-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

// The SCIMD_ variables of whoever runs the tests are not ours.
export function environmentWith(more) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('SCIMD_'));
  return { ...Object.fromEntries(inherited), ...more };
}

// Runs a command that ends by itself: {code, stdout, stderr}.
export function runCommand(words, { environment = {}, folder } = {}) {
  const done = spawnSync(binary, words, {
    env: environmentWith(environment), cwd: folder, encoding: 'utf8', timeout: command_milliseconds_max,
  });
  if (done.error) throw done.error;
  if (complaint.test(done.stderr)) throw new Error(`scimd ${words.join(' ')} complained:\n${done.stderr}`);
  return { code: done.status, stdout: done.stdout, stderr: done.stderr };
}

// A server of the test `t`, ready to answer. Options: command ('dev' or 'serve'), data (folder or ':memory:'),
// listen, more (further words of the command line), environment. Flow control is off unless the environment says otherwise:
// tests are in more of a hurry than clients. It is stopped when the test ends, and must agree.
export async function startServer(t, options = {}) {
  const server = new Server(temporaryFolder(t), options);
  t.after(() => server.stop());
  await server.ready();
  return server;
}

class Server {
  constructor(folder, { command = 'dev', data = ':memory:', listen = '127.0.0.1:0', log = 'errors', more = [], environment = {} }) {
    this.readyFile = path.join(folder, 'ready');
    this.stdout = '';
    this.stderr = '';
    const words = [command, '--data', data, '--listen', listen, '--log', log, '--ready-file', this.readyFile, ...more];
    this.child = spawn(binary, words, {
      cwd: folder, env: environmentWith({ SCIMD_THROTTLE: '0', SCIMD_THROTTLE_API: '0', SCIMD_THROTTLE_SCIM: '0', ...environment }), stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(this.child);
    this.child.stdout.on('data', (part) => { this.stdout += part; });
    this.child.stderr.on('data', (part) => { this.stderr += part; });
    // 'close' comes after 'exit', when both streams have been read to their ends.
    this.ended = new Promise((resolve) => {
      this.child.on('close', (code, signal) => {
        running.delete(this.child);
        this.end = { code, signal };
        resolve(this.end);
      });
      this.child.on('error', (failed) => { this.stderr += failed.message; });
    });
  }

  async ready() {
    const deadline = Date.now() + ready_milliseconds_max;
    while (!existsSync(this.readyFile)) {
      if (this.end) throw new Error(`scimd ended with ${JSON.stringify(this.end)} before it was ready:\n${this.stderr}`);
      if (Date.now() > deadline) throw new Error(`scimd is not ready after ${ready_milliseconds_max} ms:\n${this.stderr}`);
      await wait(10);
    }
    this.base = readFileSync(this.readyFile, 'utf8').trim();
    this.port = Number(new URL(this.base).port);
  }

  // Asks it to end, as an init system would. Whatever it had to complain about is said here.
  async stop() {
    if (this.seenOff) return;
    this.seenOff = true;
    if (!this.end) this.child.kill('SIGTERM');
    try {
      await within(stop_milliseconds_max, this.ended, 'scimd ends after SIGTERM');
    } catch (late) {
      this.child.kill('SIGKILL');
      throw new Error(`${late.message}\n${this.stderr}`);
    }
    this.check();
    if (this.end.code !== 0) throw new Error(`scimd ended with ${JSON.stringify(this.end)}:\n${this.stderr}`);
  }

  // Ends it as a power cut would.
  async kill() {
    this.seenOff = true;
    this.child.kill('SIGKILL');
    await within(stop_milliseconds_max, this.ended, 'scimd ends after SIGKILL');
    this.check();
  }

  check() {
    if (complaint.test(this.stderr)) throw new Error(`scimd complained:\n${this.stderr}`);
  }
}
