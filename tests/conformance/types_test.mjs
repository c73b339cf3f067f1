// Values by their types: RFC 7643 sections 2.1 and 2.3 to 2.5. What the core schemas do not have (decimals, integers,
// dateTimes of clients) is in extensions_test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { urn, userBody } from '../wire/support/scim.mjs';
import { createUser, enterprise, freshName, read, strictServer, withExtension } from './support.mjs';

const { idp } = await strictServer();

const refused = (more, scimType = 'invalidValue') => idp.refused(400, scimType, 'POST', '/Users', userBody(freshName('user'), more));

test('attribute names compare without regard to case', async () => {
  const name = freshName('user');
  const ann = await idp.push('/Users', {
    SCHEMAS: [urn.user], USERNAME: name, Name: { GIVENname: 'Ann' }, EMails: [{ VALUE: 'ann@example.com', tyPE: 'work' }],
  });

  assert.equal(ann.userName, name);
  assert.deepEqual(ann.name, { givenName: 'Ann' });
  assert.deepEqual(ann.emails, [{ value: 'ann@example.com', type: 'work' }]);
  await refused({ title: 'Dr', TITLE: 'Mr' }, 'invalidSyntax');
});

test('every type takes its JSON type and no other', async () => {
  const fitting = {
    title: 'Dr', active: false, profileUrl: 'https://example.com/ann', name: { givenName: 'Ann' },
    x509Certificates: [{ value: 'MIIB', primary: true }],
  };
  const ann = await createUser(idp, fitting);
  for (const [name, value] of Object.entries(fitting)) assert.deepEqual(ann[name], value, name);

  for (const misfit of [
    { title: 7 }, { title: true }, { title: ['Dr'] }, { active: 'true' }, { active: 1 }, { active: [true] },
    { profileUrl: 7 }, { profileUrl: {} }, { name: 'Ann' }, { name: ['Ann'] }, { name: { givenName: 7 } },
    { x509Certificates: [{ value: 7 }] }, { x509Certificates: [{ value: 'MIIB', primary: 'yes' }] },
  ]) await refused(misfit);
});

test('an object where a simple value is meant is refused', async () => {
  for (const misfit of [{ title: { value: 'Dr' } }, { active: { value: true } }, { emails: [{ value: { value: 'ann@example.com' } }] }])
    await refused(misfit);
});

test('text of any script comes back as it was sent', async () => {
  const texts = ['Ann', '\u00c4nne', '\u5b89\u59ae', '\u0623\u0646\u0627', '\u{1f600}\u200d', 'A\u0308', 'line\nfeed\ttab "quoted" \\',
    '\u0001\u001f'];
  for (const displayName of texts) {
    const ann = await createUser(idp, { displayName });
    assert.equal(ann.displayName, displayName);
    assert.equal((await read(idp, ann)).displayName, displayName);
  }
  await refused({ displayName: 'nul\u0000' });
});

test('the case of text is kept', async () => {
  const ann = await createUser(idp, { externalId: 'aBcD', title: 'Dr. Dr.', profileUrl: 'https://EXAMPLE.com/Ann',
    x509Certificates: [{ value: 'MiiB' }] });

  assert.equal(ann.externalId, 'aBcD');
  assert.equal(ann.title, 'Dr. Dr.');
  assert.equal(ann.profileUrl, 'https://EXAMPLE.com/Ann');
  assert.equal(ann.x509Certificates[0].value, 'MiiB');
});

test('a dateTime the server makes is an xsd:dateTime with date and time', async () => {
  const { meta } = await createUser(idp);

  for (const moment of [meta.created, meta.lastModified]) {
    assert.match(moment, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
    assert.ok(Math.abs(Date.parse(moment) - Date.now()) < 600_000, `${moment} is now`);
  }
});

test('binary is base64, padded or not', async () => {
  for (const value of ['MIIB', 'MIIBAA==', 'MIIBAA', 'MIIBAAA=']) {
    const ann = await createUser(idp, { x509Certificates: [{ value }] });
    assert.equal(ann.x509Certificates.length, 1);
    assert.equal(ann.x509Certificates[0].value.replace(/=+$/, ''), value.replace(/=+$/, ''));
  }
  for (const value of ['not base64!', 'MIIBA', 'MII=B', '=', 'M===']) await refused({ x509Certificates: [{ value }] });
});

test('a reference is a URI', async () => {
  for (const profileUrl of ['https://example.com/ann?x=1#y', 'people/ann', '../ann', 'urn:example:ann', 'mailto:ann@example.com'])
    assert.equal((await createUser(idp, { profileUrl })).profileUrl, profileUrl);

  for (const text of ['two words', 'http://[broken', '%zz']) {
    await refused({ profileUrl: text });
    await refused({ photos: [{ value: text }] });
  }
});

test('the order of attributes means nothing', async () => {
  const entries = Object.entries(userBody(freshName('user'), {
    name: { givenName: 'Ann', familyName: 'Lee' }, emails: [{ value: 'ann@example.com', type: 'work', primary: true }], title: 'Dr',
  }));
  const one = await idp.push('/Users', Object.fromEntries(entries));
  const backwards = entries.reverse().map(([name, value]) => [name, name === 'userName' ? freshName('user') : value]);
  backwards.find(([name]) => name === 'name')[1] = { familyName: 'Lee', givenName: 'Ann' };
  const other = await idp.push('/Users', Object.fromEntries(backwards));

  const content = ({ id, meta, userName, ...rest }) => rest;
  assert.deepEqual(content(other), content(one));
});

test('a multi-valued attribute is an array of its elements', async () => {
  const emails = [{ value: 'ann@example.com', type: 'work' }, { value: 'ann@home.example' }];
  assert.deepEqual((await createUser(idp, { emails })).emails, emails);
  assert.deepEqual((await createUser(idp, { emails: [emails[0]] })).emails, [emails[0]], 'one value is a list of one');

  for (const misfit of [{ emails: emails[0] }, { emails: 'ann@example.com' }, { emails: ['ann@example.com'] }, { emails: [emails] }])
    await refused(misfit);
});

test('two primary values are refused', async () => {
  const emails = ['one', 'two'].map((name) => ({ value: `${name}@example.com`, primary: true }));

  await refused({ emails });
  const ann = await createUser(idp, { emails: [emails[0], { ...emails[1], primary: false }] });
  await idp.refused(400, 'invalidValue', 'PUT', `/Users/${ann.id}`, userBody(ann.userName, { emails }));
  assert.equal((await read(idp, ann)).emails.filter(({ primary }) => primary).length, 1);
});

test('canonical values are advice, and what was sent comes back', async () => {
  const emails = [{ value: 'Ann@EXAMPLE.com', type: 'Work' }, { value: 'ann@club.example', type: 'club' }];
  const ims = [{ value: 'Ann Lee', type: 'matrix' }];
  const ann = await createUser(idp, { emails, ims });

  assert.deepEqual(ann.emails, emails);
  assert.deepEqual(ann.ims, ims);
});

test('a value that is sent twice is kept once', async () => {
  const work = { value: 'ann@example.com', type: 'work' };
  const ann = await createUser(idp, { emails: [work, { ...work }, { ...work, type: 'home' }] });

  assert.deepEqual(ann.emails, [work, { ...work, type: 'home' }]);
});

test('null, an empty list and nothing at all are one state', async () => {
  const plain = await createUser(idp);
  const empty = await createUser(idp, { title: null, emails: [], name: null, phoneNumbers: null, addresses: [{}],
    ...withExtension({ department: null }) });
  const content = ({ id, meta, userName, ...rest }) => rest;
  assert.deepEqual(content(empty), content(plain), 'an extension without a value is none');

  for (const nothing of [{ title: null, emails: null }, { emails: [] }, {}]) {
    const ann = await createUser(idp, { title: 'Dr', emails: [{ value: 'ann@example.com' }], ...withExtension({ department: 'Sales' }) });
    const after = await idp.replace(`/Users/${ann.id}`, userBody(ann.userName, nothing));
    for (const gone of ['title', 'emails', enterprise]) assert.ok(!(gone in after), `${gone} after ${JSON.stringify(nothing)}`);
  }
});
