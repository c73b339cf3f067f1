// docs/management-api.md is what this program writes: every action with its parameters, a request and an answer that were
// really sent, and the refusals of note. It fails when the document is not that any more, and when an action is missing.
//   SCIMD_WRITE_DOCUMENT=1   writes the document instead
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { Client } from './support/http.mjs';
import { requestOf } from './support/cloudsso.mjs';
import { actions, codes, parametersReadIn } from './support/offered.mjs';
import { startServer } from './support/server.mjs';
import { Stable } from './support/stable.mjs';
import { walk } from './api_document/scenario.mjs';
import { documentOf, requestText } from './api_document/writing.mjs';

const document = new URL('../../docs/management-api.md', import.meta.url);
const described = JSON.parse(readFileSync(new URL('./api_document/actions.json', import.meta.url), 'utf8'));
// The parameters of CloudSSO's actions, from its table of them.
const cloudsso = JSON.parse(readFileSync(new URL('./api_document/cloudsso_parameters.json', import.meta.url), 'utf8'));
const introduction = readFileSync(new URL('./api_document/introduction.md', import.meta.url), 'utf8');

const looks = /^(Get|List|Preview)/;

// Sends calls and keeps them: {request, status, answer} in a form that is the same each time.
class Scribe {
  constructor(t, server) {
    this.client = new Client(t, server.base);
    this.host = new URL(server.base).host;
    this.stable = new Stable(this.host);
    this.examples = new Map();
  }

  async send(action, parameters, how = {}) {
    const usual = looks.test(action) ? { method: 'GET', where: 'query' } : { method: 'POST', where: 'body' };
    const { method, path, headers, body } = requestOf(this.host, action, parameters, { ...usual, ...how });
    const { status, json, text } = await this.client.ask(method, path, { headers, body });
    return { json, request: this.stable.text(requestText({ method, path, headers, body })), answer: json ? this.stable.value(json) : this.stable.text(text), status };
  }

  async call(action, parameters) {
    const { json, status, ...kept } = await this.send(action, parameters);
    assert.equal(status, 200, `${action}: ${JSON.stringify(json)}`);
    return { json, ...kept };
  }

  async show(action, parameters) {
    assert.ok(!this.examples.has(action), `${action} is shown twice`);
    const sent = await this.call(action, parameters);
    this.examples.set(action, sent);
    return sent.json;
  }

  async refuse(action, parameters) {
    const sent = await this.send(action, parameters);
    assert.ok(sent.status >= 400, `${action} is refused`);
    this.examples.set(action, sent);
  }
}

// What the introduction shows: {name: [action, parameters, how]}.
const introduced = {
  v3: ['GetDirectory', { DirectoryId: 'd-000000000dev' }, { method: 'POST' }],
  rpc: ['GetDirectory', { DirectoryId: 'd-000000000dev' }, { signature: '1.0', method: 'POST', where: 'query' }],
  xml: ['GetDirectory', { DirectoryId: 'd-000000000dev' }, { signature: '1.0', method: 'GET', format: 'XML' }],
  refusal: ['GetDirectory', { DirectoryId: 'd-000000000000' }],
};

// A refusal that says who may not do what: of a key that may only look.
async function denied(scribe) {
  const { json } = await scribe.call('CreateAccessKey', { UserAccessKeyId: 'dashboard', Permission: 'ReadOnly' });
  const how = { key: json.AccessKey.AccessKeyId, secret: json.AccessKey.AccessKeySecret };
  const refused = await scribe.send('DeleteUser', { DirectoryId: 'd-000000000dev', UserId: 'u-00000000000000000000' }, how);
  await scribe.call('DeleteAccessKey', { UserAccessKeyId: 'dashboard' });
  return refused;
}

async function written(t) {
  const server = await startServer(t, { environment: { SCIMD_THROTTLE: '0' } });
  const scribe = new Scribe(t, server);
  const shown = {};
  for (const [name, words] of Object.entries(introduced)) shown[name] = await scribe.send(...words);
  shown.denied = await denied(scribe);
  await walk({
    t, server, show: (...words) => scribe.show(...words), call: async (...words) => (await scribe.call(...words)).json,
    refuse: (...words) => scribe.refuse(...words),
  });
  return documentOf({ introduction, shown, described, examples: scribe.examples, required: actions });
}

// The lines around the first difference.
function difference(is, should) {
  const [now, then] = [is.split('\n'), should.split('\n')];
  const at = then.findIndex((line, i) => line !== now[i]);
  const [from, to] = [Math.max(0, at - 3), at + 8];
  const lines = (all, sign) => all.slice(at, to).map((line) => `${sign} ${line}`);
  return [`line ${at + 1}:`, ...then.slice(from, at).map((line) => `  ${line}`), ...lines(now, '-'), ...lines(then, '+')].join('\n');
}

// Without doubles, and in an order of their own.
const same = (some, others, about) => assert.deepEqual([...new Set(some)].sort(), [...new Set(others)].sort(), about);
const describedActions = described.subjects.flatMap((subject) => subject.actions);
const parametersOf = ({ name, parameters }) => [...actions.get(name), ...parameters];
const settings = describedActions.find((one) => one.name === 'UpdateDirectorySettings').parameters;

test('the document describes every action, and only those', () => {
  assert.deepEqual(describedActions.map((one) => one.name).sort(), [...actions.keys()].sort());
  for (const one of describedActions) {
    for (const [code] of one.refusals ?? []) {
      const known = codes.some(([, row]) => row === code || (['Missing', 'InvalidParameter'].includes(row) && code.startsWith(row)));
      assert.ok(known, `${one.name}: the server has no ${code}`);
    }
  }
});

// What scimd takes beyond CloudSSO.
const beyond = { CreateDirectory: settings };

test('CloudSSO\'s actions are described with all of CloudSSO\'s parameters', () => {
  for (const [name, parameters] of Object.entries(cloudsso)) {
    const one = describedActions.find((action) => action.name === name);
    assert.ok(one, `${name} is described`);
    same(parametersOf(one), [...parameters, ...(beyond[name] ?? [])], name);
  }
});

// The settings have the next test; the preview takes what all lists take.
test('scimd\'s own actions are described with the parameters that they look for', () => {
  const own = describedActions.filter(({ name }) => !(name in cloudsso));
  const documented = (names) => own.filter(({ name }) => names.test(name)).flatMap(parametersOf);
  same(documented(/AccessKey/), parametersReadIn('management/access_keys.cpp'));
  same(documented(/AuditEvents|EntityHistory/), parametersReadIn('management/audit.cpp'));
});

test('the document names every setting', async (t) => {
  const scribe = new Scribe(t, await startServer(t));
  const { json } = await scribe.call('GetDirectorySettings', { DirectoryId: 'd-000000000dev' });
  assert.deepEqual([...settings].sort(), Object.keys(json.Settings).sort());
});

test('docs/management-api.md is what was sent and answered', async (t) => {
  const should = await written(t);
  assert.equal(await written(t), should, 'it is the same each time');
  if (process.env.SCIMD_WRITE_DOCUMENT) writeFileSync(document, should);
  const is = readFileSync(document, 'utf8');
  const rewrite = 'SCIMD_WRITE_DOCUMENT=1 SCIMD_BINARY=build/dev/scimd node tests/wire/api_document_test.mjs';
  assert.ok(is === should, `docs/management-api.md is not what the server does; \`${rewrite}\` writes it anew\n${is === should ? '' : difference(is, should)}`);
});
