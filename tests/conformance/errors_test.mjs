// Errors: RFC 7644 sections 3.12 and 3.13.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectScimError, groupBody, patchBody, urn, userBody } from '../wire/support/scim.mjs';
import { createUser, freshName, pathOf, query, read, strictServer } from './support.mjs';

const { idp } = await strictServer();

const ann = await createUser(idp, { title: 'Dr', emails: [{ value: 'ann@example.com', type: 'work' }] });
const bob = await createUser(idp);
const path = pathOf(ann);
const edit = (operation) => ['PATCH', path, patchBody(operation)];

// status · scimType · method · path · body · headers
const causes = [
  [400, 'invalidFilter', 'GET', query('/Users', { filter: 'title is "Dr"' })],
  [400, 'invalidFilter', ...edit({ op: 'remove', path: 'emails[type is "work"]' })],
  [409, 'uniqueness', 'POST', '/Users', userBody(ann.userName)],
  [409, 'uniqueness', 'PUT', pathOf(bob), userBody(ann.userName)],
  [409, 'uniqueness', 'PATCH', pathOf(bob), patchBody({ op: 'replace', path: 'userName', value: ann.userName })],
  [400, 'mutability', ...edit({ op: 'replace', path: 'id', value: 'x' })],
  [400, 'mutability', ...edit({ op: 'remove', path: 'userName' })],
  [400, 'invalidSyntax', 'POST', '/Users', '{"userName":'],
  [400, 'invalidSyntax', 'POST', '/Users', userBody(freshName('user'), { nothing: 7 })],
  [400, 'invalidSyntax', 'PUT', path, []],
  [400, 'invalidPath', ...edit({ op: 'replace', path: '][', value: 'x' })],
  [400, 'noTarget', ...edit({ op: 'replace', path: 'emails[type eq "home"].value', value: 'x' })],
  [400, 'noTarget', ...edit({ op: 'remove' })],
  [400, 'invalidValue', 'POST', '/Users', userBody(undefined)],
  [400, 'invalidValue', 'PUT', path, userBody(ann.userName, { active: 'no' })],
  [400, 'invalidValue', ...edit({ op: 'replace', path: 'active', value: 'no' })],
  [400, 'invalidValue', 'GET', query('/Users', { startIndex: 'one' })],
  [401, undefined, 'GET', '/Users', undefined, { Authorization: '' }],
  [403, undefined, 'GET', query('/Schemas', { filter: 'id pr' })],
  [404, undefined, 'GET', '/Users/u-00000000000000000000'],
  [404, undefined, 'DELETE', '/Groups/none'],
  [404, undefined, 'GET', '/Robots'],
  [405, undefined, 'PATCH', '/Users', patchBody({ op: 'replace', path: 'title', value: 'x' })],
  [412, undefined, 'PUT', path, userBody(ann.userName), { 'If-Match': 'W/"0"' }],
  [413, undefined, 'PATCH', path, patchBody(...Array.from({ length: 1001 }, () => ({ op: 'replace', path: 'title', value: 'x' })))],
  [413, undefined, 'POST', '/Users', JSON.stringify(userBody('big')) + ' '.repeat(4 * 1024 * 1024)],
  [415, undefined, 'POST', '/Users', 'userName=ann', { 'Content-Type': 'text/plain' }],
  [501, undefined, 'GET', '/Me'],
];

test('every error says status, detail and its schema', async () => {
  for (const [status, scimType, ...asked] of causes) {
    const answer = await idp.ask(...asked);
    expectScimError(answer, status, scimType, asked.slice(0, 2).join(' ').slice(0, 200));
    for (const name of Object.keys(answer.json)) assert.ok(['schemas', 'status', 'scimType', 'detail'].includes(name), name);
  }
  assert.deepEqual(await read(idp, ann), ann, 'and nothing changed');
});

test('every status has its cause', async () => {
  for (const status of [400, 401, 403, 404, 405, 409, 412, 413, 415, 501]) {
    const rows = causes.filter(([one]) => one === status);
    assert.ok(rows.length > 0, `${status}`);
    for (const [, , ...asked] of rows) assert.equal((await idp.ask(...asked)).status, status);
  }
  for (const [method, body] of [['PUT', userBody('x')], ['PATCH', patchBody({ op: 'remove', path: 'title' })], ['DELETE'], ['POST', userBody('x')]])
    await idp.refused(501, undefined, method, '/Me', body);
});

test('every scimType has its cause', async () => {
  for (const scimType of ['invalidFilter', 'uniqueness', 'mutability', 'invalidSyntax', 'invalidPath', 'noTarget', 'invalidValue']) {
    const rows = causes.filter(([, one]) => one === scimType);
    assert.ok(rows.length > 0, scimType);
    for (const [, , ...asked] of rows) assert.equal((await idp.ask(...asked)).json.scimType, scimType);
  }
});

test('another protocol version is not there', async () => {
  for (const address of ['/scim/v1/Users', '/scim/v3/Users', '/scim/Users', '/Users']) {
    const { status } = await idp.client.ask('GET', address, { headers: idp.authorization() });
    assert.equal(status, 404, address);
  }
  const made = await idp.push('/Groups', groupBody(freshName('group')));
  assert.match(made.meta.location, /\/scim\/v2\/Groups\//);
  assert.deepEqual(made.schemas, [urn.group]);
});
