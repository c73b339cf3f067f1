// Filters: RFC 7644 sections 3.4.2.1 and 3.4.2.2.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { urn } from '../wire/support/scim.mjs';
import { createGroup, createUser, enterprise, found, freshName, pathOf, query, search, strictServer, withExtension } from './support.mjs';

const { idp } = await strictServer();

const ann = await createUser(idp, {
  externalId: 'AbC', displayName: 'Ann Lee', title: 'Dr', userType: 'Employee', active: true, name: { givenName: 'Ann', familyName: "O'Malley" },
  emails: [{ value: 'ann@example.com', type: 'work', primary: true }, { value: 'ann@home.example', type: 'home' }],
  profileUrl: 'https://example.com/Ann', ims: [{ value: 'ann@foo.com', type: 'xmpp' }], x509Certificates: [{ value: 'MIIB' }],
});
const bob = await createUser(idp, {
  displayName: 'Bob Moe', title: 'Mr', userType: 'Intern', active: false, emails: [{ value: 'bob@example.com', type: 'home' }],
  ...withExtension({ department: 'Sales' }),
});
const cho = await createUser(idp, { displayName: 'Cho' });
const all = [ann, bob, cho];
const A = [ann.userName];
const B = [bob.userName];
const C = [cho.userName];

// Each filter finds whom it says, of the three.
async function finds(rows) {
  for (const [filter, expected] of rows) assert.deepEqual(await found(idp, all, filter), expected, filter);
}
const refused = async (filters, path = '/Users') => {
  for (const filter of filters) await idp.refused(400, 'invalidFilter', 'GET', query(path, { filter }));
};

test('every operator does what its table says', async () => {
  await finds([
    ['displayName eq "Ann Lee"', A], ['displayName eq "Ann"', []], ['displayName ne "Ann Lee"', [...B, ...C]],
    ['displayName co "n L"', A], ['displayName co "o"', [...B, ...C]], ['displayName sw "Bob"', B], ['displayName sw "Bob Moe"', B],
    ['displayName sw "ob"', []],
    ['displayName ew "Moe"', B], ['displayName ew "Bob Moe"', B], ['displayName ew "Mo"', []],
    ['title pr', [...A, ...B]], ['name pr', A], ['emails pr', [...A, ...B]], ['nickName pr', []], ['active pr', [...A, ...B, ...C]],
    ['displayName gt "Ann Lee"', [...B, ...C]], ['displayName ge "Bob Moe"', [...B, ...C]], ['displayName lt "Bob Moe"', A],
    ['displayName le "Bob Moe"', [...A, ...B]],
    ['active eq true', [...A, ...C]], ['active ne true', B], ['title eq null', C], ['title ne null', [...A, ...B]],
  ]);
});

test('names and operators compare without regard to case', async () => {
  await finds([
    ['DISPLAYNAME EQ "Ann Lee"', A], ['displayname Co "lee"', A], ['Title PR', [...A, ...B]],
    ['displayName eq "Ann Lee" OR title eq "Mr"', [...A, ...B]],
    ['NOT (title pr)', C], ['title pr AND active eq false', B], [`${urn.user.toUpperCase()}:TITLE eq "Mr"`, B],
  ]);
});

test('text compares by its attribute, with case where caseExact says so', async () => {
  await finds([
    [`userName eq "${ann.userName.toUpperCase()}"`, A], ['displayName eq "ANN LEE"', A], ['emails.value eq "ANN@example.com"', A],
    ['title sw "d"', A],
    ['externalId eq "AbC"', A], ['externalId eq "abc"', []], ['externalId co "bC"', A], ['externalId sw "ab"', []],
    ['profileUrl eq "https://example.com/Ann"', A], ['profileUrl eq "https://example.com/ann"', []],
    ['x509Certificates.value eq "MIIB"', A], ['x509Certificates.value eq "miib"', []],
    [`id eq "${ann.id}"`, A], [`id eq "${ann.id.toUpperCase()}"`, []],
    ['meta.resourceType eq "User"', [...A, ...B, ...C]], ['meta.resourceType eq "user"', []],
  ]);
});

test('a sub-attribute is named by its path', async () => {
  await finds([['name.familyName co "O\'Malley"', A], ['name.givenName eq "ann"', A], ['emails.type eq "home"', [...A, ...B]],
    [`${urn.user}:name.givenName pr`, A]]);
  await refused(['name eq "Ann"', 'name.nothing.more eq "x"']);
});

test('a multi-valued attribute matches by any of its values', async () => {
  await finds([
    ['emails.value eq "ann@home.example"', A], ['emails.value sw "bob"', B], ['emails co "example.com"', [...A, ...B]],
    ['emails.type eq "work" and emails.value ew "home.example"', A],
  ]);
});

test('a value path is about one value', async () => {
  await finds([
    ['emails[type eq "work" and value co "@example.com"]', A], ['emails[type eq "work" and value ew "home.example"]', []],
    ['emails[type eq "home" and (value sw "bob" or value sw "ann")]', [...A, ...B]], ['emails[not (type eq "home")]', A],
    ['emails[type eq "work"] and active eq true', A], ['not (emails[type eq "home"])', C],
  ]);
  await finds([['emails[title eq "Dr"]', []], ['emails[emails.type eq "work"]', []]]);
  await refused(['title[value eq "Dr"]', 'emails[type eq "work"', 'emails[]']);
});

test('a value that does not say so is not primary', async () => {
  await finds([
    ['emails[value eq "bob@example.com" and primary eq false]', B], ['emails[value eq "ann@home.example" and primary eq false]', A],
    ['emails[value eq "ann@example.com" and primary eq true]', A], ['emails[value eq "bob@example.com" and primary eq true]', []],
  ]);
});

test('moments compare by time', async () => {
  const { created } = ann.meta;
  const shifted = new Date(Date.parse(created) + 3_600_000).toISOString().replace('Z', '+01:00');
  const [before, after] = ['2001-01-01T00:00:00Z', '2101-01-01T00:00:00Z'];
  await finds([
    [`meta.created gt "${before}"`, [...A, ...B, ...C]], [`meta.created gt "${after}"`, []], [`meta.created le "${after}"`, [...A, ...B, ...C]],
    [`meta.created lt "${before}"`, []], [`meta.lastModified ge "${created}" and id eq "${ann.id}"`, A],
    [`meta.created eq "${shifted}" and id eq "${ann.id}"`, A], [`meta.created ne "${shifted}" and id eq "${ann.id}"`, []],
  ]);
  await refused(['meta.created gt "yesterday"', 'meta.created gt "2011-05-13"']);
});

test('booleans and binaries have no order', async () => {
  for (const operator of ['gt', 'ge', 'lt', 'le'])
    await refused([`active ${operator} true`, `emails.primary ${operator} false`, `x509Certificates.value ${operator} "MIIB"`]);
});

test('and, or, not and parentheses combine', async () => {
  await finds([
    ['title eq "Dr" and active eq true', A], ['title eq "Dr" and active eq false', []], ['title eq "Dr" or title eq "Mr"', [...A, ...B]],
    ['not (title pr)', C],
    ['title eq "Dr" or title eq "Mr" and active eq true', A], ['(title eq "Dr" or title eq "Mr") and active eq false', B],
    ['title eq "Mr" and active eq false or displayName eq "Cho"', [...B, ...C]], ['not (title eq "Dr") and title pr', B],
    ['not (title eq "Dr" or title eq "Mr")', C],
  ]);
});

test('every example of the RFC is understood', async () => {
  for (const filter of [
    'userName eq "bjensen"', 'name.familyName co "O\'Malley"', 'userName sw "J"', `${urn.user}:userName sw "J"`, 'title pr',
    'meta.lastModified gt "2011-05-13T04:42:34Z"', 'meta.lastModified ge "2011-05-13T04:42:34Z"', 'meta.lastModified lt "2011-05-13T04:42:34Z"',
    'meta.lastModified le "2011-05-13T04:42:34Z"', 'title pr and userType eq "Employee"', 'title pr or userType eq "Intern"',
    `schemas eq "${enterprise}"`,
    'userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")',
    'userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")', 'userType eq "Employee" and (emails.type eq "work")',
    'userType eq "Employee" and emails[type eq "work" and value co "@example.com"]',
    'emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]',
  ]) await search(idp, '/Users', { filter });
  await finds([
    ['userType eq "Employee" and emails[type eq "work" and value co "@example.com"]', A], [`schemas eq "${enterprise}"`, B],
    ['emails[type eq "work" and value co "@none"] or ims[type eq "xmpp" and value co "@foo.com"]', A],
    ['userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")', C],
  ]);
});

test('what is not a filter is refused with invalidFilter', async () => {
  await refused([
    ' ', 'title', 'title eq', 'eq "Dr"', 'title is "Dr"', 'title regex "D.*"', 'title eq Dr', 'title eq "Dr', 'title eq "Dr" and', 'and title pr',
    'title pr title pr',
    '(title pr', 'title pr)', 'not title pr', 'title eq "Dr" xor title pr', 'title eq {"a":1}', 'title eq ["Dr"]', 'title co 7', 'active co true',
    'active eq "maybe"',
    '1title pr', 'title pr "Dr"', 'emails[type eq "work"', 'title eq \'Dr\'',
  ]);
  assert.match(await idp.refused(400, 'invalidFilter', 'GET', query('/Users', { filter: 'title regex "D.*"' })), /regex/, 'the refusal says what');
});

test('what a type does not have has no value', async () => {
  const staff = await createGroup(idp, [ann.id]);
  const groups = async (filter) => (await search(idp, '/Groups', { filter: `id eq "${staff.id}" and (${filter})` })).totalResults;

  assert.equal(await groups('userName eq "ann"'), 0);
  assert.equal(await groups('userName pr'), 0);
  assert.equal(await groups('not (userName pr)'), 1);
  assert.equal(await groups('userName pr or displayName pr'), 1);
  assert.equal(await groups('rooms.number pr'), 0);
  await finds([['members pr', []], ['not (rooms.number pr)', [...A, ...B, ...C]], ['urn:example:none:x eq "7"', []]]);
});

test('what the server filled in is compared like what was sent', async () => {
  const plain = await createUser(idp);
  assert.equal(plain.active, true);

  assert.deepEqual(await found(idp, [plain], 'active eq true'), [plain.userName]);
  assert.deepEqual(await found(idp, [plain], 'active pr'), [plain.userName]);
  assert.deepEqual(await found(idp, [plain], `meta.version eq ${JSON.stringify(plain.meta.version)}`), [plain.userName]);
  const group = await createGroup(idp, [plain.id]);
  assert.deepEqual(await found(idp, [plain], `groups.value eq "${group.id}"`), [plain.userName]);
  assert.equal((await search(idp, '/Groups', { filter: `members.type eq "User" and id eq "${group.id}"` })).totalResults, 1);
});

test('a filter has limits', async () => {
  const deep = `${'('.repeat(33)}title pr${')'.repeat(33)}`;
  const many = Array.from({ length: 201 }, () => 'title pr').join(' or ');
  await refused([deep, many, `title eq "${'x'.repeat(9000)}"`]);
  assert.equal((await search(idp, '/Users', { filter: `userName eq "${freshName('nobody')}"` })).totalResults, 0);
  await idp.get(pathOf(ann));
});
