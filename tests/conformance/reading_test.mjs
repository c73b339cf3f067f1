// GET of one resource, and which attributes of it come: RFC 7644 sections 3.4.1, 3.4.2.5, 3.9 and 3.10.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupBody, patchBody, urn, userBody } from '../wire/support/scim.mjs';
import { createGroup, createUser, enterprise, freshName, pathOf, query, read, strictServer, withExtension } from './support.mjs';

const { idp } = await strictServer();

const content = {
  displayName: 'Ann Lee', title: 'Dr', name: { givenName: 'Ann', familyName: 'Lee' },
  emails: [{ value: 'ann@example.com', type: 'work' }, { value: 'ann@home.example', type: 'home' }], password: 'correct-horse-7',
  ...withExtension({ department: 'Sales', costCenter: '7' }),
};
const ann = await createUser(idp, content);
const staff = await createGroup(idp, [ann.id]);

const asked = (parameters, one = ann) => idp.get(query(pathOf(one), parameters));
const minimum = { schemas: [urn.user, enterprise], id: ann.id };
const namesIn = (resource) => Object.keys(resource).sort();

test('a resource is read by its id', async () => {
  for (const one of [ann, staff]) {
    const answer = await idp.ask('GET', pathOf(one));
    assert.equal(answer.status, 200);
    assert.equal(answer.json.id, one.id);
  }
  await idp.refused(404, undefined, 'GET', '/Users/u-00000000000000000000');
  await idp.refused(404, undefined, 'GET', `/Groups/${ann.id}`);
});

test('everything comes by default, but what is never returned', async () => {
  const whole = await read(idp, ann);
  const { password, ...shown } = content;

  for (const [name, value] of Object.entries(shown)) assert.deepEqual(whole[name], value, name);
  assert.ok(!('password' in whole));
  assert.equal(whole.groups.length, 1);
  assert.ok('meta' in whole && 'members' in await read(idp, staff));
});

test('attributes names what is returned', async () => {
  assert.deepEqual(await asked({ attributes: 'title' }), { ...minimum, title: 'Dr' });
  assert.deepEqual(await asked({ attributes: 'userName,emails, name' }),
    { ...minimum, userName: ann.userName, name: content.name, emails: content.emails });
  assert.deepEqual(namesIn(await asked({ attributes: 'members' }, staff)), ['id', 'members', 'schemas']);
  assert.deepEqual(await asked({ attributes: 'nickName' }), minimum, 'what has no value does not come');
});

test('excludedAttributes names what is left out', async () => {
  const without = await asked({ excludedAttributes: 'title,emails,groups,meta' });
  const { title, emails, groups, meta, ...rest } = await read(idp, ann);

  assert.deepEqual(without, rest);
  assert.ok(!('members' in await asked({ excludedAttributes: 'members' }, staff)));
});

test('whatever is asked for or left out, id and schemas are there', async () => {
  for (const parameters of [{ attributes: 'title' }, { excludedAttributes: 'id,schemas' }, { excludedAttributes: 'id' },
    { attributes: 'nickName' }]) {
    const one = await asked(parameters);
    assert.equal(one.id, ann.id);
    assert.deepEqual(one.schemas, minimum.schemas);
  }
});

test('sub-attributes are asked for and left out one by one', async () => {
  assert.deepEqual((await asked({ attributes: 'name.givenName' })).name, { givenName: 'Ann' });
  assert.deepEqual((await asked({ attributes: 'emails.value' })).emails, content.emails.map(({ value }) => ({ value })));
  assert.deepEqual((await asked({ excludedAttributes: 'name.givenName' })).name, { familyName: 'Lee' });
  assert.deepEqual((await asked({ excludedAttributes: 'emails.type' })).emails, content.emails.map(({ value }) => ({ value })));
  assert.deepEqual((await asked({ attributes: 'meta.location' })).meta, { location: ann.meta.location });
  assert.ok(!('version' in (await asked({ excludedAttributes: 'meta.version' })).meta));
});

test('attributes are named in any notation', async () => {
  for (const attributes of ['title', 'TITLE', `${urn.user}:title`, `${urn.user.toUpperCase()}:Title`])
    assert.deepEqual(await asked({ attributes }), { ...minimum, title: 'Dr' }, attributes);
  for (const attributes of [`${urn.user}:name.givenName`, 'Name.GivenName'])
    assert.deepEqual((await asked({ attributes })).name, { givenName: 'Ann' });
  for (const attributes of [`${enterprise}:department`, `${enterprise.toUpperCase()}:DEPARTMENT`])
    assert.deepEqual(await asked({ attributes }), { ...minimum, [enterprise]: { department: 'Sales' } });
  assert.deepEqual((await asked({ attributes: enterprise }))[enterprise], content[enterprise]);
});

test('every operation that answers a resource answers what is asked for', async () => {
  const name = freshName('user');
  const made = await idp.push('/Users?attributes=userName', userBody(name, content));
  assert.deepEqual(namesIn(made), ['id', 'schemas', 'userName']);
  const path = `/Users/${made.id}`;

  assert.deepEqual(namesIn(await idp.replace(`${path}?attributes=title`, userBody(name, content))), ['id', 'schemas', 'title']);
  assert.deepEqual(namesIn(await idp.expect(200, 'PATCH', `${path}?attributes=title`, patchBody({ op: 'replace', path: 'title', value: 'Prof' }))),
    ['id', 'schemas', 'title']);
  assert.ok(!('title' in await idp.expect(200, 'PATCH', `${path}?excludedAttributes=title`,
    patchBody({ op: 'replace', path: 'title', value: 'Dr' }))));
  assert.deepEqual(namesIn(await idp.push('/Groups?excludedAttributes=members,meta', groupBody(freshName('group'), [made.id]))),
    ['displayName', 'id', 'schemas']);
});

test('both parameters at once are refused', async () => {
  await idp.refused(400, 'invalidValue', 'GET', query(pathOf(ann), { attributes: 'title', excludedAttributes: 'name' }));
});
