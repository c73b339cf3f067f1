// The attributes of users: RFC 7643 section 4.1.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { patchBody, urn, userBody } from '../wire/support/scim.mjs';
import { createGroup, createUser, found, freshName, pathOf, patch, query, read, search, strictServer } from './support.mjs';

const { idp } = await strictServer();

// Every attribute of the core schema that a client can write and read.
const everything = {
  name: { formatted: 'Dr. Ann Bo Lee, III', familyName: 'Lee', givenName: 'Ann', middleName: 'Bo', honorificPrefix: 'Dr.', honorificSuffix: 'III' },
  displayName: 'Ann Lee', nickName: 'Annie', profileUrl: 'https://example.com/ann', title: 'Vice President', userType: 'Employee',
  preferredLanguage: 'da, en-GB;q=0.8', locale: 'en-GB', timezone: 'Europe/London', active: false,
  emails: [{ value: 'ann@example.com', display: 'Ann', type: 'work', primary: true }, { value: 'ann@home.example', type: 'home' }],
  phoneNumbers: [{ value: 'tel:+1-201-555-0123', display: '555-0123', type: 'mobile', primary: true }],
  ims: [{ value: 'ann', display: 'Ann', type: 'xmpp', primary: true }],
  photos: [{ value: 'https://example.com/ann.png', display: 'Ann', type: 'photo', primary: true }],
  addresses: [{
    formatted: '1 High Street\nLondon', streetAddress: '1 High Street', locality: 'London', region: 'Greater London', postalCode: 'E1 6AN',
    country: 'GB', type: 'work', primary: true,
  }],
  entitlements: [{ value: 'printing', display: 'Printing', type: 'office', primary: true }],
  roles: [{ value: 'Student', display: 'A student', type: 'school', primary: true }],
  x509Certificates: [{ value: 'MIIDQzCCAqygAwIBAgICEAAwDQYJ', display: 'Key', type: 'signing', primary: true }],
};

test('every attribute of the core schema is kept', async () => {
  const ann = await createUser(idp, everything);
  const later = await read(idp, ann);

  for (const [name, value] of Object.entries(everything)) {
    assert.deepEqual(ann[name], value, name);
    assert.deepEqual(later[name], value, name);
  }
});

test('a user without a userName is refused', async () => {
  for (const userName of [undefined, null, ''])
    await idp.refused(400, 'invalidValue', 'POST', '/Users', userBody(userName, { displayName: 'Nobody' }));
  const ann = await createUser(idp);
  await idp.refused(400, 'invalidValue', 'PUT', pathOf(ann), { schemas: [urn.user], displayName: 'Ann' });
  assert.equal((await read(idp, ann)).userName, ann.userName);
});

test('a userName is taken once, whatever its case', async () => {
  const [ann, bob] = [await createUser(idp), await createUser(idp)];

  for (const userName of [ann.userName, ann.userName.toUpperCase()]) {
    await idp.refused(409, 'uniqueness', 'POST', '/Users', userBody(userName));
    await idp.refused(409, 'uniqueness', 'PUT', pathOf(bob), userBody(userName));
    await idp.refused(409, 'uniqueness', 'PATCH', pathOf(bob), patchBody({ op: 'replace', path: 'userName', value: userName }));
  }
  assert.equal((await patch(idp, ann, { op: 'replace', path: 'userName', value: ann.userName.toUpperCase() })).userName, ann.userName.toUpperCase());
});

test('name and displayName come back as the client gave them', async () => {
  const odd = { name: { formatted: 'Somebody Else', givenName: 'Ann' }, displayName: 'The Boss' };
  const ann = await createUser(idp, odd);

  assert.deepEqual(ann.name, odd.name);
  assert.equal(ann.displayName, 'The Boss');
  assert.ok(!('displayName' in await createUser(idp, { name: odd.name })));
});

test('active is a boolean that is kept', async () => {
  assert.equal((await createUser(idp, { active: false })).active, false);
  const ann = await createUser(idp, { active: true });
  assert.equal(ann.active, true);
  assert.equal((await patch(idp, ann, { op: 'replace', path: 'active', value: false })).active, false);
  assert.deepEqual(await found(idp, [ann], 'active eq false'), [ann.userName], 'who is inactive is there to be found');
});

test('a password never comes back', async () => {
  const secret = 'correct-horse-7';
  const silent = (answer) => {
    assert.ok(answer.status < 300, answer.text);
    assert.ok(!answer.text.includes(secret) && !/"password"/i.test(answer.text), answer.text);
    assert.ok(!/\$argon2|\$2[aby]\$|pbkdf2/.test(answer.text), 'nor does its digest');
  };
  const made = await idp.ask('POST', '/Users?attributes=password', userBody(freshName('user'), { password: secret }));
  silent(made);
  const path = `/Users/${made.json.id}`;
  const { userName } = (await idp.get(path));

  for (const [method, at, body] of [
    ['GET', path], ['GET', `${path}?attributes=password`], ['GET', query('/Users',
    { filter: `userName eq "${userName}"`, attributes: 'password,userName' })],
    ['PUT', `${path}?attributes=password`, userBody(userName, { password: secret })],
    ['PATCH', `${path}?attributes=password`, patchBody({ op: 'replace', path: 'password', value: secret })],
    ['PATCH', path, patchBody({ op: 'replace', value: { password: secret } })],
  ]) silent(await idp.ask(method, at, body));
  const sought = await idp.ask('GET', query('/Users', { filter: `password sw "${secret.slice(0, 4)}"` }));
  assert.equal(sought.json.scimType, 'invalidFilter', 'nor can it be found out by filters');
});

test('a password of any quality is taken', async () => {
  for (const password of ['x', 'Tr0ub4dor&3', '\u5bc6\u7801', 'a b', 'p'.repeat(200)]) await createUser(idp, { password });
});

test('an e-mail, a telephone number and an address for messages are kept as they were sent', async () => {
  const sent = {
    emails: [{ value: 'Ann@EXAMPLE.com' }, { value: 'no address' }], phoneNumbers: [{ value: '555 01 23' }], ims: [{ value: 'Ann  LEE' }],
  };
  const ann = await createUser(idp, sent);

  for (const [name, value] of Object.entries(sent)) assert.deepEqual(ann[name], value, name);
  assert.deepEqual(await found(idp, [ann], 'emails.value eq "ann@example.com" and ims.value eq "ann  lee"'), [ann.userName]);
});

test('a country is taken as it is sent', async () => {
  for (const country of ['SE', 'Sweden']) assert.equal((await createUser(idp, { addresses: [{ country }] })).addresses[0].country, country);
});

test('groups lists the groups a user is in, directly and through others', async () => {
  const ann = await createUser(idp);
  const inner = await createGroup(idp, [ann.id]);
  const outer = await createGroup(idp, [inner.id]);

  const { groups } = await read(idp, ann);

  const by = Object.fromEntries(groups.map((one) => [one.value, one]));
  assert.deepEqual(Object.keys(by).sort(), [inner.id, outer.id].sort());
  assert.equal(by[inner.id].type, 'direct');
  assert.equal(by[outer.id].type, 'indirect');
  for (const group of [inner, outer]) {
    assert.equal(by[group.id].display, group.displayName);
    assert.equal(by[group.id].$ref, group.meta.location);
  }
  await patch(idp, inner, { op: 'remove', path: `members[value eq "${ann.id}"]` });
  assert.ok(!('groups' in await read(idp, ann)), 'a direct membership is the client\'s to end');
});

test('groups cannot be written', async () => {
  const [ann, staff] = [await createUser(idp), await createGroup(idp)];
  const made = await createUser(idp, { groups: [{ value: staff.id }] });
  const replaced = await idp.replace(pathOf(ann), userBody(ann.userName, { groups: [{ value: staff.id }] }));

  for (const one of [made, replaced]) assert.ok(!('groups' in one), 'ignored in POST and PUT');
  for (const op of ['add', 'replace'])
    await idp.refused(400, 'mutability', 'PATCH', pathOf(ann), patchBody({ op, path: 'groups', value: [{ value: staff.id }] }));
  await idp.refused(400, 'mutability', 'PATCH', pathOf(ann), patchBody({ op: 'remove', path: 'groups' }));
  assert.ok(!('members' in await read(idp, staff)));
  assert.equal((await search(idp, '/Users', { filter: `groups.value eq "${staff.id}"` })).totalResults, 0);
});
