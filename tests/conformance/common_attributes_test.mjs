// "schemas", "id", "externalId" and "meta": RFC 7643 sections 3 and 3.1.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { patchBody, urn, userBody } from '../wire/support/scim.mjs';
import { createGroup, createUser, enterprise, freshName, pathOf, patch, read, search, strictServer, withExtension } from './support.mjs';

const { idp } = await strictServer();

// A user, a user with an extension and a group, as they are read.
async function oneOfEach() {
  const plain = await createUser(idp);
  const employee = await createUser(idp, withExtension({ department: 'Sales', manager: { value: plain.id, $ref: `Users/${plain.id}` } }));
  const staff = await createGroup(idp, [plain.id]);
  return Promise.all([plain, employee, staff].map((one) => read(idp, one)));
}

const pathIn = (uri) => uri.slice(idp.client.base.origin.length + '/scim/v2'.length);

test('every resource names its schemas once, the base schema among them', async () => {
  const [plain, employee, staff] = await oneOfEach();

  assert.deepEqual(plain.schemas, [urn.user]);
  assert.deepEqual([...employee.schemas].sort(), [urn.user, enterprise].sort());
  assert.deepEqual(staff.schemas, [urn.group]);
  for (const one of (await search(idp, '/Users', { count: 1000, attributes: 'userName' })).Resources) assert.ok(one.schemas.includes(urn.user));
});

test('the values the RFC fixes are answered without quotes around them', async () => {
  const [plain, , staff] = await oneOfEach();

  assert.equal(plain.meta.resourceType, 'User');
  assert.equal(staff.meta.resourceType, 'Group');
  assert.equal(staff.members[0].type, 'User');
  assert.equal((await read(idp, plain)).groups[0].type, 'direct');
});

test('a body without schemas is refused', async () => {
  for (const schemas of [undefined, null, []]) {
    await idp.refused(400, 'invalidSyntax', 'POST', '/Users', { schemas, userName: freshName('user') });
    await idp.refused(400, 'invalidSyntax', 'POST', '/Groups', { schemas, displayName: freshName('group') });
  }
});

test('schemas of another type or of nothing are refused', async () => {
  const wrong = [[urn.group], [enterprise], [urn.user, urn.group], [urn.user, 'urn:example:none']];
  for (const schemas of wrong) await idp.refused(400, 'invalidSyntax', 'POST', '/Users', { schemas, userName: freshName('user') });
  for (const schemas of [[urn.user], [urn.group, enterprise]])
    await idp.refused(400, 'invalidSyntax', 'POST', '/Groups', { schemas, displayName: freshName('group') });
});

test('a schema that is named twice comes back once', async () => {
  const answer = await idp.ask('POST', '/Users', { schemas: [urn.user, urn.user], userName: freshName('user') });

  if (answer.status === 201) assert.deepEqual(answer.json.schemas, [urn.user]);
  else assert.equal(answer.json.scimType, 'invalidSyntax', 'to refuse is as good');
});

test('the order of schemas means nothing', async () => {
  for (const schemas of [[urn.user, enterprise], [enterprise, urn.user]]) {
    const ann = await idp.push('/Users', { schemas, userName: freshName('user'), [enterprise]: { department: 'Sales' } });
    assert.equal(ann[enterprise].department, 'Sales');
    assert.equal(ann.meta.resourceType, 'User');
  }
});

test('the common attributes are in every resource', async () => {
  for (const one of await oneOfEach()) {
    assert.ok(one.id.length > 0);
    for (const name of ['resourceType', 'created', 'lastModified', 'location', 'version']) assert.ok(one.meta[name].length > 0, name);
    const externalId = freshName('external');
    assert.equal((await patch(idp, one, { op: 'add', path: 'externalId', value: externalId })).externalId, externalId);
  }
});

test('the server assigns id and meta', async () => {
  const ann = await createUser(idp);
  const staff = await createGroup(idp);

  assert.equal(ann.meta.resourceType, 'User');
  assert.equal(staff.meta.resourceType, 'Group');
  assert.equal(pathIn(ann.meta.location), `/Users/${ann.id}`);
  assert.equal(pathIn(staff.meta.location), `/Groups/${staff.id}`);
});

test('the common attributes keep their characteristics', async () => {
  const ann = await createUser(idp, { externalId: freshName('Ext') });
  const count = async (filter) => (await search(idp, '/Users', { filter })).totalResults;

  assert.equal(await count(`id eq "${ann.id}"`), 1);
  assert.equal(await count(`id eq "${ann.id.toUpperCase()}"`), 0, 'an id is caseExact');
  assert.equal(await count(`externalId eq "${ann.externalId}"`), 1);
  assert.equal(await count(`externalId eq "${ann.externalId.toLowerCase()}"`), 0, 'an externalId is caseExact');
  assert.equal((await patch(idp, ann, { op: 'replace', path: 'externalId', value: 'other' })).externalId, 'other');
  for (const path of ['id', 'meta', 'meta.created', 'meta.resourceType'])
    await idp.refused(400, 'mutability', 'PATCH', pathOf(ann), patchBody({ op: 'replace', path, value: path === 'meta' ? { location: 'x' } : 'x' }));
});

test('an id is unique, stable and never given again', async () => {
  const seen = new Set();
  for (let i = 0; i < 20; ++i) {
    const [ann, staff] = [await createUser(idp), await createGroup(idp)];
    for (const { id } of [ann, staff]) {
      assert.ok(!seen.has(id), 'over users and groups');
      assert.doesNotMatch(id, /bulkId/i);
      seen.add(id);
    }
    assert.equal((await idp.replace(pathOf(ann), userBody(freshName('user')))).id, ann.id);
    await idp.remove(pathOf(ann));
    assert.notEqual((await idp.push('/Users', userBody(ann.userName))).id, ann.id);
  }
});

test('an id or a meta that a client sends is ignored', async () => {
  const sent = { id: 'chosen', meta: { resourceType: 'Robot', created: '2001-01-01T00:00:00Z', location: 'https://example.com/',
    version: 'W/"99"' } };
  const ann = await createUser(idp, sent);
  const after = await idp.replace(pathOf(ann), userBody(ann.userName, { ...sent, title: 'Dr' }));

  for (const one of [ann, after]) {
    assert.notEqual(one.id, sent.id);
    for (const [name, value] of Object.entries(sent.meta)) assert.notEqual(one.meta[name], value, name);
  }
  assert.equal(after.id, ann.id);
  assert.equal(after.meta.created, ann.meta.created);
});

test('an externalId is for the client to choose: kept, filtered for, never made up, never unique', async () => {
  const externalId = freshName('external');
  const [ann, bob] = [await createUser(idp, { externalId }), await createUser(idp, { externalId })];
  const staff = await createGroup(idp, [], { externalId });

  for (const one of [ann, bob, staff]) assert.equal((await read(idp, one)).externalId, externalId);
  assert.equal((await search(idp, '/Users', { filter: `externalId eq "${externalId}"` })).totalResults, 2);
  assert.ok(!('externalId' in await createUser(idp)));
  assert.ok(!('externalId' in await createGroup(idp)));
});

test('lastModified is created until something changes', async () => {
  for (const one of await oneOfEach()) {
    assert.equal(one.meta.lastModified, one.meta.created);
    const after = await patch(idp, one, { op: 'replace', path: 'displayName', value: freshName('display') });
    assert.equal(after.meta.created, one.meta.created);
    assert.ok(Date.parse(after.meta.lastModified) >= Date.parse(one.meta.lastModified));
    assert.notEqual(after.meta.version, one.meta.version);
  }
});

test('meta.location is what Content-Location says', async () => {
  for (const one of await oneOfEach()) {
    const answer = await idp.ask('GET', pathOf(one));
    assert.equal(answer.headers['content-location'], one.meta.location);
  }
  const made = await idp.ask('POST', '/Users', userBody(freshName('user')));
  assert.equal(made.headers['content-location'] ?? made.headers.location, made.json.meta.location);
});

test('every location and every reference leads to its resource', async () => {
  const [plain, employee, staff] = await oneOfEach();
  const outer = await createGroup(idp, [staff.id]);
  const inside = await read(idp, plain);
  const references = [
    ...[plain, employee, staff, outer].map((one) => [one.meta.location, one.id]),
    [employee[enterprise].manager.$ref, plain.id], ...inside.groups.map(({ $ref, value }) => [$ref, value]),
    ...[...staff.members, ...outer.members].map(({ $ref, value }) => [$ref, value]),
  ];

  assert.equal(references.length, 9);
  for (const [uri, id] of references) {
    const resolved = new URL(uri, `${idp.client.base.origin}/scim/v2/`);
    assert.equal(resolved.search, '', 'the base has no query');
    assert.equal((await idp.get(pathIn(resolved.href))).id, id, uri);
  }
});
