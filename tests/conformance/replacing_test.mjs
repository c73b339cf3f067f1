// PUT: RFC 7644 section 3.5.1.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupBody, memberIds, urn, userBody } from '../wire/support/scim.mjs';
import { createGroup, createUser, enterprise, freshName, pathOf, read, strictServer, withExtension } from './support.mjs';

const { idp } = await strictServer();

test('the answer is the whole resource as it will be read', async () => {
  const [ann, staff] = [await createUser(idp), await createGroup(idp)];

  for (const [path, body] of [[pathOf(ann), userBody(ann.userName, { title: 'Dr' })], [pathOf(staff), groupBody(staff.displayName, [ann.id])]]) {
    const { status, headers, json } = await idp.ask('PUT', path, body);
    assert.equal(status, 200);
    assert.equal(headers.etag, json.meta.version);
    assert.deepEqual(await idp.get(path), json);
  }
});

test('PUT does not create', async () => {
  for (const [path, body] of [['/Users/u-00000000000000000000', userBody(freshName('user'))],
    ['/Groups/g-00000000000000000000', groupBody(freshName('group'))]]) {
    await idp.refused(404, undefined, 'PUT', path, body);
    await idp.refused(404, undefined, 'GET', path);
  }
  await idp.refused(405, undefined, 'PUT', '/Users', userBody(freshName('user')));
});

test('what is given replaces what is there', async () => {
  const ann = await createUser(idp, { title: 'Dr', emails: [{ value: 'old@example.com' }], ...withExtension({ department: 'Sales' }) });
  const given = { title: 'Prof', emails: [{ value: 'new@example.com', type: 'work' }], active: false, externalId: 'x',
    ...withExtension({ department: 'Law' }) };
  const after = await idp.replace(pathOf(ann), userBody(freshName('other'), given));

  for (const [name, value] of Object.entries(given)) assert.deepEqual(after[name], value, name);
  assert.notEqual(after.userName, ann.userName);
  const [bob, staff] = [await createUser(idp), await createGroup(idp, [ann.id])];
  assert.deepEqual(memberIds(await idp.replace(pathOf(staff), groupBody(staff.displayName, [bob.id]))), [bob.id]);
});

test('what is not given goes, but active stays', async () => {
  const ann = await createUser(idp, {
    title: 'Dr', externalId: 'x', name: { givenName: 'Ann', familyName: 'Lee' }, emails: [{ value: 'ann@example.com' }], active: false,
    ...withExtension({ department: 'Sales' }),
  });
  const after = await idp.replace(pathOf(ann), userBody(ann.userName, { name: { givenName: 'Ann' } }));

  for (const name of ['title', 'externalId', 'emails', enterprise]) assert.ok(!(name in after), name);
  assert.deepEqual(after.name, { givenName: 'Ann' });
  assert.deepEqual(after.schemas, [urn.user]);
  assert.equal(after.active, false, 'nobody is let in again by leaving something out');
  const staff = await createGroup(idp, [ann.id]);
  assert.ok(!('members' in await idp.replace(pathOf(staff), groupBody(staff.displayName, null))));
});

test('what is read-only is ignored', async () => {
  const [ann, staff] = [await createUser(idp), await createGroup(idp)];
  const after = await idp.replace(pathOf(ann), userBody(ann.userName, {
    id: 'u-1', groups: [{ value: staff.id }], meta: { ...ann.meta, created: '2001-01-01T00:00:00Z' }, title: 'Dr',
    ...withExtension({ manager: { value: ann.id, displayName: 'Boss' } }),
  }));

  assert.equal(after.id, ann.id);
  assert.equal(after.meta.created, ann.meta.created);
  assert.ok(!('groups' in after));
  assert.deepEqual(after[enterprise].manager, { value: ann.id });
  assert.equal(after.title, 'Dr');
});

test('what is required is demanded', async () => {
  const [ann, staff] = [await createUser(idp, { title: 'Dr' }), await createGroup(idp)];

  await idp.refused(400, 'invalidValue', 'PUT', pathOf(ann), { schemas: [urn.user], title: 'Prof' });
  await idp.refused(400, 'invalidValue', 'PUT', pathOf(staff), { schemas: [urn.group] });
  assert.deepEqual(await read(idp, ann), ann);
});
