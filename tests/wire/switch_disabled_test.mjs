// While the switch is Disabled nothing can be pushed: whoever, whatever, wherever to, the answer is 403, and the
// directory is what it was. Reading goes on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { IdentityProvider, groupBody, memberIds, patchBody, userBody } from './support/scim.mjs';
import { startServer } from './support/server.mjs';

async function aDisabledDirectory(t) {
  const server = await startServer(t);
  const idp = new IdentityProvider(t, server);
  const admin = new Administrator(t, server);
  const ann = await idp.push('/Users', userBody('ann', { displayName: 'Ann' }));
  const staff = await idp.push('/Groups', groupBody('Staff', [ann.id]));
  const mia = await admin.createUser('mia');
  await admin.switchTo('Disabled');
  return { idp, admin, ann, staff, mia };
}

// Ids that are there, of the right form but nobody's, and of no form of ours.
const idsOf = (collection, known) => [known, `${collection === '/Users' ? 'u' : 'g'}-00000000000000000000`, 'bm9ib2R5', '%20'];

const bodies = (collection) => [
  collection === '/Users' ? userBody('zoe') : groupBody('Zoo'),
  collection === '/Users' ? userBody('ann') : groupBody('Staff'), // a name that is taken
  patchBody({ op: 'replace', path: 'displayName', value: 'Else' }),
  patchBody({ op: 'replace', path: 'displayName', value: collection === '/Users' ? 'Ann' : 'Staff' }), // changes nothing
  patchBody({ op: 'shake', path: '][' }),
  '{"userName": ', '[]', 'null', '"text"', '',
];

test('every kind of push is refused and changes nothing', async (t) => {
  const { idp, ann, staff, mia } = await aDisabledDirectory(t);
  const before = await idp.everything();

  for (const [collection, known] of [['/Users', ann.id], ['/Users', mia.UserId], ['/Groups', staff.id]]) {
    for (const body of bodies(collection)) {
      await idp.refused(403, undefined, 'POST', collection, body);
      for (const id of idsOf(collection, known))
        for (const method of ['PUT', 'PATCH']) await idp.refused(403, undefined, method, `${collection}/${id}`, body);
    }
    for (const id of idsOf(collection, known)) await idp.refused(403, undefined, 'DELETE', `${collection}/${id}`);
  }
  await idp.refused(403, undefined, 'PATCH', `/Groups/${staff.id}`, patchBody({ op: 'add', path: 'members', value: [{ value: mia.UserId }] }));
  await idp.refused(403, undefined, 'PUT', `/Users/${ann.id}`, userBody('ann', { displayName: 'Else' }), { 'If-Match': 'W/"0"' });

  assert.deepEqual(await idp.everything(), before);
});

test('the refusal says that the switch is Disabled', async (t) => {
  const { idp } = await aDisabledDirectory(t);

  assert.match(await idp.refused(403, undefined, 'POST', '/Users', userBody('zoe')), /Disabled|disabled|switched off/);
});

test('reads, searches and discovery go on', async (t) => {
  const { idp, ann, staff } = await aDisabledDirectory(t);

  assert.equal((await idp.get(`/Users/${ann.id}`)).displayName, 'Ann');
  assert.deepEqual(memberIds(await idp.get(`/Groups/${staff.id}`)), [ann.id]);
  assert.equal((await idp.get('/Users')).totalResults, 2);
  assert.equal((await idp.get('/Users?filter=userName%20eq%20%22ANN%22')).Resources[0].id, ann.id);
  assert.equal((await idp.get('/Groups?filter=displayName%20eq%20%22Staff%22')).totalResults, 1);
  for (const described of ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas']) await idp.get(described);
  await idp.refused(404, undefined, 'GET', '/Users/u-00000000000000000000');
  assert.equal((await idp.ask('HEAD', '/Users/nobody')).status, 404, 'HEAD is a read too');
});

test('after the switch is on again the same pushes are accepted', async (t) => {
  const { idp, admin, ann } = await aDisabledDirectory(t);

  await admin.switchTo('Enabled');

  await idp.push('/Users', userBody('zoe'));
  assert.equal((await idp.patch(`/Users/${ann.id}`, { op: 'replace', path: 'displayName', value: 'Else' })).displayName, 'Else');
});
