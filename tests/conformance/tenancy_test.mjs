// Directories are tenants: RFC 7644 section 6, RFC 7643 section 9.3.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupBody, patchBody, userBody } from '../wire/support/scim.mjs';
import { anotherDirectory, createGroup, createUser, freshName, pathOf, read, search, strictServer } from './support.mjs';

const { server, idp } = await strictServer();
const other = (await anotherDirectory(server)).idp;

test('a directory sees nothing of another', async () => {
  const ann = await createUser(idp);
  await createGroup(idp, [ann.id]);

  for (const path of ['/Users', '/Groups']) assert.equal((await other.get(path)).totalResults, 0);
  assert.equal((await search(other, '/Users', { filter: `userName eq "${ann.userName}"` })).totalResults, 0);
  const twin = await other.push('/Users', userBody(ann.userName));
  assert.notEqual(twin.id, ann.id, 'names are free in each');
  await other.remove(pathOf(twin));
});

test('an id leads nowhere in another directory', async () => {
  const [ann, staff] = [await createUser(idp), await createGroup(idp)];

  for (const [one, body] of [[ann, userBody(freshName('user'))], [staff, groupBody(freshName('group'))]]) {
    await other.refused(404, undefined, 'GET', pathOf(one));
    await other.refused(404, undefined, 'PUT', pathOf(one), body);
    await other.refused(404, undefined, 'PATCH', pathOf(one), patchBody({ op: 'replace', path: 'displayName', value: 'x' }));
    await other.refused(404, undefined, 'DELETE', pathOf(one));
  }
  await other.refused(400, 'invalidValue', 'POST', '/Groups', groupBody(freshName('group'), [ann.id]));
  assert.deepEqual(await read(idp, ann), ann);
});

test('an externalId belongs to its directory', async () => {
  const [here, there] = [await createUser(idp, { externalId: 'e7' }), await createUser(other, { externalId: 'e7' })];

  for (const [who, one] of [[idp, here], [other, there]])
    assert.deepEqual((await search(who, '/Users', { filter: 'externalId eq "e7"' })).Resources.map(({ id }) => id), [one.id]);
});
