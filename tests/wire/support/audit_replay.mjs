// Replays an audit log: event by event, a directory is rebuilt from nothing but what the log says, and the laws of the switch
// are held at each. In the end it can be compared with the directory that is there.
import assert from 'node:assert/strict';
import { matched, mustBeRefused, refusedBySwitch } from './audit.mjs';

const sorted = (ids) => [...ids].sort();
const withoutLogon = ({ active, ...document }) => document; // both sides write it, and no rollback touches it

// By how much an operation moves a version: what changed without an event would leave a gap. A rollback counts a group's
// attributes and its members; a password is in no version.
const version_steps = { SetSCIMSynchronizationStatus: [1, 2], ResetUserPassword: [0] };
const nextVersion = (before, after, operation) => (version_steps[operation] ?? [1]).includes(after - before);

class Replica {
  constructor() {
    this.status = 'Enabled';
    this.flips = 0;
    this.entities = new Map(); // id → {type, document, version, members, provision, upstream}; of who is there
    this.away = new Map(); // synchronized ones that were deleted by hand
    this.provisions = { get: (id) => (this.entities.get(id) ?? this.away.get(id))?.provision };
  }

  apply(event) {
    for (const change of event.Changes) {
      if (change.EntityType === 'Directory') this.flip(change, event);
      else this[change.Change](change, event);
      if (event.Author === 'IdP' && this.entities.has(change.EntityId)) this.agree(this.entities.get(change.EntityId));
    }
    if (event.Operation === 'SetSCIMSynchronizationStatus' && this.status === 'Enabled') this.expectNoDrift(event);
  }

  // What the identity provider has said last.
  agree(entity) { entity.upstream = { document: withoutLogon(entity.document), members: new Set(entity.members) }; }

  flip({ Before, After }, event) {
    assert.equal(Before.SCIMSynchronizationStatus, this.status, `event ${event.EventId}`);
    this.status = After.SCIMSynchronizationStatus;
    ++this.flips;
  }

  Created({ EntityId, EntityType, Version, ProvisionType, After, MembersAdded = [] }) {
    this.entities.set(EntityId, { type: EntityType, document: After, version: Version, provision: ProvisionType, members: new Set(MembersAdded) });
  }

  Updated(change, { EventId, Operation, Author }) {
    const entity = this.entities.get(change.EntityId);
    assert.ok(entity, `event ${EventId} changes ${change.EntityId}, who is not there`);
    assert.ok(nextVersion(entity.version, change.Version, Operation),
      `event ${EventId} changes version ${entity.version} of ${change.EntityId} to ${change.Version}`);
    const takenOver = Author === 'IdP' && change.ProvisionType === 'Synchronized';
    assert.ok(takenOver || change.ProvisionType === entity.provision, `event ${EventId} makes ${change.EntityId} ${change.ProvisionType}`);
    for (const [name, value] of Object.entries(change.Before ?? {}))
      assert.deepEqual(entity.document[name] ?? null, value, `${name} before event ${EventId}`);
    Object.assign(entity, { version: change.Version, provision: change.ProvisionType, document: change.After ?? entity.document });
    this.exchange(entity, change, EventId);
  }

  exchange(entity, { MembersAdded = [], MembersRemoved = [], MemberCount }, EventId) {
    for (const id of MembersRemoved) assert.ok(entity.members.delete(id), `event ${EventId} removes ${id}, who is no member`);
    for (const id of MembersAdded) assert.ok(!entity.members.has(id) && entity.members.add(id), `event ${EventId} adds ${id}, who is a member`);
    if (MemberCount !== undefined) assert.equal(entity.members.size, MemberCount, `members after event ${EventId}`);
  }

  Deleted({ EntityId, Version, Before }, { EventId, Author }) {
    const entity = this.entities.get(EntityId);
    assert.ok(entity, `event ${EventId} deletes ${EntityId}, who is not there`);
    assert.deepEqual([Version, Before], [entity.version, entity.document], `event ${EventId} deletes another one than there was`);
    this.entities.delete(EntityId);
    if (Author === 'Administrator' && entity.provision === 'Synchronized') this.away.set(EntityId, entity);
  }

  Restored(change, { EventId, Operation }) {
    const entity = this.away.get(change.EntityId);
    assert.ok(entity, `event ${EventId} restores ${change.EntityId}, whom nobody deleted by hand`);
    assert.ok(nextVersion(entity.version, change.Version, Operation),
      `event ${EventId} restores version ${entity.version} of ${change.EntityId} as ${change.Version}`);
    this.away.delete(change.EntityId);
    Object.assign(entity, { version: change.Version, document: change.After, members: new Set() });
    this.entities.set(change.EntityId, entity);
    this.exchange(entity, change, EventId);
  }

  // Law 1: Enabled, so everything synchronized is what the identity provider said; members who are gone for good left out.
  expectNoDrift({ EventId }) {
    assert.equal(this.away.size, 0, `event ${EventId} restores all who were deleted by hand`);
    for (const [id, { provision, document, members, upstream }] of this.entities) {
      if (provision !== 'Synchronized') continue;
      assert.deepEqual(withoutLogon(document), upstream.document, `${id} after event ${EventId}`);
      assert.deepEqual(sorted(members), sorted(upstream.members).filter((member) => this.entities.has(member)), `members of ${id} after event ${EventId}`);
    }
  }
}

// What one author was answered before another one asked stands before it.
function expectOrderOfTime(pairs) {
  let latest = pairs[0][1];
  for (const [{ EventId }, answer] of pairs) {
    assert.ok(answer.answered >= latest.sent, `event ${EventId} was answered before ${JSON.stringify(latest)} was sent, and stands after it`);
    if (answer.sent > latest.sent) latest = answer;
  }
}

function expectSameStory(event, answer) {
  const about = `${JSON.stringify(event)}, answered as ${JSON.stringify(answer)}`;
  assert.equal(event.Author, answer.author, about);
  assert.equal(event.Changes.length, event.ChangeCount, about);
  if (answer.code !== undefined) assert.equal(event.ErrorCode, answer.code, about);
  if (event.Outcome === 'Refused') assert.deepEqual(event.Changes, [], `a refusal changes nothing: ${about}`);
  else assert.ok(event.Changes.length > 0, `told, and nothing changed: ${about}`);
}

// Who is accepted stands where the switch lets him, and who is refused by it where it does not. An administrator who asked
// for somebody who was not there may be told so after a flip has brought them back.
function expectJudgedBySwitch(event, answer, { status, provisions }) {
  if (event.Author === 'Administrator' && /^EntityNotExists/.test(event.ErrorCode ?? '')) return;
  assert.equal(refusedBySwitch(answer), mustBeRefused(answer, status, provisions),
    `while ${status} in the log: ${JSON.stringify(event)}, answered as ${JSON.stringify(answer)}`);
}

// Walks the log from a moment when the switch was Enabled and there was nothing: each event stands where its answer is the
// right one. Answers what it came to: {status, flips, entities}.
export function replay(events, answers) {
  const pairs = matched(events, answers);
  expectOrderOfTime(pairs);
  const replica = new Replica();
  for (const [event, answer] of pairs) {
    expectSameStory(event, answer);
    expectJudgedBySwitch(event, answer, replica);
    replica.apply(event);
  }
  return replica;
}

// A resource as SCIM answers it, and an entity as it was replayed, in one form.
export function asReplayed({ id, meta, members, groups, ...document }, provision) {
  return { document: { ...document, ProvisionType: provision }, version: `${meta.version}`, members: (members ?? []).map((one) => one.value).sort() };
}
export function asAnswered({ document, version, members }) {
  return { document, version: `W/"${version}"`, members: sorted(members) };
}
