// POST: RFC 7644 section 3.3.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupBody, urn, userBody } from '../wire/support/scim.mjs';
import { createGroup, createUser, freshName, pathOf, strictServer } from './support.mjs';

const { idp } = await strictServer();

test('the answer is 201 with Location, ETag and the resource', async () => {
  for (const [path, body] of [['/Users', userBody(freshName('user'))], ['/Groups', groupBody(freshName('group'))]]) {
    const { status, headers, json } = await idp.ask('POST', path, body);
    assert.equal(status, 201);
    assert.equal(headers.location, json.meta.location);
    assert.equal(headers.etag, json.meta.version);
    assert.match(headers['content-type'], /^application\/scim\+json/);
    assert.equal(json.meta.location, `${idp.client.base.origin}/scim/v2${path}/${json.id}`);
  }
});

test('the answer is the resource as it will be read', async () => {
  const ann = await createUser(idp, { displayName: 'Ann', emails: [{ value: 'ann@example.com' }] });
  const staff = await createGroup(idp, [ann.id]);

  assert.deepEqual(await idp.get(pathOf(staff)), staff);
  const { groups, ...rest } = await idp.get(pathOf(ann));
  assert.equal(groups.length, 1);
  assert.deepEqual(rest, ann);
});

test('what is read-only is ignored', async () => {
  const staff = await createGroup(idp);
  const ann = await createUser(idp, { id: 'u-1', groups: [{ value: staff.id }], meta: { resourceType: 'Robot' } });

  assert.notEqual(ann.id, 'u-1');
  assert.ok(!('groups' in ann));
  assert.equal(ann.meta.resourceType, 'User');
});

test('what is taken is refused with 409 and uniqueness', async () => {
  const [ann, staff] = [await createUser(idp), await createGroup(idp)];

  await idp.refused(409, 'uniqueness', 'POST', '/Users', userBody(ann.userName));
  await idp.refused(409, 'uniqueness', 'POST', '/Groups', groupBody(staff.displayName));
});

test('the endpoint decides the resource type', async () => {
  assert.equal((await idp.push('/Users', userBody(freshName('user'), { meta: { resourceType: 'Group' } }))).meta.resourceType, 'User');
  assert.equal((await idp.push('/Groups', groupBody(freshName('group'), [], { meta: { resourceType: 'User' } }))).meta.resourceType, 'Group');
  await idp.refused(400, 'invalidSyntax', 'POST', '/Groups', { schemas: [urn.user], userName: freshName('user') });
});
