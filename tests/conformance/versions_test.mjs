// Versions of resources: RFC 7644 section 3.14, RFC 7643 section 3.1, RFC 9110 section 13.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupBody, patchBody, userBody } from '../wire/support/scim.mjs';
import { createGroup, createUser, patch, pathOf, read, strictServer } from './support.mjs';

const { idp } = await strictServer();

const bodyOf = (one) => (one.userName ? userBody(one.userName, { title: 'Dr' }) : groupBody(one.displayName, [], { externalId: 'x' }));
const edit = patchBody({ op: 'replace', path: 'displayName', value: 'New' });
// A user and a group that have changed since they were made, each with the version it had.
async function changed() {
  const all = [await createUser(idp), await createGroup(idp)];
  return Promise.all(all.map(async (one) => ({ now: await patch(idp, one, { op: 'add', path: 'externalId', value: 'y' }),
    stale: one.meta.version })));
}

test('the ETag header is the version in meta', async () => {
  for (const one of [await createUser(idp), await createGroup(idp)]) {
    for (const asked of [['GET', pathOf(one)], ['PUT', pathOf(one), bodyOf(one)],
      ['PATCH', pathOf(one), patchBody({ op: 'add', path: 'externalId', value: 'z' })]]) {
      const { status, headers, json } = await idp.ask(...asked);
      assert.equal(status, 200);
      assert.equal(headers.etag, json.meta.version, asked[0]);
    }
  }
});

test('versions are weak and say so', async () => {
  for (const one of [await createUser(idp), await createGroup(idp)]) assert.match(one.meta.version, /^W\/"[^"]+"$/);
});

test('what has not changed is 304 with an empty body', async () => {
  for (const { now, stale } of await changed()) {
    const tag = now.meta.version;
    for (const condition of [tag, `${stale}, ${tag}`, '*', tag.replace('W/', '')]) {
      const { status, text, headers } = await idp.ask('GET', pathOf(now), undefined, { 'If-None-Match': condition });
      assert.equal(status, 304, condition);
      assert.equal(text, '');
      assert.equal(headers.etag, tag);
    }
    const fresh = await idp.ask('GET', `${pathOf(now)}?attributes=displayName`, undefined, { 'If-None-Match': stale });
    assert.equal(fresh.status, 200);
  }
});

test('a change of another version than the one named is refused with 412', async () => {
  for (const { now, stale } of await changed()) {
    for (const condition of [stale, 'W/"none"', `${stale}, W/"none"`]) {
      await idp.refused(412, undefined, 'PUT', pathOf(now), bodyOf(now), { 'If-Match': condition });
      await idp.refused(412, undefined, 'PATCH', pathOf(now), edit, { 'If-Match': condition });
      await idp.refused(412, undefined, 'DELETE', pathOf(now), undefined, { 'If-Match': condition });
    }
    await idp.refused(412, undefined, 'PATCH', pathOf(now), edit, { 'If-None-Match': '*' });
    assert.deepEqual(await read(idp, now), now);
  }
});

test('a change of the version named goes through', async () => {
  for (const { now, stale } of await changed()) {
    const one = await idp.expect(200, 'PATCH', pathOf(now), edit, { 'If-Match': `${stale}, ${now.meta.version}` });
    assert.notEqual(one.meta.version, now.meta.version);
    const two = await idp.expect(200, 'PUT', pathOf(now), bodyOf(now), { 'If-Match': one.meta.version });
    await idp.expect(200, 'PATCH', pathOf(now), edit, { 'If-Match': '*' });
    await idp.refused(412, undefined, 'DELETE', pathOf(now), undefined, { 'If-Match': two.meta.version });
    await idp.expect(204, 'DELETE', pathOf(now), undefined, { 'If-Match': '*' });
  }
});
