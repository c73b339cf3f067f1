// Walks by cursor (RFC 9865): what they promise while others write, and the cursors nobody may use.
import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { IdentityProvider, groupBody, userBody } from './support/scim.mjs';
import { startServer, temporaryFolder } from './support/server.mjs';

const query = (parameters) => `?${new URLSearchParams(parameters)}`;
const unreserved = /^[A-Za-z0-9_-]+$/;

async function aDirectory(t) {
  const server = await startServer(t);
  return { server, idp: new IdentityProvider(t, server) };
}

// Pages until the last one; `between` happens after each. Answers all resources, in their order.
async function walk(idp, address, parameters, between = async () => {}) {
  const seen = [];
  for (let cursor = ''; ;) {
    const page = await idp.get(`${address}${query({ ...parameters, cursor })}`);
    assert.equal(page.itemsPerPage, page.Resources.length);
    assert.equal(page.startIndex, undefined);
    seen.push(...page.Resources);
    if (page.nextCursor === undefined) return seen;
    assert.equal(page.Resources.length, Number(parameters.count), 'only the last page is not full');
    assert.match(page.nextCursor, unreserved);
    cursor = page.nextCursor;
    await between(page);
  }
}

test('cursors are advertised', async (t) => {
  const { idp } = await aDirectory(t);
  assert.deepEqual((await idp.get('/ServiceProviderConfig')).pagination, {
    cursor: true, index: true, defaultPaginationMethod: 'index', defaultPageSize: 100, maxPageSize: 1000, cursorTimeout: 3600,
  });
});

test('a walk shows every resource once, on pages of any size', async (t) => {
  const { idp } = await aDirectory(t);
  const users = [];
  for (let i = 0; i < 12; ++i) users.push((await idp.push('/Users', userBody(`user-${i}`, { title: `${'cba'[i % 3]}` }))).id);
  const groups = [];
  for (let i = 0; i < 5; ++i) groups.push((await idp.push('/Groups', groupBody(`group-${i}`, [users[i]]))).id);
  const ids = async (address, parameters) => (await walk(idp, address, parameters)).map((one) => one.id);

  for (const count of [1, 5, 6, 12, 13, 100, 1000]) {
    assert.deepEqual(await ids('/Users', { count }), users);
    assert.deepEqual(await ids('/Groups', { count }), groups);
    assert.deepEqual(await ids('/', { count }), [...users, ...groups]);
    const byTitle = [2, 1, 0].flatMap((rest) => users.filter((_, i) => i % 3 === rest));
    assert.deepEqual(await ids('/Users', { count, sortBy: 'title' }), byTitle);
    assert.deepEqual(await ids('/', { count, sortBy: 'title', sortOrder: 'ascending' }), [...byTitle, ...groups]);
    assert.deepEqual(await ids('/Users', { count, filter: 'title eq "a"', sortBy: 'userName', sortOrder: 'descending', attributes: 'id' }), [8, 5, 2, 11].map((i) => users[i]));
  }
  const first = await idp.get('/Users?cursor&count=5');
  assert.equal(first.totalResults, 12);
  assert.equal(first.previousCursor, undefined);
  const total = await idp.get('/Users?cursor=&count=0');
  assert.deepEqual([total.totalResults, total.Resources, total.nextCursor], [12, [], undefined]);
  assert.deepEqual((await idp.get('/Users?cursor=&count=-3')).Resources, []);
  assert.equal((await idp.get('/Users')).nextCursor, undefined, 'without a cursor pages are by position');
});

// Random, but the same each time.
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const walks = [
  ['in the order of creation', '/Users', {}],
  ['filtered', '/Users', { filter: 'title pr' }],
  ['sorted', '/Users', { sortBy: 'displayName' }],
  ['sorted backwards and filtered', '/Users', { sortBy: 'displayName', sortOrder: 'descending', filter: 'title pr' }],
  ['over everything', '/', {}],
  ['over everything, sorted', '/', { sortBy: 'displayName' }],
];

// Those who stay keep their displayName and title; all else about them changes, and around them others come and go.
test('what stays is seen exactly once while another client creates, deletes and patches', { timeout: 120_000 }, async (t) => {
  const { server, idp } = await aDirectory(t);
  const other = new IdentityProvider(t, server);
  const throwDice = dice(9865);
  const letter = () => 'abcdefgh'[throwDice(8)];
  let made = 0;
  const make = async () => (await other.push('/Users', userBody(`user-${made++}`, { displayName: letter(), title: 'x' }))).id;
  const staying = [];
  let passing = [];
  for (let i = 0; i < 40; ++i) { staying.push(await make()); passing.push(await make()); }

  for (const [name, address, parameters] of walks) {
    await t.test(name, async () => {
      let going = true;
      const disturb = async () => {
        while (going) {
          await other.patch(`/Users/${staying[throwDice(staying.length)]}`, { op: 'replace', path: 'nickName', value: `n${throwDice(1000)}` });
          const leaving = passing.splice(throwDice(passing.length), 1)[0];
          await other.remove(`/Users/${leaving}`);
          passing.push(await make());
          await other.patch(`/Users/${passing[throwDice(passing.length)]}`, { op: 'replace', path: 'displayName', value: letter() });
        }
      };
      const disturbed = disturb();
      const pause = () => new Promise((resolve) => { setTimeout(resolve, 5); });
      const seen = await walk(idp, address, { ...parameters, count: 3 }, pause).finally(() => { going = false; });
      await disturbed;

      const times = new Map();
      for (const { id } of seen) times.set(id, (times.get(id) ?? 0) + 1);
      for (const id of staying) assert.equal(times.get(id), 1, 'neither skipped nor doubled');
      if (parameters.sortBy === undefined) assert.equal(times.size, seen.length, 'nothing comes twice');
    });
  }
});

test('the place a walk stands at may be deleted under it', async (t) => {
  const { idp } = await aDirectory(t);
  const users = [];
  for (const name of ['a', 'b', 'c', 'd']) users.push((await idp.push('/Users', userBody(name))).id);
  for (const parameters of [{ count: 1 }, { count: 1, sortBy: 'userName', sortOrder: 'descending' }]) {
    const gone = [];
    const seen = await walk(idp, '/Users', parameters, async (page) => {
      if (gone.length > 0) return;
      gone.push(page.Resources[0].id);
      await idp.remove(`/Users/${page.Resources[0].id}`);
    });
    assert.equal(seen.length, 4 - (parameters.sortBy ? 1 : 0));
  }
});

async function aCursor(idp, address = '/Users', parameters = { count: 1 }) {
  return (await idp.get(`${address}${query({ ...parameters, cursor: '' })}`)).nextCursor;
}

test('cursors that are forged, altered, foreign or of another query are refused in one sentence', async (t) => {
  const { server, idp } = await aDirectory(t);
  for (const name of ['a', 'b', 'c']) await idp.push('/Users', userBody(name, { title: 't' }));
  for (const name of ['g', 'h']) await idp.push('/Groups', groupBody(name));
  const cursor = await aCursor(idp);
  assert.equal((await idp.get(`/Users${query({ count: 1, cursor })}`)).Resources[0].userName, 'b');

  const admin = new Administrator(t, server);
  const { Directory } = await admin.call('CreateDirectory', { DirectoryName: 'elsewhere' });
  await admin.call('SetSCIMSynchronizationStatus', { DirectoryId: Directory.DirectoryId, SCIMSynchronizationStatus: 'Enabled' });
  const { SCIMServerCredential } = await admin.call('CreateSCIMServerCredential', { DirectoryId: Directory.DirectoryId });
  const foreign = new IdentityProvider(t, server, { token: SCIMServerCredential.CredentialSecret });
  for (const name of ['a', 'b', 'c']) await foreign.push('/Users', userBody(name, { title: 't' }));

  const sentences = new Set();
  const refuse = async (who, address, parameters) => sentences.add(await who.refused(400, 'invalidCursor', 'GET', `${address}${query({ count: 1, ...parameters })}`));
  for (const forged of ['x', 'null', '1', Buffer.from('{"key":1}').toString('base64url'), `${cursor}A`, cursor.slice(1), cursor.slice(0, -4), `${cursor}=`, 'A'.repeat(5000), 'é'])
    await refuse(idp, '/Users', { cursor: forged });
  for (let at = 0; at < cursor.length; at += 9) await refuse(idp, '/Users', { cursor: cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1) });
  await refuse(foreign, '/Users', { cursor });
  for (const other of [{ filter: 'title pr' }, { sortBy: 'userName' }, { sortBy: 'userName', sortOrder: 'descending' }, { attributes: 'userName' }, { excludedAttributes: 'title' }, { sortOrder: 'descending' }])
    await refuse(idp, '/Users', { cursor, ...other });
  await refuse(idp, '/Groups', { cursor });
  await refuse(idp, '/', { cursor });
  assert.equal(sentences.size, 1, 'a cursor tells nobody what is wrong with it');
  assert.equal((await foreign.get(`/Users${query({ count: 1, cursor: await aCursor(foreign) })}`)).Resources[0].userName, 'b');
});

test('count belongs to the walk, and is refused as RFC 9865 says', async (t) => {
  const { idp } = await aDirectory(t);
  for (const name of ['a', 'b', 'c', 'd', 'e']) await idp.push('/Users', userBody(name));
  const cursor = await aCursor(idp, '/Users', { count: 2 });
  for (const count of [1, 3, 0, -1, 1001, 'two', '2.0']) await idp.refused(400, 'invalidCount', 'GET', `/Users${query({ count, cursor })}`);
  for (const count of [1001, 'many', '99999999999999999999']) await idp.refused(400, 'invalidCount', 'GET', `/Users${query({ count, cursor: '' })}`);
  await idp.refused(400, 'invalidCount', 'GET', `/Users${query({ cursor })}`);
  assert.equal((await idp.get(`/Users${query({ count: 2, cursor })}`)).Resources.length, 2);
  await idp.refused(400, 'invalidValue', 'GET', `/Users${query({ cursor: '', startIndex: 1 })}`);
});

test('a cursor outlives the server that made it, and is good for its data only', async (t) => {
  const data = temporaryFolder(t);
  const before = await startServer(t, { data });
  const idp = new IdentityProvider(t, before);
  for (const name of ['a', 'b', 'c']) await idp.push('/Users', userBody(name));
  const cursor = await aCursor(idp);
  await before.stop();

  const after = new IdentityProvider(t, await startServer(t, { data }));
  assert.equal((await after.get(`/Users${query({ count: 1, cursor })}`)).Resources[0].userName, 'b');

  const another = await aDirectory(t);
  for (const name of ['a', 'b', 'c']) await another.idp.push('/Users', userBody(name));
  await another.idp.refused(400, 'invalidCursor', 'GET', `/Users${query({ count: 1, cursor })}`);
});

// An hour is too long for a test, so it changes the end of a cursor with a key made of the data folder's own, as nobody else can.
function expired(cursor, folder) {
  const key = createHmac('sha256', readFileSync(path.join(folder, 'scimd.key'))).update('pages\x01').digest();
  const sealed = Buffer.from(cursor, 'base64url');
  const opening = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAuthTag(sealed.subarray(-16));
  const content = JSON.parse(Buffer.concat([opening.update(sealed.subarray(12, -16)), opening.final()]));
  const end = content.findIndex((one) => Number.isInteger(one) && Math.abs(one - Date.now() - 3_600_000) < 60_000);
  assert.ok(end >= 0, 'a cursor is good for an hour');
  content[end] = Date.now() - 1;
  const nonce = randomBytes(12);
  const sealing = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([sealing.update(JSON.stringify(content)), sealing.final()]);
  return Buffer.concat([nonce, body, sealing.getAuthTag()]).toString('base64url');
}

test('a cursor is refused once it is too old', async (t) => {
  const data = temporaryFolder(t);
  const idp = new IdentityProvider(t, await startServer(t, { data }));
  for (const name of ['a', 'b']) await idp.push('/Users', userBody(name));
  const cursor = expired(await aCursor(idp), data);
  await idp.refused(400, 'expiredCursor', 'GET', `/Users${query({ count: 1, cursor })}`);
  await idp.refused(400, 'invalidCursor', 'GET', `/Users${query({ count: 1, cursor, filter: 'title pr' })}`);
});
