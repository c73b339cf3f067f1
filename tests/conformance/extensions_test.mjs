// Extensions: the enterprise user of RFC 7643 section 4.3, and attributes that an operator adds, which show the types and
// characteristics that no core schema has (sections 2.2, 2.3, 3.3 and 7).
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { patchBody, urn, userBody } from '../wire/support/scim.mjs';
import { runCommand, temporaryFolder } from '../wire/support/server.mjs';
import {
  createUser, enterprise, found, freshName, patch, pathOf, query, read, refusedPatch, search, strictServer, withExtension,
} from './support.mjs';

const badge = 'urn:example:params:scim:schemas:extension:badge:2.0:User';

const definition = {
  id: badge, name: 'Badge', description: 'What is on the badge of an employee.',
  attributes: [
    { name: 'plain' },
    { name: 'height', type: 'decimal', multiValued: false, description: 'In metres.' },
    { name: 'floor', type: 'integer', multiValued: false, description: 'Where the desk is.' },
    { name: 'since', type: 'dateTime', multiValued: false, description: 'When it was printed.' },
    { name: 'serial', type: 'string', multiValued: false, description: 'Printed once.', mutability: 'immutable' },
    { name: 'number', type: 'string', multiValued: false, description: 'One of its kind.', uniqueness: 'server' },
    { name: 'pin', type: 'string', multiValued: false, description: 'Typed at the door.', mutability: 'writeOnly', returned: 'never' },
    { name: 'colour', type: 'string', multiValued: false, description: 'Always shown.', returned: 'always' },
    { name: 'history', type: 'string', multiValued: true, description: 'Long.', returned: 'request' },
  ],
};

function folderWith(t, ...files) {
  const folder = path.join(temporaryFolder(t), 'schemas');
  mkdirSync(folder);
  files.forEach((file, index) => writeFileSync(path.join(folder, `${index}.json`), typeof file === 'string' ? file : JSON.stringify(file)));
  return folder;
}

const { idp } = await strictServer({ more: ['--schemas', folderWith({ after }, definition)] });

const withBadge = (more) => ({ schemas: [urn.user, badge], [badge]: more });
const refused = (more) => idp.refused(400, 'invalidValue', 'POST', '/Users', userBody(freshName('user'), withBadge(more)));

test('extended attributes live in an object named by their schema', async () => {
  const ann = await createUser(idp, { schemas: [urn.user, enterprise, badge], [enterprise]: { department: 'Sales' }, [badge]: { floor: 7 } });

  assert.deepEqual([...ann.schemas].sort(), [urn.user, enterprise, badge].sort());
  assert.equal(ann[enterprise].department, 'Sales');
  assert.equal(ann[badge].floor, 7);
  assert.ok(!('department' in ann) && !('floor' in ann));
  await idp.refused(400, 'invalidSyntax', 'POST', '/Users', userBody(freshName('user'), { floor: 7 }));
});

test('every attribute of the enterprise extension is kept', async () => {
  const sent = { employeeNumber: '701984', costCenter: '4130', organization: 'Universal', division: 'Parks', department: 'Tours' };
  const ann = await createUser(idp, withExtension(sent));

  assert.deepEqual(ann[enterprise], sent);
  assert.deepEqual((await read(idp, ann))[enterprise], sent);
});

test('a manager is a value and an address', async () => {
  const boss = await createUser(idp);
  const manager = { value: boss.id, $ref: `../Users/${boss.id}` };
  const ann = await createUser(idp, withExtension({ manager }));

  assert.deepEqual(ann[enterprise].manager, manager);
  assert.deepEqual(await found(idp, [ann], `${enterprise}:manager.value eq "${boss.id}"`), [ann.userName]);
});

test('the displayName of a manager cannot be written', async () => {
  const ann = await createUser(idp, withExtension({ manager: { value: 'x', displayName: 'Boss' } }));

  assert.deepEqual(ann[enterprise].manager, { value: 'x' });
  await refusedPatch(idp, 'mutability', ann, { op: 'add', path: `${enterprise}:manager.displayName`, value: 'Boss' });
});

test('no advertised extension redefines a core attribute', async () => {
  const { Resources } = await idp.get('/Schemas');
  const names = (id) => Resources.find((one) => one.id === id).attributes.map(({ name }) => name.toLowerCase());
  const core = [...names(urn.user), 'schemas', 'id', 'externalid', 'meta'];

  assert.deepEqual(names(enterprise).filter((name) => core.includes(name)), []);
});

test('an attribute that says nothing has the default characteristics', async () => {
  const said = (await idp.get(`/Schemas/${badge}`)).attributes.find(({ name }) => name === 'plain');
  const { name, description, canonicalValues = [], ...rest } = said;
  assert.deepEqual(canonicalValues, []);
  assert.deepEqual(rest, { type: 'string', multiValued: false, required: false, caseExact: false, mutability: 'readWrite', returned: 'default',
    uniqueness: 'none' });

  const [ann, bob] = [await createUser(idp, withBadge({ plain: 'Text' })), await createUser(idp, withBadge({ plain: 'Text' }))];
  assert.equal((await read(idp, ann))[badge].plain, 'Text');
  assert.deepEqual(await found(idp, [ann, bob], `${badge}:plain eq "TEXT"`), [ann.userName, bob.userName]);
  assert.equal((await patch(idp, ann, { op: 'replace', path: `${badge}:plain`, value: 'Other' }))[badge].plain, 'Other');
  await createUser(idp, withBadge({ floor: 1 }));
});

test('numbers keep to their types', async () => {
  for (const [name, value] of [['height', 1.75], ['height', 2], ['height', -0.5], ['floor', 7], ['floor', -3], ['floor', 0]])
    assert.equal((await createUser(idp, withBadge({ [name]: value })))[badge][name], value);

  const raw = (number) => `{"schemas":["${urn.user}","${badge}"],"userName":"${freshName('user')}","${badge}":{"floor":${number}}}`;
  for (const number of ['1.5', '1.0', '1e2', '"7"', 'true']) await idp.refused(400, 'invalidValue', 'POST', '/Users', raw(number));
  for (const height of ['1.75', true, [1.75]]) await refused({ height });
});

test('numbers compare by their value', async () => {
  const [low, high] = [await createUser(idp, withBadge({ floor: 9, height: 1.5 })), await createUser(idp, withBadge({ floor: 10, height: 1.75 }))];
  const both = [low, high];
  for (const [filter, expected] of [
    ['floor gt 9', [high]], ['floor ge 9', both], ['floor lt 10', [low]], ['floor le 10', both], ['floor eq 10', [high]], ['floor ne 10', [low]],
    ['height gt 1.5', [high]], ['height eq 1.50', [low]],
  ]) assert.deepEqual(await found(idp, both, `${badge}:${filter}`), expected.map(({ userName }) => userName), filter);
});

test('a dateTime is refused unless it is an xsd:dateTime', async () => {
  for (const since of ['2008-01-23T04:56:22Z', '2008-01-23T04:56:22.123Z', '2008-01-23T04:56:22+01:00', '2008-01-23T04:56:22-11:30', '2008-01-23T04:56:22']) {
    const ann = await createUser(idp, withBadge({ since }));
    assert.equal(ann[badge].since, since);
  }
  for (const since of ['2008-01-23', '04:56:22Z', '23 January 2008', '2008-13-23T04:56:22Z', '2008-02-30T04:56:22Z', '2008-01-23 04:56:22Z',
    '2008-01-23T25:00:00Z', 1201064182, {}])
    await refused({ since });
});

test('an immutable attribute is set once', async () => {
  const ann = await createUser(idp, withBadge({ floor: 1 }));
  const set = await patch(idp, ann, { op: 'add', path: `${badge}:serial`, value: 'S1' });
  assert.equal(set[badge].serial, 'S1', 'without a value it may be given one');

  for (const operation of [{ op: 'replace', path: `${badge}:serial`, value: 'S2' }, { op: 'add', path: `${badge}:serial`, value: 'S2' },
    { op: 'remove', path: `${badge}:serial` }])
    await refusedPatch(idp, 'mutability', ann, operation);
  await idp.refused(400, 'mutability', 'PUT', pathOf(ann), userBody(ann.userName, withBadge({ serial: 'S2' })));
  assert.equal((await idp.replace(pathOf(ann), userBody(ann.userName, withBadge({ serial: 'S1', floor: 2 }))))[badge].serial, 'S1',
    'the same value matches');
  const bob = await createUser(idp);
  assert.equal((await idp.replace(pathOf(bob), userBody(bob.userName, withBadge({ serial: 'S3' }))))[badge].serial, 'S3', 'a PUT may set it first');
});

test('a unique value is held once', async () => {
  const number = freshName('Number');
  const [ann, bob] = [await createUser(idp, withBadge({ number })), await createUser(idp)];

  for (const taken of [number, number.toUpperCase()]) {
    await idp.refused(409, 'uniqueness', 'POST', '/Users', userBody(freshName('user'), withBadge({ number: taken })));
    await idp.refused(409, 'uniqueness', 'PUT', pathOf(bob), userBody(bob.userName, withBadge({ number: taken })));
    await idp.refused(409, 'uniqueness', 'PATCH', pathOf(bob), patchBody({ op: 'add', path: `${badge}:number`, value: taken }));
  }
  await idp.remove(pathOf(ann));
  assert.equal((await patch(idp, bob, { op: 'add', path: `${badge}:number`, value: number }))[badge].number, number);
});

test('attributes are returned when they say so', async () => {
  const sent = { pin: '1234', colour: 'red', history: ['2007', '2008'], floor: 7 };
  const made = await createUser(idp, withBadge(sent));
  const asked = async (parameters) => (await idp.get(query(pathOf(made), parameters)))[badge] ?? {};

  const usual = await asked({ excludedAttributes: 'title' });
  assert.equal(usual.colour, 'red');
  assert.equal(usual.floor, 7);
  assert.ok(!('history' in usual) && !('pin' in usual));
  assert.deepEqual(await asked({ attributes: 'userName' }), { colour: 'red' }, 'always');
  assert.equal((await asked({ excludedAttributes: `${badge}:colour` })).colour, 'red');
  assert.deepEqual((await asked({ attributes: `${badge}:history` })).history, sent.history, 'on request');
  assert.ok(!('pin' in await asked({ attributes: `${badge}:pin` })), 'never');
  assert.equal((await search(idp, '/Users', { filter: `id eq "${made.id}"` })).Resources[0][badge].pin, undefined);
});

test('an extended attribute is filtered by its full name', async () => {
  const [ann, bob] = [await createUser(idp, withExtension({ department: 'Tours' })), await createUser(idp, withExtension({ department: 'Parks' }))];
  assert.deepEqual(await found(idp, [ann, bob], `${enterprise}:department eq "tours"`), [ann.userName]);
  assert.deepEqual(await found(idp, [ann, bob], `${enterprise.toUpperCase()}:Department sw "P"`), [bob.userName]);
});

test('who has an extension can be found by schemas', async () => {
  const [ann, bob] = [await createUser(idp, withBadge({ floor: 3 })), await createUser(idp)];
  assert.deepEqual(await found(idp, [ann, bob], `schemas eq "${badge}"`), [ann.userName]);
  assert.deepEqual(await found(idp, [ann, bob], `schemas eq "${urn.user}"`), [ann.userName, bob.userName]);
});

test('a schema file that breaks the rules for attributes stops the start', (t) => {
  const broken = {
    'a type of its own': { name: 'x', type: 'colour' }, 'a name that begins with a digit': { name: '1x' }, 'a blank in a name': { name: 'a b' },
    'complex in complex': { name: 'x', type: 'complex', subAttributes: [{ name: 'y', type: 'complex', subAttributes: [{ name: 'z' }] }] },
    'sub-attributes of a simple one': { name: 'x', type: 'string', subAttributes: [{ name: 'y' }] },
    'another mutability': { name: 'x', mutability: 'sometimes' }, 'the same name twice': null,
  };
  for (const [name, attribute] of Object.entries(broken)) {
    const attributes = attribute ? [attribute] : [{ name: 'x' }, { name: 'X' }];
    const folder = folderWith(t, { ...definition, attributes });
    const done = runCommand(['dev', '--data', ':memory:', '--listen', '127.0.0.1:0', '--schemas', folder], { folder: temporaryFolder(t) });
    assert.equal(done.code, 1, `${name}: ${done.stderr}`);
    assert.match(done.stderr, /0\.json/, name);
  }
});
