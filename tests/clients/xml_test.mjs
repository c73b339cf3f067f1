// Answers in XML say what answers in JSON say, of every action and of every refusal that comes in both forms, and a strict parser
// reads them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { walk } from '../wire/api_document/scenario.mjs';
import { requestOf } from '../wire/support/cloudsso.mjs';
import { Client } from '../wire/support/http.mjs';
import { actions } from '../wire/support/offered.mjs';
import { dev, startServer } from '../wire/support/server.mjs';
import { Stable } from '../wire/support/stable.mjs';
import { aTown, expected, holdsFor, rows } from './support/refusals.mjs';
import { flat } from './support/ways.mjs';
import { membersOfXml, pairsOfJson, pairsOfXml, parseXml } from './support/xml.mjs';

// Reads answers in one of the written forms: {root, pairs, members}.
const readers = {
  JSON: ({ text, headers }, root) => {
    assert.equal(headers['content-type'], 'application/json');
    return { root, pairs: pairsOfJson(JSON.parse(text)), members: JSON.parse(text) };
  },
  XML: ({ text, headers }) => {
    assert.equal(headers['content-type'], 'application/xml');
    const element = parseXml(text);
    return { root: element.name, pairs: pairsOfXml(element), members: membersOfXml(element) };
  },
};

// Asks one server in one written form, and keeps what it was told.
class Reader {
  constructor(t, server, format) {
    Object.assign(this, { format, client: new Client(t, server.base), host: new URL(server.base).host, told: [] });
    this.stable = new Stable(this.host);
  }

  async ask(action, parameters = {}, how = {}) {
    const form = { signature: '1.0', method: 'POST', where: 'body', format: this.format, ...how };
    const { method, path, headers, body } = requestOf(this.host, action, parameters, form);
    const answer = await this.client.ask(method, path, { headers, body });
    const root = answer.status === 200 ? `${action}Response` : 'Error';
    const read = readers[this.format](answer, root);
    assert.equal(read.root, root);
    this.told.push({ action, status: answer.status, pairs: this.settled(read.pairs) });
    return { ...answer, ...read };
  }

  // What differs each time, in a form that does not.
  settled(pairs) {
    if (typeof pairs === 'string') return pairs;
    return pairs.map(([name, value]) => [name, typeof value === 'string' ? this.stable.value(value, name) : this.settled(value)]);
  }

  async members(action, parameters) {
    const { status, text, members } = await this.ask(action, parameters);
    assert.equal(status, 200, `${action}: ${text}`);
    return members;
  }
}

async function walked(t, format) {
  const server = await startServer(t, { environment: { SCIMD_THROTTLE: '0' } });
  const reader = new Reader(t, server, format);
  const call = (...words) => reader.members(...words);
  await walk({ t, server, show: call, call, refuse: (...words) => reader.ask(...words) });
  return reader.told;
}

test('every action says the same in both forms', async (t) => {
  const [json, xml] = [await walked(t, 'JSON'), await walked(t, 'XML')];
  for (const [i, one] of json.entries()) assert.deepEqual(xml[i], one, one.action);
  assert.equal(xml.length, json.length);
  for (const action of actions.keys()) assert.ok(json.some((one) => one.action === action), `no case of ${action}`);
});

// What a row changes of a request (support/ways.mjs), as how it is asked.
const common = {
  timestamp: 'Timestamp', nonce: 'SignatureNonce', version: 'Version', signatureMethod: 'SignatureMethod', signatureVersion: 'SignatureVersion',
};

function howOf({ method = 'POST', anonymous = false, ...rest } = {}) {
  const named = Object.entries(rest).map(([name, value]) => [common[name], value]);
  return { method, common: Object.fromEntries(named), ...(anonymous ? { key: '' } : {}) };
}

// The way that a Reader asks in.
const read_way = { client: 'pop-core', signature: '1.0', method: 'POST', where: 'form', canChange: [...Object.keys(common), 'method', 'anonymous'] };

// Codes that do not come in both forms alike, and why.
const apart = {
  SignatureDoesNotMatch: 'says which text was to be signed, and Format is a part of it',
  RequestTooLarge: 'who cannot be read has not said which form is wanted',
  'InvalidParameter.Format': 'is about a form that is neither',
  IncompleteSignature: 'only version 3 has it, and that has no Format',
  'InvalidParameter.DirectoryId': 'is about a parameter in two places, and a Reader has one',
  InvalidContentType: 'is about a body without parameters, of which Format is one',
};

test('every refusal that comes in both forms says the same in both', async (t) => {
  const server = await startServer(t, { environment: { SCIMD_THROTTLE: '0' } });
  const town = await aTown(t, server);
  const readersOf = ['JSON', 'XML'].map((format) => new Reader(t, server, format));
  const compared = new Set();
  for (const row of rows) {
    if (row[0] in apart || !await holdsFor(row, town, read_way)) continue;
    const { code, status, action, parameters, changes, as } = await expected(row, town, read_way);
    const sent = { DirectoryId: dev.directory, ...parameters };
    if (sent.DirectoryId === undefined) delete sent.DirectoryId;
    for (const reader of readersOf) {
      const answer = await reader.ask(action, flat(sent), { ...howOf(changes), ...as });
      assert.deepEqual([answer.status, answer.members.Code], [status, code], answer.text);
    }
    assert.deepEqual(readersOf[1].told.at(-1), readersOf[0].told.at(-1));
    compared.add(code);
  }
  for (const [code] of rows) assert.ok(compared.has(code) !== (code in apart), `${code} is compared, or it is said why not`);
  for (const code of Object.keys(apart)) assert.ok(rows.some(([one]) => one === code), `no row is refused with ${code}`);
});

// All but U+0000, which no attribute takes.
const controls = Array.from({ length: 31 }, (_, i) => String.fromCharCode(i + 1)).join('|');
const hostile = [
  '<>&"\'', ']]>', '<![CDATA[x]]>', '<!-- -->', '&amp;&#65;&lt;', '<?xml version="1.0"?>', ' a ', '\t\n\r\r\n', controls, '\u007F\u0080\u0085\u2028',
  '\uFFFD\uFFFE\uFFFF', '\u{1F642}\u{1FFFE}\u{10FFFF}', '日本語 é', '</DisplayName>', '',
];

test('whatever a text holds, it is the same text in both forms', async (t) => {
  const server = await startServer(t, { environment: { SCIMD_THROTTLE: '0' } });
  const [json, xml] = ['JSON', 'XML'].map((format) => new Reader(t, server, format));
  for (const [i, text] of hostile.entries()) {
    const { User } = await json.members('CreateUser', { DirectoryId: dev.directory, UserName: `u${i}`, DisplayName: text, Description: text });
    assert.equal(User.DisplayName ?? '', text);
    const user = { DirectoryId: dev.directory, UserId: User.UserId };
    for (const reader of [json, xml]) await reader.members('GetUser', user);
    assert.deepEqual(xml.told.at(-1).pairs[1], json.told.at(-1).pairs[1]);
    // Messages quote what was sent.
    for (const reader of [json, xml]) assert.equal((await reader.ask('GetUser', { ...user, UserId: `\u0000${text}` })).status, 404);
    const message = ({ told }) => told.at(-1).pairs.find(([name]) => name === 'Message');
    assert.deepEqual(message(xml), message(json));
  }
});

test('the parser refuses what is not well-formed', () => {
  for (const text of ['', '<a>', '<a></b>', '<a>&</a>', '<a>\u0001</a>', '<a>]]></a>', '<a b=c></a>', '<a/><b/>', '<a><</a>', 'a'])
    assert.throws(() => parseXml(text), undefined, JSON.stringify(text));
});
