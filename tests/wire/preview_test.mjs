// The preview against what enabling then did: everything is read over HTTP before and after, and what was announced is
// what came about, in every entity and in no other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Administrator } from './support/cloudsso.mjs';
import { IdentityProvider, groupBody, userBody } from './support/scim.mjs';
import { startServer, temporaryFolder } from './support/server.mjs';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const action = 'PreviewSCIMSynchronization';

async function aDirectory(t) {
  const server = await startServer(t, { data: temporaryFolder(t) });
  const idp = new IdentityProvider(t, server);
  const admin = new Administrator(t, server);
  const annBody = userBody('ann', {
    externalId: '00u1', displayName: 'Ann', name: { givenName: 'Ann', familyName: 'Ash' },
    emails: [{ value: 'ann@example.com', type: 'work', primary: true }],
  });
  annBody.schemas.push(enterprise);
  annBody[enterprise] = { department: 'Tools', manager: { value: '7', $ref: 'https://example.com/7' } };
  const user = async (body) => (await idp.push('/Users', body)).id;
  const id = { ann: await user(annBody), bob: await user(userBody('bob', { displayName: 'Bob' })), cyd: await user(userBody('cyd')) };
  const group = async (...body) => (await idp.push('/Groups', groupBody(...body))).id;
  id.staff = await group('Staff', [id.ann, id.bob]);
  id.ops = await group('Ops', [id.bob]);
  id.quiet = await group('Quiet', [id.cyd]);
  id.mia = (await admin.createUser('mia')).UserId;
  return { idp, admin, id };
}

async function editByHand({ admin, id }) {
  await admin.call('UpdateUser', { UserId: id.ann, NewDisplayName: 'Anna', NewFirstName: '', NewEmail: 'anna@example.com', NewDescription: 'by hand' });
  for (const group of [id.staff, id.ops]) await admin.leave(group, id.bob);
  await admin.call('DeleteUser', { UserId: id.bob });
  await admin.call('DeleteGroup', { GroupId: id.ops });
  await admin.call('UpdateGroup', { GroupId: id.staff, NewGroupName: 'Personnel' });
  await admin.join(id.staff, id.mia);
  await admin.join(id.quiet, id.mia);
  await admin.leave(id.quiet, id.mia);
}

// All entities, page by page, with the totals of the last page.
async function previewOf(admin, size = 100) {
  const entities = [];
  for (let token; ;) {
    const page = await admin.call(action, { MaxResults: String(size), ...(token ? { NextToken: token } : {}) });
    assert.equal(page.IsTruncated, 'NextToken' in page);
    entities.push(...page.Entities);
    token = page.NextToken;
    if (!token) return { ...page, Entities: entities };
  }
}

// The resource as it was, changed as announced. Description is not SCIM's.
function afterAnnounced(before, entity) {
  const after = structuredClone(before ?? {});
  for (const { Name, UpstreamValue } of entity.Attributes) {
    if (Name === 'Description') continue;
    const extension = Name.startsWith(`${enterprise}:`);
    const home = extension ? (after[enterprise] ??= {}) : after;
    const key = extension ? Name.slice(enterprise.length + 1) : Name;
    if (UpstreamValue === undefined) delete home[key];
    else home[key] = UpstreamValue;
  }
  return after;
}

// Without what other resources say in it, and what a rollback makes anew.
function ownContent({ meta, schemas, groups, members, id, active, ...content }) { return content; }
const memberSet = (resource) => (resource?.members ?? []).map((member) => member.value).sort();

function expectAnnounced(before, after, preview) {
  const announced = new Map(preview.Entities.map((entity) => [`/${entity.EntityType}s/${entity.EntityId}`, entity]));
  assert.deepEqual([...announced.keys()].filter((path) => !after[path]), [], 'all of them are there');
  for (const [path, resource] of Object.entries(after)) {
    const entity = announced.get(path);
    if (!entity) {
      assert.deepEqual(resource.meta, before[path].meta, `${path} was changed unannounced`);
      continue;
    }
    assert.equal(entity.Changes.includes('Deleted'), !before[path], path);
    assert.deepEqual(ownContent(afterAnnounced(before[path], entity)), ownContent(resource), path);
    assert.equal(entity.Name, resource.userName ?? resource.displayName);
    const gone = entity.MembersToRemove.map((member) => member.MemberId);
    const back = entity.MembersToPutBack.map((member) => member.MemberId);
    assert.deepEqual([...memberSet(before[path]).filter((one) => !gone.includes(one)), ...back].sort(), memberSet(resource), path);
    assert.notEqual(resource.meta.version, before[path]?.meta.version);
  }
}

test('what the preview announced is what enabling does', async (t) => {
  const house = await aDirectory(t);
  const { idp, admin, id } = house;
  await admin.switchTo('Disabled');
  await editByHand(house);

  const preview = await previewOf(admin);
  assert.deepEqual((await previewOf(admin, 1)).Entities, preview.Entities, 'page by page it is the same');
  assert.deepEqual(preview.Entities.map((entity) => [entity.EntityId, entity.Changes]), [
    [id.ann, ['Edited']], [id.bob, ['Deleted']],
    [id.staff, ['Edited', 'MembersChanged']], [id.ops, ['Deleted', 'MembersChanged']],
  ]);
  assert.deepEqual(preview.Totals, {
    UsersEdited: 1, UsersDeleted: 1, GroupsEdited: 1, GroupsDeleted: 1, GroupsWithMembersChanged: 2,
    MembersToRemove: 1, MembersToPutBack: 2, Conflicts: 0,
  });
  const status = await admin.call('GetSCIMSynchronizationStatus');
  assert.deepEqual([status.DriftedUserCount, status.DriftedGroupCount, status.DriftedMembershipCount], [2, 2, 3]);
  const before = await idp.everything();
  await admin.switchTo('Enabled');

  expectAnnounced(before, await idp.everything(), preview);
  assert.equal((await admin.getUser(id.ann)).Description, undefined);
  assert.deepEqual((await previewOf(admin)).Entities, []);
  assert.equal((await admin.call('GetDirectoryStatistics')).DirectoryStatistics.DriftedUserCount, 0);
});

test('a conflict is shown, refused by name, and gone when its advice was followed', async (t) => {
  const house = await aDirectory(t);
  const { admin, id } = house;
  await admin.switchTo('Disabled');
  await editByHand(house);
  const other = (await admin.createUser('BOB')).UserId;

  const [, bob] = (await previewOf(admin)).Entities;
  assert.deepEqual(bob.Changes, ['Deleted', 'Conflict']);
  assert.deepEqual(bob.Conflicts.map(({ Advice, ...one }) => one), [{ EntityId: other, EntityType: 'User', Name: 'BOB' }]);
  assert.match(bob.Conflicts[0].Advice, /^Delete this manual user/);
  const message = await admin.refused(409, 'OperationConflict.SCIMSynchronization', 'SetSCIMSynchronizationStatus', { SCIMSynchronizationStatus: 'Enabled' });
  assert.ok(message.includes(`(${other}) stands in the way of ${id.bob}`), message);

  await admin.call('DeleteUser', { UserId: other });
  assert.equal((await previewOf(admin)).Totals.Conflicts, 0);
  await admin.switchTo('Enabled');
  assert.equal((await admin.getUser(id.bob)).UserName, 'bob');
});

test('XML: the same preview, values of SCIM as elements', async (t) => {
  const house = await aDirectory(t);
  const { admin, id } = house;
  await admin.switchTo('Disabled');
  await admin.leave(id.staff, id.ann);
  await admin.call('DeleteUser', { UserId: id.ann });

  const { headers, text } = await admin.ask(action, {}, { signature: '1.0', format: 'XML' });

  assert.match(headers['content-type'], /^application\/xml/);
  assert.match(text, /^<PreviewSCIMSynchronizationResponse><RequestId>.*<\/PreviewSCIMSynchronizationResponse>$/s);
  assert.equal(text.match(/<Entities>/g).length, 2);
  assert.ok(text.includes('<UsersDeleted>1</UsersDeleted>'));
  assert.ok(text.includes(`<EntityId>${id.ann}</EntityId><EntityType>User</EntityType><Name>ann</Name><Changes>Deleted</Changes>`));
  assert.ok(text.includes(`<Attributes><Name>${enterprise}:manager</Name><UpstreamValue><value>7</value><Member Name="$ref">https://example.com/7</Member></UpstreamValue></Attributes>`), text);
  assert.ok(text.includes(`<MembersToPutBack><MemberId>${id.ann}</MemberId><MemberType>User</MemberType><Name>ann</Name></MembersToPutBack>`));
  expectBalanced(text);
});

// Every element that is opened is closed, in its place, and has a name that XML allows; other names are an attribute.
function expectBalanced(xml) {
  const open = [];
  for (const [, closes, name] of xml.matchAll(/<(\/?)([^ >]*)( Name="[^"<]*")?>/g)) {
    assert.match(name, /^[A-Za-z_][\w.-]*$/);
    if (closes) assert.equal(open.pop(), name);
    else open.push(name);
  }
  assert.deepEqual(open, []);
}
