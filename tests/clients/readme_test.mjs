// What README and the documents tell people to type runs as it is written there; only the address is the server's own.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { Administrator } from '../wire/support/cloudsso.mjs';
import { environmentWith, startServer } from '../wire/support/server.mjs';

// Every JavaScript block of a document, one after the other.
function blocksOf(document) {
  const text = readFileSync(new URL(`../../${document}`, import.meta.url), 'utf8');
  return [...text.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);
}

// What Node prints when it is given this code on its standard input, where the packages are.
function printed(code, server) {
  return new Promise((resolve, reject) => {
    const node = execFile(process.execPath, ['-'], { cwd: fileURLToPath(new URL('.', import.meta.url)), env: environmentWith({}), timeout: 60_000 },
      (failed, stdout, stderr) => (failed ? reject(new Error(stderr)) : resolve(stdout)));
    node.stdin.end(code.replaceAll('http://127.0.0.1:8080', server.base));
  });
}

test('the conversation with pop-core in README', async (t) => {
  const server = await startServer(t);
  const [code] = blocksOf('README.md');
  assert.match(code, /@alicloud\/pop-core/);
  assert.match(code, /http:\/\/127\.0\.0\.1:8080/, 'the address of ./run');

  const output = await printed(code, server);

  assert.match(output, /^\W*(Object: null prototype\] \{\s*)?RequestId: '[0-9A-F-]{36}'\s*\}\s*$/);
  assert.equal(await new Administrator(t, server).switchStatus(), 'Disabled');
});

test('the preview in docs/synchronization.md, with README\'s client', async (t) => {
  const server = await startServer(t);
  const [client] = blocksOf('README.md');
  const [code] = blocksOf('docs/synchronization.md');

  assert.match(await printed(`${client}${code}`, server), /Totals: .*\{\s*UsersEdited: 0,/);
});
