// Replays what identity providers really send: each file against a fresh directory in memory, against one in files, and
// without the steps that go beyond the RFCs against a directory that tolerates nothing.
//
//   SCIMD_BINARY=… node idp_conversations_test.mjs [scimd [NAME…]]      all conversations, or these
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { dev, startServer, temporaryFolder } from './support/server.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const replay_milliseconds_max = 60_000;
const chosen = process.argv.slice(3);
const conversations = readdirSync(here).filter((name) => name.endsWith('.jsonl')).map((name) => path.basename(name, '.jsonl'))
  .filter((name) => chosen.length === 0 || chosen.includes(name));

function replay(server, conversation, ...more) {
  const words = [path.join(here, 'replay.mjs'), '--base', `${server.base}/scim/v2`, '--token', dev.token, '--dump', ...more,
    path.join(here, `${conversation}.jsonl`)];
  return new Promise((resolve) => {
    execFile(process.execPath, words, { timeout: replay_milliseconds_max }, (failed, stdout, stderr) => {
      resolve({ failed: failed !== null, report: stdout + stderr });
    });
  });
}

async function expectReplayed(server, conversation, ...more) {
  const { failed, report } = await replay(server, conversation, ...more);
  assert.ok(!failed, `\n${report}`);
  assert.match(report, /[1-9][0-9]* passed, 0 failed/); // a conversation of no steps would pass, too
}

for (const conversation of conversations) {
  test(`${conversation} is understood by a directory in memory`, async (t) => {
    await expectReplayed(await startServer(t), conversation);
  });
  test(`${conversation} is understood by a directory in files`, async (t) => {
    await expectReplayed(await startServer(t, { data: temporaryFolder(t) }), conversation);
  });
  test(`${conversation} is understood by a strict directory, as far as the RFCs go`, async (t) => {
    await expectReplayed(await startServer(t, { more: ['--setting', 'tolerance=strict'] }), conversation, '--skip-lenient');
  });
}
