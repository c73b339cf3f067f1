// Everything wrong that can arrive at the SCIM door: each is answered with a SCIM Error that names the fault, changes
// nothing, and leaves the connection as good as it was.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { openLine, requestText } from './support/http.mjs';
import { IdentityProvider, expectScimError, groupBody, patchBody, urn, userBody } from './support/scim.mjs';
import { dev, startServer } from './support/server.mjs';

const nested = (depth) => `${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}`; // inside one object: `depth` in all
const filtered = (filter) => `/Users?filter=${encodeURIComponent(filter)}`;
const parenthesised = (depth) => `${'('.repeat(depth)}userName eq "ann"${')'.repeat(depth)}`;
const terms = (count) => Array.from({ length: count }, () => 'title pr').join(' or ');
const operations = (count) => patchBody(...Array.from({ length: count }, () => ({ op: 'replace', path: 'displayName', value: 'Else' })));
const strangers = (count) => Array.from({ length: count }, (_, i) => `u-${String(i).padStart(20, '0')}`);

// name · status · scimType · method · path (U and G stand for a user's and a group's) · body · further headers
const faults = [
  ['not JSON', 400, 'invalidSyntax', 'POST', '/Users', '{"userName": "zoe"'],
  ['JSON and a half', 400, 'invalidSyntax', 'POST', '/Users', '{"userName": "zoe"} {}'],
  ['no body', 400, 'invalidSyntax', 'POST', '/Users', ''],
  ['an array', 400, 'invalidSyntax', 'POST', '/Users', '[]'],
  ['broken UTF-8', 400, 'invalidSyntax', 'POST', '/Users', Buffer.from('{"userName":"zo\xff"}', 'latin1')],
  ['half a surrogate pair', 400, 'invalidSyntax', 'POST', '/Users', '{"userName":"\\ud800"}'],
  ['33 levels', 400, 'invalidSyntax', 'POST', '/Users', `{"schemas":["${urn.user}"],"userName":"zoe","name":${nested(33)}}`],
  ['100,000 levels', 400, 'invalidSyntax', 'POST', '/Users', `{"name":${nested(100_000)}}`],
  ['no userName', 400, 'invalidValue', 'POST', '/Users', { schemas: [urn.user], displayName: 'Zoe' }],
  ['an empty userName', 400, 'invalidValue', 'POST', '/Users', userBody('')],
  ['a userName that is an object', 400, 'invalidValue', 'POST', '/Users', userBody({ is: 'zoe' })],
  ['a name that is a text', 400, 'invalidValue', 'POST', '/Users', userBody('zoe', { name: 'Zoe' })],
  ['an e-mail that is an object', 400, 'invalidValue', 'POST', '/Users', userBody('zoe', { emails: [{ value: { is: 'zoe' } }] })],
  ['an active that is neither', 400, 'invalidValue', 'POST', '/Users', userBody('zoe', { active: 'maybe' })],
  ['a group without a name', 400, 'invalidValue', 'POST', '/Groups', { schemas: [urn.group] }],
  ['a member who is not there', 400, 'invalidValue', 'POST', '/Groups', groupBody('Zoo', strangers(1))],
  ['a PUT that is not JSON', 400, 'invalidSyntax', 'PUT', 'U', 'userName=zoe'],
  ['a PUT without a userName', 400, 'invalidValue', 'PUT', 'U', { schemas: [urn.user] }],
  ['a PATCH without operations', 400, 'invalidSyntax', 'PATCH', 'U', { schemas: [urn.patch] }],
  ['a PATCH with an unknown operation', 400, 'invalidSyntax', 'PATCH', 'U', patchBody({ op: 'shake', path: 'title', value: 'x' })],
  ['a PATCH path that is no path', 400, 'invalidPath', 'PATCH', 'U', patchBody({ op: 'replace', path: '][', value: 'x' })],
  ['a PATCH of an unfinished value path', 400, 'invalidPath', 'PATCH', 'U', patchBody({ op: 'replace', path: 'emails[type eq "work"', value: 'x' })],
  ['a PATCH that removes nothing named', 400, 'noTarget', 'PATCH', 'U', patchBody({ op: 'remove' })],
  ['a PATCH of the id', 400, 'mutability', 'PATCH', 'U', patchBody({ op: 'replace', path: 'id', value: 'u-1' })],
  ['a PATCH of a wrong type', 400, 'invalidValue', 'PATCH', 'U', patchBody({ op: 'replace', path: 'name', value: 7 })],
  ['a PATCH whose second operation is wrong', 400, 'invalidValue', 'PATCH', 'U',
    patchBody({ op: 'replace', path: 'title', value: 'x' }, { op: 'replace', path: 'userName', value: '' })],
  ['a PATCH of 1,001 operations', 413, undefined, 'PATCH', 'U', operations(1001)],
  ['a PATCH of 10,001 members', 413, undefined, 'PATCH', 'G', patchBody({ op: 'add', path: 'members', value: strangers(10_001).map((value) => ({ value })) })],
  ['a version that was never there', 412, undefined, 'PATCH', 'U', operations(1), { 'If-Match': 'W/"0"' }],
  ['a filter that is none', 400, 'invalidFilter', 'GET', filtered('userName is ann')],
  ['an unfinished filter', 400, 'invalidFilter', 'GET', filtered('userName eq "ann')],
  ['a filter of another type', 400, 'invalidFilter', 'GET', filtered('active gt true')],
  ['a filter of more than 8 KiB', 400, 'invalidFilter', 'GET', filtered(`userName eq "${'x'.repeat(8 * 1024)}"`)],
  ['a filter 33 deep', 400, 'invalidFilter', 'GET', filtered(parenthesised(33))],
  ['a filter of 201 terms', 400, 'invalidFilter', 'GET', filtered(terms(201))],
  ['a count that is no number', 400, 'invalidValue', 'GET', '/Users?count=many'],
  ['text for a body', 415, undefined, 'POST', '/Users', '{"userName":"zoe"}', { 'Content-Type': 'text/plain' }],
  ['a form for a body', 415, undefined, 'PUT', 'U', 'userName=zoe', { 'Content-Type': 'application/x-www-form-urlencoded' }],
  ['an unknown user', 404, undefined, 'GET', '/Users/u-00000000000000000000'],
  ['an id that is not UTF-8', 404, undefined, 'GET', '/Users/%FF'],
  ['an address with half an escape', 400, 'invalidSyntax', 'GET', '/Users/%F'],
  ['a filter on the address', 400, 'invalidFilter', 'GET', filtered('meta.location co "x"')],
  ['members without a value', 400, 'invalidValue', 'PATCH', 'G', patchBody({ op: 'replace', path: 'members', value: [{}] })],
  ['a PUT with members without a value', 400, 'invalidValue', 'PUT', 'G', { schemas: [urn.group], displayName: 'Zoo', members: [null] }],
  ['an id of no form', 404, undefined, 'PATCH', '/Users/%00', operations(1)],
  ['a group among the users', 404, undefined, 'GET', '/Users/g-00000000000000000000'],
  ['an unknown collection', 404, undefined, 'GET', '/Robots'],
  ['a path too long', 404, undefined, 'GET', '/Users/u-00000000000000000000/name'],
  ['a percent sign alone', 400, 'invalidSyntax', 'GET', '/Users/%zz'],
  ['oneself', 501, undefined, 'GET', '/Me'],
  ['a described part that is not there', 404, undefined, 'GET', '/Schemas/urn:none'],
  ['discovery with a filter', 403, undefined, 'GET', `/Schemas?filter=${encodeURIComponent('id pr')}`],
  ['discovery of one with a filter', 403, undefined, 'GET', `/ServiceProviderConfig?filter=${encodeURIComponent('id pr')}`],
  ['no token', 401, undefined, 'GET', '/Users', undefined, { Authorization: '' }],
  ['a wrong token', 401, undefined, 'DELETE', 'U', undefined, { Authorization: 'Bearer wrong' }],
];

const methods_refused = [
  ['PUT', '/Users', 'GET, POST'], ['PATCH', '/Users', 'GET, POST'], ['DELETE', '/Groups', 'GET, POST'],
  ['POST', 'U', 'GET, PUT, PATCH, DELETE'], ['POST', 'G', 'GET, PUT, PATCH, DELETE'], ['POST', '/Schemas', 'GET'],
  ['DELETE', '/ServiceProviderConfig', 'GET'], ['BREW', '/Users', 'GET, POST'],
];

async function aDirectory(t) {
  const server = await startServer(t);
  const idp = new IdentityProvider(t, server);
  const ann = await idp.push('/Users', userBody('ann', { displayName: 'Ann', title: 'Dr', emails: [{ value: 'ann@example.com' }] }));
  const staff = await idp.push('/Groups', groupBody('Staff', [ann.id]));
  const pathOf = (short) => ({ U: `/Users/${ann.id}`, G: `/Groups/${staff.id}` })[short] ?? short;
  return { server, idp, pathOf };
}

function bytesOf(method, path, body, headers = {}) {
  const text = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body ?? '' : JSON.stringify(body);
  const all = { Authorization: `Bearer ${dev.token}`, 'Content-Type': 'application/scim+json', 'Content-Length': Buffer.byteLength(text), ...headers };
  return Buffer.concat([Buffer.from(requestText(method, `/scim/v2${path}`, all)), Buffer.from(text)]);
}

test('what is wrong is refused, changes nothing, and the connection stays usable', { timeout: 120_000 }, async (t) => {
  const { server, idp, pathOf } = await aDirectory(t);
  const before = await idp.everything();
  const line = await openLine(t, server);

  for (const [name, status, scimType, method, path, body, headers] of faults) {
    await t.test(name, async () => {
      line.send(bytesOf(method, pathOf(path), body, headers));
      const answer = await line.answer();
      expectScimError(answer, status, scimType, name);
      assert.equal(answer.headers['www-authenticate'] !== undefined, status === 401);
      line.send(bytesOf('GET', pathOf('U')));
      assert.equal((await line.answer()).status, 200, 'the same connection answers on');
    });
  }

  assert.deepEqual(await idp.everything(), before);
});

test('a method that an address does not take is 405, with those it takes', async (t) => {
  const { server, idp, pathOf } = await aDirectory(t);
  const before = await idp.everything();
  const line = await openLine(t, server);

  for (const [method, path, allow] of methods_refused) {
    line.send(bytesOf(method, pathOf(path), ''));
    const answer = await line.answer();
    expectScimError(answer, 405, undefined, `${method} ${path}`);
    assert.deepEqual(answer.headers.allow.split(/, */).sort(), allow.split(', ').sort());
  }

  assert.deepEqual(await idp.everything(), before);
});

test('what just fits is accepted', async (t) => {
  const { idp, pathOf } = await aDirectory(t);

  assert.equal((await idp.get(filtered(parenthesised(31)))).totalResults, 1);
  assert.equal((await idp.get(filtered(terms(200)))).totalResults, 1);
  await idp.get(filtered(`userName eq "${'x'.repeat(8 * 1024 - 15)}"`));
  assert.equal((await idp.expect(200, 'PATCH', pathOf('U'), operations(1000))).displayName, 'Else');
  await idp.refused(400, 'invalidValue', 'PATCH', pathOf('G'), patchBody({ op: 'add', path: 'members', value: strangers(10_000).map((value) => ({ value })) }));
  assert.equal((await idp.get('/Users?count=100000&startIndex=-1')).itemsPerPage, 1);
  const blank = ' '.repeat(4 * 1024 * 1024 - JSON.stringify(userBody('big')).length);
  await idp.push('/Users', JSON.stringify(userBody('big')) + blank);
});

test('a body of more than 4 MiB is 413, before it was read to its end', async (t) => {
  const { server, idp } = await aDirectory(t);
  const before = await idp.everything();
  const headers = { Authorization: `Bearer ${dev.token}`, 'Content-Type': 'application/scim+json' };

  const announced = await openLine(t, server);
  announced.send(requestText('POST', '/scim/v2/Users', { ...headers, 'Content-Length': 4 * 1024 * 1024 + 1 }));
  expectScimError(await announced.answer(), 413);
  await announced.end();

  const chunked = await openLine(t, server);
  chunked.send(`POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${dev.token}\r\nTransfer-Encoding: chunked\r\n\r\n`);
  for (let i = 0; i < 65; ++i) chunked.send(`10000\r\n${' '.repeat(0x10000)}\r\n`);
  expectScimError(await chunked.answer(), 413);
  await chunked.end();

  assert.deepEqual(await idp.everything(), before);
});

test('headers of more than 16 KiB are 431', async (t) => {
  const { server } = await aDirectory(t);

  const inOne = await openLine(t, server);
  inOne.send(bytesOf('GET', '/Users', undefined, { 'X-Long': 'x'.repeat(17 * 1024) }));
  expectScimError(await inOne.answer(), 431);
  await inOne.end();

  const inTarget = await openLine(t, server);
  inTarget.send(bytesOf('GET', `/Users?filter=${'x'.repeat(17 * 1024)}`));
  assert.equal((await inTarget.answer()).status, 431);
  await inTarget.end();
});

test('a strict directory takes no dialects', async (t) => {
  const { idp, pathOf } = await aDirectory(t);
  await new Administrator(t, { base: idp.client.base.origin }).call('UpdateDirectorySettings', { Tolerance: 'strict' });

  await idp.refused(400, 'invalidValue', 'POST', '/Users', userBody('zoe', { active: 'True' }));
  await idp.refused(400, 'invalidValue', 'POST', '/Users', userBody(7));
  await idp.refused(400, 'invalidValue', 'POST', '/Users', userBody('zoe', { emails: [[7]] }));
  await idp.refused(404, undefined, 'GET', '//Users');
  assert.equal((await idp.get(pathOf('U'))).displayName, 'Ann');
});
