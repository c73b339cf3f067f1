// Groups and their members: RFC 7643 section 4.2.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupBody, memberIds, patchBody, urn } from '../wire/support/scim.mjs';
import { createGroup, createUser, freshName, patch, pathOf, read, refusedPatch, strictServer } from './support.mjs';

const { idp } = await strictServer();

const nobody = 'u-00000000000000000000';

test('a group without a displayName is refused', async () => {
  for (const displayName of [undefined, null, '']) await idp.refused(400, 'invalidValue', 'POST', '/Groups', { schemas: [urn.group], displayName });
  const staff = await createGroup(idp);
  await idp.refused(400, 'invalidValue', 'PUT', pathOf(staff), { schemas: [urn.group] });
  await refusedPatch(idp, 'mutability', staff, { op: 'remove', path: 'displayName' });
});

test('a member is a user or a group by id, with type and address', async () => {
  const [ann, inner] = [await createUser(idp), await createGroup(idp)];
  const outer = await read(idp, await createGroup(idp, [ann.id, inner.id]));

  for (const [member, type] of [[ann, 'User'], [inner, 'Group']]) {
    const shown = outer.members.find(({ value }) => value === member.id);
    assert.equal(shown.type, type);
    assert.equal(shown.$ref, member.meta.location);
  }
});

test('the address of a member may be sent in any form, and the one of this server comes back', async () => {
  const ann = await createUser(idp);
  const forms = [`https://example.com/Users/${ann.id}`, `https://example.com/v2/Users/${ann.id}`, `../Users/${ann.id}`, `Users/${ann.id}`,
    ann.meta.location];

  for (const $ref of forms) {
    const staff = await idp.push('/Groups', { ...groupBody(freshName('group'), null), members: [{ value: ann.id, $ref }] });
    assert.deepEqual(staff.members.map((one) => one.$ref), [ann.meta.location], $ref);
  }
});

test('a member that is not there is refused, and nothing changes', async () => {
  const ann = await createUser(idp);
  const staff = await createGroup(idp, [ann.id]);

  await idp.refused(400, 'invalidValue', 'POST', '/Groups', groupBody(freshName('group'), [nobody]));
  await idp.refused(400, 'invalidValue', 'PUT', pathOf(staff), groupBody(staff.displayName, [nobody]));
  await refusedPatch(idp, 'invalidValue', staff, { op: 'add', path: 'members', value: [{ value: nobody }] });
  await refusedPatch(idp, 'invalidValue', staff, { op: 'add', path: 'members', value: [{ display: 'without a value' }] });
  assert.deepEqual(memberIds(await read(idp, staff)), [ann.id]);
});

test('members come and go, and none is changed', async () => {
  const [ann, bob, cho] = [await createUser(idp), await createUser(idp), await createUser(idp)];
  const staff = await createGroup(idp, [ann.id]);

  assert.deepEqual(memberIds(await patch(idp, staff, { op: 'add', path: 'members', value: [{ value: bob.id }] })), [ann.id, bob.id].sort());
  assert.deepEqual(memberIds(await patch(idp, staff, { op: 'remove', path: `members[value eq "${ann.id}"]` })), [bob.id]);
  assert.deepEqual(memberIds(await patch(idp, staff, { op: 'replace', path: 'members', value: [{ value: cho.id }] })), [cho.id]);
  for (const [sub, value] of [['value', ann.id], ['type', 'Group'], ['$ref', ann.meta.location]])
    await refusedPatch(idp, 'mutability', staff, { op: 'replace', path: `members[value eq "${cho.id}"].${sub}`, value });
  assert.deepEqual(memberIds(await idp.replace(pathOf(staff), groupBody(staff.displayName, [ann.id, bob.id]))), [ann.id, bob.id].sort());
  assert.ok(!('members' in await patch(idp, staff, { op: 'remove', path: 'members' })));
});

test('who is in twice is in once, and who is not in can be removed', async () => {
  const [ann, bob] = [await createUser(idp), await createUser(idp)];
  const staff = await idp.push('/Groups', groupBody(freshName('group'), [ann.id, ann.id]));
  assert.deepEqual(memberIds(staff), [ann.id]);

  for (const operation of [
    { op: 'add', path: 'members', value: [{ value: ann.id }] },
    { op: 'remove', path: `members[value eq "${bob.id}"]` },
  ]) {
    const after = await idp.expect(200, 'PATCH', pathOf(staff), patchBody(operation));
    assert.deepEqual(memberIds(after), [ann.id]);
    assert.deepEqual(after.meta, staff.meta, 'nothing changed, neither version nor lastModified');
  }
});
