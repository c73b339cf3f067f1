// Attributes without code: a folder of schema files, for all directories and for one, what is wrong with them, and what
// happens to what is stored when they change between two starts.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Administrator } from './support/cloudsso.mjs';
import { IdentityProvider, groupBody, patchBody, userBody } from './support/scim.mjs';
import { dev, runCommand, startServer, temporaryFolder } from './support/server.mjs';

const example = fileURLToPath(new URL('../../docs/schemas/badge_user.json', import.meta.url));
const badge = JSON.parse(readFileSync(example, 'utf8')).id;
const withBadge = (userName, held, more = {}) => userBody(userName, { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', badge], [badge]: held, ...more });
const query = (parameters) => `?${new URLSearchParams(parameters)}`;

const schemaText = (id, attributes, more = {}) => JSON.stringify({ id, name: 'X', attributes, ...more });

function folderOf(t, files) {
  const folder = temporaryFolder(t);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

function folderWithTheExample(t) {
  const folder = temporaryFolder(t);
  copyFileSync(example, path.join(folder, 'badge_user.json'));
  return folder;
}

test('the attributes of the example are as good as ours', async (t) => {
  const server = await startServer(t, { more: ['--schemas', folderWithTheExample(t)] });
  const idp = new IdentityProvider(t, server);

  const ann = await idp.push('/Users', withBadge('ann', {
    number: 'B-7', pin: '1234', floors: [3, 1], returnedOn: '2026-01-02T03:04:05+01:00', vehicles: [{ value: 'M-X 1', type: 'car', primary: true }],
  }));
  assert.deepEqual(ann.schemas, ['urn:ietf:params:scim:schemas:core:2.0:User', badge]);
  const bob = await idp.push('/Users', withBadge('bob', { number: 'B-8', floors: [2] }));
  const cid = await idp.push('/Users', userBody('cid'));

  assert.deepEqual(ann[badge], { number: 'B-7', floors: [3, 1], vehicles: [{ value: 'M-X 1', type: 'car', primary: true }] });
  const found = async (filter) => (await idp.get(`/Users${query({ filter })}`)).Resources.map((user) => user.userName);
  assert.deepEqual(await found(`${badge}:number eq "b-7"`), ['ann']);
  assert.deepEqual(await found(`${badge}:floors gt 2`), ['ann']);
  assert.deepEqual(await found(`${badge}:floors pr`), ['ann', 'bob']);
  assert.deepEqual(await found(`${badge}:returnedOn eq "2026-01-02T02:04:05Z"`), ['ann'], 'the same instant');
  assert.deepEqual(await found(`${badge}:vehicles[type eq "car" and value sw "m-"]`), ['ann']);
  const sorted = async (sortBy, sortOrder) => (await idp.get(`/Users${query({ sortBy, sortOrder, filter: `${badge}:number pr` })}`)).Resources.map((user) => user.userName);
  assert.deepEqual(await sorted(`${badge}:number`, 'descending'), ['bob', 'ann']);
  assert.deepEqual(await sorted(`${badge}:floors`, 'ascending'), ['bob', 'ann']);
  assert.deepEqual((await idp.get(`/Users/${ann.id}${query({ attributes: `${badge}:returnedOn` })}`))[badge], { returnedOn: '2026-01-02T03:04:05+01:00' });
  assert.equal((await idp.get(`/Users/${ann.id}${query({ excludedAttributes: badge })}`))[badge], undefined);

  const patched = await idp.patch(`/Users/${cid.id}`,
    { op: 'add', value: { [badge]: { number: 'B-9' } } },
    { op: 'add', path: `${badge}:vehicles`, value: [{ value: 'M-Y 2' }] },
    { op: 'replace', path: `${badge}:vehicles[value eq "m-y 2"].type`, value: 'bicycle' });
  assert.deepEqual(patched[badge], { number: 'B-9', vehicles: [{ value: 'M-Y 2', type: 'bicycle' }] });
  await idp.refused(409, 'uniqueness', 'POST', '/Users', withBadge('dan', { number: 'b-8' }));
  await idp.refused(400, 'mutability', 'PATCH', `/Users/${bob.id}`, patchBody({ op: 'replace', path: `${badge}:number`, value: 'B-0' }));
  await idp.refused(400, 'invalidValue', 'POST', '/Users', withBadge('dan', { floors: [1] }));
  await idp.push('/Users', withBadge('dan', {}));
});

test('what is written only is kept, and told to nobody', async (t) => {
  const folder = folderWithTheExample(t);
  const data = temporaryFolder(t);
  let server = await startServer(t, { data, more: ['--schemas', folder] });
  let idp = new IdentityProvider(t, server);
  const { id } = await idp.push('/Users', withBadge('ann', { number: 'B-7', pin: '1234' }));
  await idp.patch(`/Users/${id}`, { op: 'add', path: 'title', value: 'Dr' });
  await idp.refused(400, 'invalidFilter', 'GET', `/Users${query({ filter: `${badge}:pin eq "1234"` })}`);
  assert.equal((await idp.ask('GET', `/Users${query({ sortBy: `${badge}:pin` })}`)).status, 400);
  await server.stop();

  // Without the file nothing says any more what may be shown.
  server = await startServer(t, { data });
  idp = new IdentityProvider(t, server);
  const bare = await idp.get(`/Users/${id}`);
  assert.equal(bare[badge], undefined);
  assert.deepEqual(bare.schemas, ['urn:ietf:params:scim:schemas:core:2.0:User']);
  await server.stop();

  // With another word for it, what was kept is there.
  const open = JSON.parse(readFileSync(example, 'utf8'));
  open.attributes.find((one) => one.name === 'pin').mutability = 'readWrite';
  writeFileSync(path.join(folder, 'badge_user.json'), JSON.stringify(open));
  server = await startServer(t, { data, environment: { SCIMD_SCHEMAS: folder } });
  idp = new IdentityProvider(t, server);
  assert.deepEqual((await idp.get(`/Users/${id}`))[badge], { number: 'B-7', pin: '1234' });
});

test('a directory has files of its own', async (t) => {
  const other = 'd-aaaabbbbcccc';
  const site = 'urn:example:params:scim:schemas:extension:site:2.0:User';
  const shelf = 'urn:example:params:scim:schemas:extension:shelf:2.0';
  const folder = folderOf(t, {
    'site.json': schemaText(site, [{ name: 'building' }]),
    [`${dev.directory}/shelf.json`]: schemaText(shelf, [{ name: 'row', type: 'integer' }], { extends: 'Group' }),
    [`${other}/shelf.json`]: schemaText(shelf, [{ name: 'row' }], { extends: ['User', 'Group'] }),
    'README.txt': 'not a schema', '.hidden.json': 'neither',
  });
  const server = await startServer(t, { more: ['--schemas', folder] });
  const idp = new IdentityProvider(t, server);
  const nobody = new IdentityProvider(t, server, { token: null });
  const urns = async (who) => (await who.get('/Schemas')).Resources.map((schema) => schema.id);
  const extensions = async (who) => Object.fromEntries((await who.get('/ResourceTypes')).Resources
    .map((type) => [type.name, type.schemaExtensions.map((one) => one.schema)]));

  assert.ok((await urns(nobody)).includes(site));
  assert.ok(!(await urns(nobody)).includes(shelf), 'without a token, what every directory has');
  assert.ok((await urns(idp)).includes(shelf));
  assert.deepEqual((await extensions(idp)).Group, [shelf]);
  assert.deepEqual((await extensions(nobody)).Group, []);
  await nobody.refused(404, undefined, 'GET', `/Schemas/${shelf}`);

  const group = await idp.push('/Groups', groupBody('Books', [], { [shelf]: { row: 7 } }));
  assert.deepEqual(group[shelf], { row: 7 });
  assert.equal((await idp.get(`/Groups${query({ filter: `${shelf}:row ge 7` })}`)).totalResults, 1);
  await idp.refused(400, 'invalidValue', 'POST', '/Groups', groupBody('Maps', [], { [shelf]: { row: 'seven' } }));

  // Another directory: the same URN says something else there or nothing at all.
  const admin = new Administrator(t, server);
  const made = (await admin.call('CreateDirectory', { DirectoryId: '', DirectoryName: 'other' })).Directory.DirectoryId;
  const token = (await admin.call('CreateSCIMServerCredential', { DirectoryId: made })).SCIMServerCredential.CredentialSecret;
  await admin.call('SetSCIMSynchronizationStatus', { DirectoryId: made, SCIMSynchronizationStatus: 'Enabled' });
  const elsewhere = new IdentityProvider(t, server, { token });
  assert.ok(!(await urns(elsewhere)).includes(shelf));
  assert.equal((await elsewhere.push('/Groups', groupBody('Books', [], { [shelf]: { row: 7 } })))[shelf], undefined);
});

const id = 'urn:example:params:scim:schemas:extension:x:2.0:User';
const attribute = (more) => schemaText(id, [{ name: 'a', ...more }]);
// file, what it says, and where and why it is refused.
const broken = [
  ['not JSON', 'x.json', '{', /x\.json: this is not JSON: .* at byte 1/],
  ['a misspelt characteristic', 'x.json', attribute({ mutabilty: 'readOnly' }), /x\.json#\/attributes\/0\/mutabilty: there is no such/],
  ['a word of no meaning', 'x.json', attribute({ type: 'text' }), /x\.json#\/attributes\/0\/type: "text" is not one of the words/],
  ['a flag that is text', 'x.json', attribute({ required: 'true' }), /x\.json#\/attributes\/0\/required: true or false/],
  ['a name that is none', 'x.json', attribute({ name: 'a b' }), /x\.json#\/attributes\/0\/name: a name is/],
  ['our own schema', 'x.json', schemaText('urn:ietf:params:scim:schemas:core:2.0:User', []), /x\.json#\/id: there is a schema .*core:2\.0:User already/],
  ['nothing to extend', 'x.json', schemaText('urn:example:x', []), /x\.json#\/id: what does it extend\?/],
  ['a directory that is none', 'd-1/x.json', attribute({}), /d-1: a folder among the schemas is named after the directory/],
  ['a file of one directory', 'd-000000000dev/x.json', attribute({ returned: 'sometimes' }), /d-000000000dev\/x\.json#\/attributes\/0\/returned/],
  ['a file that is too large', 'x.json', ' '.repeat(1024 * 1024 + 1), /x\.json: a schema file has at most 1048576 bytes/],
];

for (const command of [['dev', '--listen', '127.0.0.1:0'], ['serve', '--listen', '127.0.0.1:0'], ['check'], ['directory', 'list']])
  test(`a broken file stops scimd ${command.join(' ')}`, (t) => {
    const folder = folderOf(t, { 'x.json': '[]' });
    const { code, stderr, stdout } = runCommand([...command, '--data', temporaryFolder(t), '--schemas', folder]);
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /x\.json#: an object is expected/);
  });

for (const [name, file, text, says] of broken)
  test(`refused at the start: ${name}`, (t) => {
    const { code, stderr } = runCommand(['directory', 'list', '--data', temporaryFolder(t), '--schemas', folderOf(t, { [file]: text })]);
    assert.equal(code, 1, stderr);
    assert.match(stderr, says);
  });

test('a folder that is not there, and one with too many files', (t) => {
  const gone = path.join(temporaryFolder(t), 'gone');
  assert.match(runCommand(['check', '--data', temporaryFolder(t), '--schemas', gone]).stderr, /cannot read the folder of schemas .*gone/);
  const files = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`${i}.json`, schemaText(`urn:example:x${i}:User`, [{ name: 'a' }])]));
  const many = folderOf(t, files);
  const data = temporaryFolder(t);
  assert.match(runCommand(['directory', 'create', '--data', data, '--schemas', many]).stderr, /at most 100 schema files/);
  rmSync(path.join(many, '100.json'));
  assert.equal(runCommand(['directory', 'create', '--data', data, '--schemas', many]).code, 0);
});

test('what becomes unique between two starts is looked for in what is there', async (t) => {
  const urn = 'urn:example:params:scim:schemas:extension:desk:2.0:User';
  const desk = (uniqueness) => schemaText(urn, [{ name: 'desk', uniqueness }]);
  const folder = folderOf(t, { 'desk.json': desk('none') });
  const data = temporaryFolder(t);
  let server = await startServer(t, { data, more: ['--schemas', folder] });
  let idp = new IdentityProvider(t, server);
  const at = (userName, number) => idp.push('/Users', userBody(userName, { [urn]: { desk: number } }));
  const ann = await at('ann', 'N-1');
  const bob = await at('bob', 'n-1');
  await server.stop();

  writeFileSync(path.join(folder, 'desk.json'), desk('server'));
  const refused = runCommand(['dev', '--listen', '127.0.0.1:0', '--data', data, '--schemas', folder]);
  assert.equal(refused.code, 1);
  for (const said of [ann.id, bob.id, 'n-1', `${urn}:desk`, dev.directory]) assert.ok(refused.stderr.includes(said), refused.stderr);

  writeFileSync(path.join(folder, 'desk.json'), desk('none'));
  server = await startServer(t, { data, more: ['--schemas', folder] });
  idp = new IdentityProvider(t, server);
  await idp.patch(`/Users/${bob.id}`, { op: 'replace', path: `${urn}:desk`, value: 'N-2' });
  await server.stop();

  writeFileSync(path.join(folder, 'desk.json'), desk('server'));
  server = await startServer(t, { data, more: ['--schemas', folder] });
  idp = new IdentityProvider(t, server);
  const detail = await idp.refused(409, 'uniqueness', 'POST', '/Users', userBody('cid', { [urn]: { desk: 'n-2' } }));
  assert.ok(detail.includes(bob.id) && detail.includes(`${urn}:desk`) && detail.includes('n-2'), detail);
  await server.stop();
  assert.equal(runCommand(['check', '--data', data, '--schemas', folder]).code, 0);
});
