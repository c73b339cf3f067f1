// PATCH: RFC 7644 section 3.5.2.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memberIds, patchBody, urn } from '../wire/support/scim.mjs';
import {
  anotherDirectory, createGroup, createUser, enterprise, freshName, patch, pathOf, query, read, refusedPatch, strictServer, withExtension,
} from './support.mjs';

const { server, idp } = await strictServer();

const work = { value: 'ann@example.com', type: 'work' };
const home = { value: 'ann@home.example', type: 'home' };
const two = { title: 'Dr', name: { givenName: 'Ann', familyName: 'Lee' }, emails: [work, home] };
const values = (list) => list?.map(({ value }) => value);

// What becomes of a user with the attributes `more` after the operations.
const patched = async (more, ...operations) => patch(idp, await createUser(idp, more), ...operations);

test('an answer is 200 with the whole resource', async () => {
  for (const one of [await createUser(idp, two), await createGroup(idp)]) {
    const { status, headers, json } = await idp.ask('PATCH', pathOf(one), patchBody({ op: 'replace', path: 'displayName', value: freshName('new') }));
    assert.equal(status, 200);
    assert.deepEqual(json, await read(idp, one));
    assert.equal(headers.etag, json.meta.version);
  }
});

test('a directory may have PATCH answered with 204', async () => {
  const other = await anotherDirectory(server);
  await other.admin.call('UpdateDirectorySettings', { PatchAnswer: 'none' });
  const ann = await createUser(other.idp);

  const { status, text, headers } = await other.idp.ask('PATCH', pathOf(ann), patchBody({ op: 'add', path: 'title', value: 'Dr' }));

  assert.equal(status, 204);
  assert.equal(text, '');
  const after = await read(other.idp, ann);
  assert.equal(after.title, 'Dr');
  assert.equal(headers.etag, after.meta.version, 'the headers say what the body would');
  const asked = await other.idp.expect(200, 'PATCH', query(pathOf(ann), { attributes: 'title' }),
    patchBody({ op: 'add', path: 'title', value: 'Prof' }));
  assert.equal(asked.title, 'Prof', 'attributes= wants an answer');
});

test('with attributes the answer is 200 and holds them', async () => {
  const ann = await createUser(idp, two);
  const after = await idp.expect(200, 'PATCH', query(pathOf(ann), { attributes: 'title' }),
    patchBody({ op: 'replace', path: 'title', value: 'Prof' }));

  assert.deepEqual(after, { schemas: [urn.user], id: ann.id, title: 'Prof' });
});

test('a body that is no PatchOp is refused', async () => {
  const ann = await createUser(idp, two);
  const Operations = [{ op: 'replace', path: 'title', value: 'Prof' }];
  for (const body of [
    { Operations }, { schemas: [], Operations }, { schemas: [urn.user], Operations }, { schemas: [urn.patch] },
    { schemas: [urn.patch], Operations: [] },
    { schemas: [urn.patch], Operations: Operations[0] }, { schemas: [urn.patch], Operations: ['title'] }, Operations,
  ]) await idp.refused(400, 'invalidSyntax', 'PATCH', pathOf(ann), body);
  assert.deepEqual(await read(idp, ann), ann);
});

test('an operation is add, remove or replace', async () => {
  const ann = await createUser(idp, two);
  for (const op of [undefined, null, 'move', 'copy', 'test', 7, ['add']])
    await refusedPatch(idp, 'invalidSyntax', ann, { op, path: 'title', value: 'Prof' });
  const twice = `{"schemas":["${urn.patch}"],"Operations":[{"op":"add","op":"remove","path":"title"}]}`;
  await idp.refused(400, 'invalidSyntax', 'PATCH', pathOf(ann), twice);
  assert.deepEqual(await read(idp, ann), ann);
});

test('a remove without a path has no target', async () => {
  const ann = await createUser(idp, two);
  await refusedPatch(idp, 'noTarget', ann, { op: 'remove' });
  await refusedPatch(idp, 'noTarget', ann, { op: 'remove', value: { title: 'Dr' } });
});

test('every form of a path is understood', async () => {
  const cases = [
    ['title', 'Prof', ({ title }) => title],
    ['name.familyName', 'Prof', ({ name }) => name.familyName],
    [`${urn.user}:title`, 'Prof', ({ title }) => title],
    [`${urn.user}:name.familyName`, 'Prof', ({ name }) => name.familyName],
    [`${enterprise}:department`, 'Prof', (user) => user[enterprise].department],
    [`${enterprise}:manager.value`, 'Prof', (user) => user[enterprise].manager.value],
    ['emails[type eq "work"].value', 'Prof', ({ emails }) => emails.find(({ type }) => type === 'work').value],
    ['emails[type eq "work" and value ew "example.com"].display', 'Prof', ({ emails }) => emails.find(({ type }) => type === 'work').display],
    ['emails[not (type eq "home")].display', 'Prof', ({ emails }) => emails.find(({ type }) => type === 'work').display],
    [`${urn.user}:emails[type eq "work"].display`, 'Prof', ({ emails }) => emails.find(({ type }) => type === 'work').display],
    ['emails[type eq "work"]', { value: 'Prof', type: 'work' }, ({ emails }) => emails.find(({ type }) => type === 'work').value],
  ];
  for (const [path, value, look] of cases) assert.equal(look(await patched(two, { op: 'replace', path, value })), 'Prof', path);
});

test('a path that is none is refused with invalidPath', async () => {
  const ann = await createUser(idp, two);
  for (const path of ['][', 'emails[type eq "work"', 'name..givenName', 'title.', '.title', 'two words', 'nothing', 'name.nothing',
    'urn:example:none:title'])
    await refusedPatch(idp, 'invalidPath', ann, { op: 'replace', path, value: 'x' });
  for (const path of ['emails[].value', 'emails[0]', 'emails[type is "work"].value'])
    await refusedPatch(idp, 'invalidFilter', ann, { op: 'replace', path, value: 'x' });
});

test('a read-only attribute cannot be patched', async () => {
  const ann = await createUser(idp, two);
  for (const path of ['id', 'schemas', 'meta.created', 'groups', `${enterprise}:manager.displayName`]) {
    const value = { groups: [{ value: 'x' }], schemas: [enterprise] }[path] ?? 'x';
    for (const op of ['add', 'replace']) await refusedPatch(idp, 'mutability', ann, { op, path, value });
    await refusedPatch(idp, 'mutability', ann, { op: 'remove', path });
  }
  await refusedPatch(idp, 'mutability', ann, { op: 'replace', value: { id: 'x' } });
  assert.deepEqual(await read(idp, ann), ann);
});

test('a value of another type is refused', async () => {
  const ann = await createUser(idp, two);
  for (const [path, value] of [['title', 7], ['active', 'no'], ['name', 'Ann'], ['emails', 'ann@example.com'], ['name.givenName', {}],
    ['emails[type eq "work"].primary', 'yes']])
    await refusedPatch(idp, 'invalidValue', ann, { op: 'replace', path, value });
  await refusedPatch(idp, 'invalidValue', ann, { op: 'add', value: { title: 7 } });
  assert.deepEqual(await read(idp, ann), ann);
});

test('what is immutable in a member cannot be patched', async () => {
  const ann = await createUser(idp);
  const staff = await createGroup(idp, [ann.id]);
  await refusedPatch(idp, 'mutability', staff, { op: 'replace', path: `members[value eq "${ann.id}"].value`, value: 'x' });
  assert.deepEqual(memberIds(await read(idp, staff)), [ann.id]);
});

test('an attribute is named with or without its URN', async () => {
  for (const path of ['title', 'Title', `${urn.user}:title`, `${urn.user.toUpperCase()}:TITLE`])
    assert.equal((await patched(two, { op: 'replace', path, value: 'Prof' })).title, 'Prof', path);
  for (const path of [`${enterprise}:department`, `${enterprise.toUpperCase()}:Department`])
    assert.equal((await patched(two, { op: 'add', path, value: 'Law' }))[enterprise].department, 'Law', path);
});

test('naming an attribute of an extension adds the extension to schemas', async () => {
  const after = await patched(two,
    { op: 'add', path: `${enterprise}:employeeNumber`, value: '7' }, { op: 'replace', path: `${enterprise}:department`, value: 'Law' });
  assert.ok(after.schemas.includes(enterprise));
  assert.deepEqual(after[enterprise], { employeeNumber: '7', department: 'Law' });

  const without = await patch(idp, after, { op: 'remove', path: `${enterprise}:employeeNumber` }, { op: 'remove', path: `${enterprise}:department` });
  assert.deepEqual(without.schemas, [urn.user]);
  const [whole, gone] = [{ op: 'add', path: enterprise, value: { costCenter: '9' } }, { op: 'remove', path: enterprise }];
  assert.deepEqual((await patched(two, whole))[enterprise], { costCenter: '9' });
  assert.deepEqual((await patched(two, whole, gone)).schemas, [urn.user]);
});

test('operations are applied in their order', async () => {
  const after = await patched(two,
    { op: 'replace', path: 'title', value: 'one' }, { op: 'remove', path: 'title' }, { op: 'add', path: 'nickName', value: 'two' },
    { op: 'replace', path: 'nickName', value: 'three' }, { op: 'remove', path: 'emails' }, { op: 'add', path: 'emails', value: [home] },
    { op: 'replace', path: 'emails[type eq "home"].display', value: 'four' });

  assert.ok(!('title' in after));
  assert.equal(after.nickName, 'three');
  assert.deepEqual(after.emails, [{ ...home, display: 'four' }]);
});

test('a new primary takes the place of the old one', async () => {
  const first = [{ ...work, primary: true }, home];
  for (const operation of [
    { op: 'add', path: 'emails', value: [{ value: 'new@example.com', primary: true }] },
    { op: 'replace', path: 'emails[type eq "home"].primary', value: true },
    { op: 'replace', path: 'emails[type eq "home"]', value: { ...home, primary: true } },
    { op: 'add', value: { emails: [{ value: 'new@example.com', primary: true }] } },
  ]) {
    const after = await patched({ emails: first }, operation);
    assert.notEqual(after.emails.find(({ value }) => value === work.value).primary, true, JSON.stringify(operation));
    assert.equal(after.emails.filter(({ primary }) => primary).length, 1);
  }
});

test('one operation that fails fails them all', async () => {
  const [ann, bob] = [await createUser(idp, two), await createUser(idp)];
  const staff = await createGroup(idp, [ann.id]);
  for (const [scimType, bad] of [
    ['invalidValue', { op: 'replace', path: 'active', value: 'no' }],
    ['noTarget', { op: 'replace', path: 'emails[type eq "other"].value', value: 'x' }],
    ['mutability', { op: 'remove', path: 'userName' }], ['invalidPath', { op: 'add', path: 'nothing', value: 'x' }],
  ]) await refusedPatch(idp, scimType, ann, { op: 'replace', path: 'title', value: 'Prof' }, bad, { op: 'add', path: 'nickName', value: 'Annie' });
  await refusedPatch(idp, 'invalidValue', staff, { op: 'add', path: 'members', value: [{ value: bob.id }] },
    { op: 'add', path: 'members', value: [{ value: 'nobody' }] });

  assert.deepEqual(await read(idp, staff), staff);
  const { groups, ...rest } = await read(idp, ann);
  assert.deepEqual(rest, ann, 'neither content nor version nor lastModified');
});

test('an add without a value is refused', async () => {
  const ann = await createUser(idp, two);
  for (const operation of [{ op: 'add', path: 'title' }, { op: 'add' }, { op: 'add', path: 'emails' }]) {
    const answer = await idp.ask('PATCH', pathOf(ann), patchBody(operation));
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.json.scimType, /^invalid(Syntax|Value)$/);
  }
});

test('an add without a path adds what its value holds', async () => {
  const after = await patched(two, { op: 'add', value: {
    nickName: 'Annie', title: 'Prof', emails: [{ value: 'new@example.com' }], name: { middleName: 'Bo' }, [enterprise]: { department: 'Law' },
  } });

  assert.equal(after.nickName, 'Annie');
  assert.equal(after.title, 'Prof', 'a single value is replaced');
  assert.deepEqual(values(after.emails), [work.value, home.value, 'new@example.com'], 'a list gets one more');
  assert.deepEqual(after.name, { givenName: 'Ann', familyName: 'Lee', middleName: 'Bo' });
  assert.equal(after[enterprise].department, 'Law');
});

test('an add sets what is not there', async () => {
  assert.equal((await patched({}, { op: 'add', path: 'title', value: 'Dr' })).title, 'Dr');
  assert.deepEqual((await patched({}, { op: 'add', path: 'emails', value: [work] })).emails, [work]);
  assert.deepEqual((await patched({}, { op: 'add', path: 'name.givenName', value: 'Ann' })).name, { givenName: 'Ann' });
});

test('an add to a complex attribute adds its sub-attributes', async () => {
  assert.deepEqual((await patched(two, { op: 'add', path: 'name', value: { givenName: 'Anna', middleName: 'Bo' } })).name,
    { givenName: 'Anna', familyName: 'Lee', middleName: 'Bo' });
});

test('an add to a multi-valued attribute adds a value', async () => {
  const other = { value: 'new@example.com' };
  assert.deepEqual((await patched(two, { op: 'add', path: 'emails', value: [other] })).emails, [work, home, other]);
});

test('an add to a single value replaces it', async () => {
  assert.equal((await patched(two, { op: 'add', path: 'title', value: 'Prof' })).title, 'Prof');
  assert.equal((await patched(two, { op: 'add', path: 'name.givenName', value: 'Bo' })).name.givenName, 'Bo');
});

test('an add of what is there changes nothing', async () => {
  const [ann, member] = [await createUser(idp, two), await createUser(idp)];
  const staff = await createGroup(idp, [member.id]);
  for (const [one, operation] of [
    [ann, { op: 'add', path: 'title', value: 'Dr' }], [ann, { op: 'add', path: 'emails', value: [work] }],
    [ann, { op: 'add', path: 'name', value: { givenName: 'Ann' } }],
    [ann, { op: 'add', value: two }], [staff, { op: 'add', path: 'members', value: [{ value: member.id }] }],
  ]) assert.deepEqual(await patch(idp, one, operation), one, `${JSON.stringify(operation)}: not even lastModified`);
});

test('a remove takes a value away', async () => {
  assert.ok(!('title' in await patched(two, { op: 'remove', path: 'title' })));
  assert.deepEqual((await patched(two, { op: 'remove', path: 'name.givenName' })).name, { familyName: 'Lee' });
  assert.ok(!('name' in await patched(two, { op: 'remove', path: 'name' })));
  const unassigned = await patched(two, { op: 'remove', path: 'name.givenName' }, { op: 'remove', path: 'name.familyName' });
  assert.ok(!('name' in unassigned), 'an object of nothing is nothing');
});

test('a remove takes all values of a list away', async () => {
  assert.ok(!('emails' in await patched(two, { op: 'remove', path: 'emails' })));
  const member = await createUser(idp);
  assert.ok(!('members' in await patch(idp, await createGroup(idp, [member.id]), { op: 'remove', path: 'members' })));
});

test('a remove takes away what its filter matches', async () => {
  assert.deepEqual((await patched(two, { op: 'remove', path: 'emails[type eq "work"]' })).emails, [home]);
  assert.deepEqual((await patched(two, { op: 'remove', path: 'emails[type eq "work" and value ew "example.com"]' })).emails, [home]);
  assert.ok(!('emails' in await patched(two, { op: 'remove', path: 'emails[value pr]' })), 'nothing left is unassigned');
  const [ann, bob] = [await createUser(idp), await createUser(idp)];
  assert.deepEqual(memberIds(await patch(idp, await createGroup(idp, [ann.id, bob.id]), { op: 'remove', path: `members[value eq "${ann.id}"]` })),
    [bob.id]);
});

test('a remove takes a sub-attribute of what its filter matches', async () => {
  const after = await patched(two, { op: 'remove', path: 'emails[type eq "work"].type' });

  assert.deepEqual(after.emails, [{ value: work.value }, home]);
});

test('what is required cannot be removed', async () => {
  const [ann, staff] = [await createUser(idp, two), await createGroup(idp)];
  await refusedPatch(idp, 'mutability', ann, { op: 'remove', path: 'userName' });
  await refusedPatch(idp, 'mutability', staff, { op: 'remove', path: 'displayName' });
  for (const value of [null, '']) {
    const answer = await idp.ask('PATCH', pathOf(ann), patchBody({ op: 'replace', path: 'userName', value }));
    assert.equal(answer.status, 400, answer.text);
  }
  assert.deepEqual(await read(idp, ann), ann);
});

test('a replace without a path replaces what its value holds', async () => {
  const value = { title: 'Prof', emails: [{ value: 'new@example.com' }], [enterprise]: { department: 'Law' } };
  const after = await patched(two, { op: 'replace', value });

  assert.equal(after.title, 'Prof');
  assert.deepEqual(after.emails, [{ value: 'new@example.com' }]);
  assert.deepEqual(after.name, two.name, 'what it does not hold stays');
  assert.equal(after[enterprise].department, 'Law');
});

test('a replace sets a value', async () => {
  assert.equal((await patched(two, { op: 'replace', path: 'title', value: 'Prof' })).title, 'Prof');
  assert.equal((await patched(two, { op: 'replace', path: 'active', value: false })).active, false);
});

test('a replace of a list replaces all of it', async () => {
  const other = { value: 'new@example.com' };
  assert.deepEqual((await patched(two, { op: 'replace', path: 'emails', value: [other] })).emails, [other]);
  assert.ok(!('emails' in await patched(two, { op: 'replace', path: 'emails', value: [] })));
});

test('a replace of what is not there adds it', async () => {
  assert.equal((await patched({}, { op: 'replace', path: 'title', value: 'Prof' })).title, 'Prof');
  assert.deepEqual((await patched({}, { op: 'replace', path: 'emails', value: [work] })).emails, [work]);
  assert.deepEqual((await patched({}, { op: 'replace', path: 'name', value: { givenName: 'Ann' } })).name, { givenName: 'Ann' });
});

test('a replace of a complex attribute leaves the sub-attributes it does not name', async () => {
  assert.deepEqual((await patched(two, { op: 'replace', path: 'name', value: { givenName: 'Bo' } })).name, { givenName: 'Bo', familyName: 'Lee' });
  const extended = { ...two, ...withExtension({ department: 'Sales', costCenter: '7' }) };
  assert.deepEqual((await patched(extended, { op: 'replace', path: enterprise, value: { department: 'Law' } }))[enterprise],
    { department: 'Law', costCenter: '7' });
});

test('a replace changes all that its filter matches', async () => {
  const three = { emails: [work, home, { value: 'other@example.com', type: 'work' }] };
  const after = await patched(three, { op: 'replace', path: 'emails[type eq "home"]', value: { value: 'new@home.example', type: 'home' } });
  assert.deepEqual(values(after.emails), [work.value, 'new@home.example', 'other@example.com']);

  const all = await patched(three, { op: 'replace', path: 'emails[type eq "work"]', value: { value: 'same@example.com', type: 'work' } });
  assert.ok(!values(all.emails).some((value) => value === work.value || value === 'other@example.com'), 'both were replaced');
});

test('a replace changes the sub-attribute of all that its filter matches', async () => {
  const addresses = [{ streetAddress: '1', type: 'work' }, { streetAddress: '2', type: 'work' }, { streetAddress: '3', type: 'home' }];
  const after = await patched({ addresses }, { op: 'replace', path: 'addresses[type eq "work"].locality', value: 'London' });

  assert.deepEqual(after.addresses.map(({ locality }) => locality), ['London', 'London', undefined]);
});

test('a replace whose filter matches nothing has no target', async () => {
  const ann = await createUser(idp, two);
  await refusedPatch(idp, 'noTarget', ann, { op: 'replace', path: 'emails[type eq "other"]', value: work });
  await refusedPatch(idp, 'noTarget', ann, { op: 'replace', path: 'emails[type eq "other"].value', value: 'x' });
  await refusedPatch(idp, 'noTarget', ann, { op: 'replace', path: 'phoneNumbers[type eq "work"].value', value: 'x' });
});
