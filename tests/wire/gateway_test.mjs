// What the gateway refuses, before any action is asked: status, code and message of each refusal, in both versions
// (reference, sections 9 and 10.2). The order of the checks is in tests/management/gateway_order_test.cpp.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { encode, expectEnvelope, pairs, requestOf, stringToSign } from './support/cloudsso.mjs';
import { Client } from './support/http.mjs';
import { dev, runCommand, startServer, temporaryFolder } from './support/server.mjs';

const versions = ['1.0', 'v3'];
const here = { DirectoryId: dev.directory };
const at = (milliseconds) => new Date(Date.now() + milliseconds).toISOString().replace(/\.\d+/, '');
const minutes = (count) => count * 60_000;

async function gateway(t, options) {
  const server = await startServer(t, options);
  const client = new Client(t, server.base);
  const host = new URL(server.base).host;
  const send = ({ method, path, headers, body }) => client.ask(method, path, { headers, body });
  return { server, send, request: (how, action = 'GetDirectory') => requestOf(host, action, here, how) };
}

// A request of which one thing is changed after it was signed.
const altered = (request, part, from, to) => {
  const changed = request[part].replace(from, to);
  assert.notEqual(changed, request[part], 'the request has what is to be altered');
  return { ...request, [part]: changed };
};

for (const signature of versions) {
  const faults = {
    'a key that there is not': [{ key: 'nobody' }, 404, 'InvalidAccessKeyId.NotFound', /^Specified access key is not found\.$/],
    'a time that is none': [{ date: 'now' }, 400, 'InvalidTimeStamp.Format', /^Specified time stamp or date value is not well formatted\./],
    'a slow clock': [{ date: at(-minutes(16)) }, 400, 'InvalidTimeStamp.Expired', /^Specified time stamp or date value is expired\./],
    'a fast clock': [{ date: at(minutes(16)) }, 400, 'InvalidTimeStamp.Expired', /^Specified time stamp or date value is expired\./],
  };
  for (const [name, [how, status, code, message]] of Object.entries(faults))
    test(`${signature}: ${name}`, async (t) => {
      const { send, request } = await gateway(t);

      const said = expectEnvelope(await send(request({ signature, ...how })), status, code);

      assert.match(said, message);
      if (code === 'InvalidTimeStamp.Expired') {
        assert.ok(said.includes(how.date), 'the clock of the request');
        const clocks = said.match(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g);
        assert.equal(clocks.length, 2);
        assert.ok(Math.abs(Date.parse(clocks[1]) - Date.now()) < minutes(1), 'the clock of the server');
      }
    });

  test(`${signature}: clocks that are a little less than 15 minutes apart are good`, async (t) => {
    const { send, request } = await gateway(t);
    for (const skew of [-1, 1]) {
      const answer = await send(request({ signature, date: at(skew * (minutes(15) - 5_000)) }));
      assert.equal(answer.status, 200, answer.text);
    }
  });

  test(`${signature}: what was altered after it was signed is refused, and so is a wrong secret`, async (t) => {
    const { send, request } = await gateway(t);
    const other = 'd-000000000abc';
    const spoilt = {
      'a wrong secret': request({ signature, secret: 'wrong' }),
      'a parameter of the URL': altered(request({ signature, method: 'GET' }), 'path', dev.directory, other),
      'the body': altered(request({ signature, where: 'body' }), 'body', dev.directory, other),
      'the method': { ...request({ signature, method: 'GET' }), method: 'POST' },
    };
    for (const [what, sent] of Object.entries(spoilt)) {
      const said = expectEnvelope(await send(sent), 400, 'SignatureDoesNotMatch', what);
      if (signature === 'v3') {
        assert.match(said, /^Specified signature does not match our calculation\. server StringToSign is \[ACS3-HMAC-SHA256\n[0-9a-f]{64}\] server CanonicalRequest is \[[^]*\]$/, what);
        continue;
      }
      const sentPairs = new URLSearchParams(sent.body ?? sent.path.slice(2));
      const { Signature, ...parameters } = Object.fromEntries(sentPairs);
      const expected = `Specified signature is not matched with our calculation. server string to sign is:${stringToSign(sent.method, parameters)}`;
      assert.equal(said, expected, 'the clients compare what follows the first colon');
    }
  });

  test(`${signature}: a request is good once, also after the server was killed`, async (t) => {
    const folder = temporaryFolder(t);
    const first = await gateway(t, { data: folder });
    const used = first.request({ signature });
    assert.equal((await first.send(used)).status, 200);
    const fresh = first.request({ signature });
    const expectUsed = async ({ send }) => assert.equal(
      expectEnvelope(await send(used), 400, 'SignatureNonceUsed'), 'Specified signature nonce was used already.');
    await expectUsed(first);
    await first.server.kill();

    const second = await gateway(t, { data: folder, listen: `127.0.0.1:${first.server.port}` });

    await expectUsed(second);
    assert.equal((await second.send(fresh)).status, 200, 'it was signed before, and not used');
    await second.server.stop();
    const third = await gateway(t, { data: folder, listen: `127.0.0.1:${first.server.port}` });
    await expectUsed(third);
  });
}

test('v3: what decides the meaning must be signed', async (t) => {
  const { send, request } = await gateway(t);
  for (const name of ['host', 'x-acs-action', 'x-acs-version', 'x-acs-date', 'x-acs-content-sha256', 'x-acs-signature-nonce']) {
    const answer = await send(request({ unsigned: [name] }));
    assert.equal(expectEnvelope(answer, 400, 'IncompleteSignature', name), 'The request signature does not conform to Aliyun standards.');
    assert.ok(answer.json.Detail.includes(name), answer.text);
  }
});

test('v3: a digest that is not the body\'s is refused, although it is signed', async (t) => {
  const { send, request } = await gateway(t);
  const digest = crypto.createHash('sha256').update('other').digest('hex');

  const answer = await send(request({ where: 'body', digest }));

  expectEnvelope(answer, 400, 'IncompleteSignature');
  assert.match(answer.json.Detail, /x-acs-content-sha256/);
});

test('1.0: each common parameter is missed, and wrong ones are named', async (t) => {
  const { send, request } = await gateway(t);
  const withParameters = (change) => {
    const all = Object.fromEntries(new URLSearchParams(request({ signature: '1.0', method: 'GET' }).path.slice(2)));
    delete all.Signature;
    change(all);
    const text = stringToSign('GET', all);
    const Signature = crypto.createHmac('sha1', `${dev.secret}&`).update(text).digest('base64');
    return { method: 'GET', path: `/?${pairs({ ...all, Signature })}`, headers: {} };
  };
  for (const name of ['AccessKeyId', 'Timestamp', 'SignatureMethod', 'SignatureVersion', 'SignatureNonce', 'Version', 'Action', 'DirectoryId']) {
    const said = expectEnvelope(await send(withParameters((all) => { delete all[name]; })), 400, `Missing${name}`);
    assert.equal(said, `${name} is mandatory for this action.`);
  }
  const wrong = [
    ['SignatureMethod', 'HMAC-MD5', 400, 'InvalidSignatureMethod', /^Specified signature method is not valid\./],
    ['SignatureVersion', '2.0', 400, 'InvalidSignatureVersion', /^Specified parameter SignatureVersion is not valid\./],
    ['Format', 'YAML', 400, 'InvalidParameter.Format', /^Specified parameter format is not valid\./],
    ['Version', '2014-05-26', 400, 'InvalidVersion', /^Specified parameter Version is not valid\./],
    ['Action', 'getDirectory', 404, 'InvalidAction.NotFound', /^Specified api is not found, please check your url and method\.$/],
  ];
  for (const [name, value, status, code, message] of wrong)
    assert.match(expectEnvelope(await send(withParameters((all) => { all[name] = value; })), status, code), message);
  const unsigned = request({ signature: '1.0', method: 'GET' });
  const withoutSignature = unsigned.path.replace(/&Signature=[^&]*/, '');
  expectEnvelope(await send({ ...unsigned, path: withoutSignature }), 400, 'MissingSignature');
});

test('v3: each common header is missed', async (t) => {
  const { send, request } = await gateway(t);
  for (const [name, code] of [['x-acs-date', 'Missingx-acs-date'], ['x-acs-version', 'IncompleteSignature'], ['x-acs-action', 'IncompleteSignature']]) {
    const sent = request({ unsigned: [name] });
    delete sent.headers[name];
    expectEnvelope(await send(sent), 400, code, name);
  }
});

test('other methods than GET and POST are refused, whatever is in them', async (t) => {
  const { send, request } = await gateway(t);
  for (const signature of versions)
    for (const method of ['PUT', 'DELETE', 'PATCH'])
      expectEnvelope(await send(request({ signature, method })), 400, 'UnsupportedHTTPMethod', `${signature} ${method}`);
});

test('refusals come in XML where it was asked for, with the string to sign whole', async (t) => {
  const { send, request } = await gateway(t);
  const sent = request({ signature: '1.0', method: 'GET', format: 'XML', secret: 'wrong' });
  const answer = await send(sent);

  const said = expectEnvelope(answer, 400, 'SignatureDoesNotMatch');

  const { Signature, ...parameters } = Object.fromEntries(new URLSearchParams(sent.path.slice(2)));
  assert.ok(said.replaceAll('&amp;', '&').endsWith(stringToSign('GET', parameters)), said);
  assert.ok(said.includes(encode(encode(parameters.Timestamp))));
});

test('a damaged file of nonces is named, and nothing is served', async (t) => {
  const folder = temporaryFolder(t);
  const first = await gateway(t, { data: folder });
  await first.server.stop();
  const file = path.join(folder, 'nonces.db');
  writeFileSync(file, 'no database '.repeat(1_000));

  const ended = runCommand(['dev', '--data', folder, '--listen', '127.0.0.1:0']);

  assert.equal(ended.code, 1, ended.stdout);
  assert.ok(ended.stderr.includes(file) && ended.stderr.includes('remove it'), ended.stderr);
  assert.equal(runCommand(['check', '--data', folder]).code, 0, 'what does not let anybody in does not need it');
});
