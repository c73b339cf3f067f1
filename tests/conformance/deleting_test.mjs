// DELETE: RFC 7644 section 3.6.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupBody, patchBody, userBody } from '../wire/support/scim.mjs';
import { createGroup, createUser, freshName, pathOf, read, search, strictServer } from './support.mjs';

const { idp } = await strictServer();

test('the answer is 204 without a body', async () => {
  for (const one of [await createUser(idp), await createGroup(idp)]) {
    const { status, text } = await idp.ask('DELETE', pathOf(one));
    assert.equal(status, 204);
    assert.equal(text, '');
  }
});

test('what is deleted is 404 for every operation', async () => {
  const bodies = { Users: userBody(freshName('user')), Groups: groupBody(freshName('group')) };
  for (const one of [await createUser(idp), await createGroup(idp)]) {
    await idp.remove(pathOf(one));
    await idp.refused(404, undefined, 'GET', pathOf(one));
    await idp.refused(404, undefined, 'PUT', pathOf(one), bodies[`${one.meta.resourceType}s`]);
    await idp.refused(404, undefined, 'PATCH', pathOf(one), patchBody({ op: 'replace', path: 'displayName', value: 'x' }));
    await idp.refused(404, undefined, 'DELETE', pathOf(one));
  }
});

test('what is deleted is in no list and in no group', async () => {
  const [ann, bob] = [await createUser(idp), await createUser(idp)];
  const staff = await createGroup(idp, [ann.id, bob.id]);
  await idp.remove(pathOf(ann));

  assert.equal((await search(idp, '/Users', { filter: `userName eq "${ann.userName}"` })).totalResults, 0);
  assert.ok(!(await search(idp, '/Users', { count: 1000 })).Resources.some(({ id }) => id === ann.id));
  assert.deepEqual((await read(idp, staff)).members.map(({ value }) => value), [bob.id]);
  assert.equal((await search(idp, '/Groups', { filter: `members.value eq "${ann.id}"` })).totalResults, 0);
  await idp.remove(pathOf(staff));
  assert.ok(!('groups' in await read(idp, bob)));
});

test('the name of what is deleted is free', async () => {
  const [ann, staff] = [await createUser(idp, { externalId: 'x' }), await createGroup(idp)];
  await idp.remove(pathOf(ann));
  await idp.remove(pathOf(staff));

  await idp.push('/Users', userBody(ann.userName, { externalId: 'x' }));
  await idp.push('/Groups', groupBody(staff.displayName));
});

test('a reference to what was deleted is answered with 404', async () => {
  const ann = await createUser(idp);
  const staff = await createGroup(idp, [ann.id]);
  const { $ref } = staff.members[0];
  await idp.remove(pathOf(ann));

  await idp.refused(404, undefined, 'GET', $ref.slice($ref.indexOf('/Users/')));
});
