// The audit log as a witness: clients that keep what they asked and were answered, the log read to its end, and its events
// walked in the order of their commits, where the switch's state and every entity's provision are known at each.
import assert from 'node:assert/strict';
import { Administrator } from './cloudsso.mjs';
import { IdentityProvider } from './scim.mjs';

// What the switch locks, and the kind of entity that is named as its target.
const lockable = {
  UpdateUser: 'UserId', DeleteUser: 'UserId', UpdateGroup: 'GroupId', DeleteGroup: 'GroupId',
  AddUserToGroup: 'GroupId', RemoveUserFromGroup: 'GroupId',
};
const lock_code = /^OperationDenied\.Synchronized(User|Group)$/;

// The writes of one test, of all its clients: {author, operation, target, requestId, status, code, sent, answered, to}. Two
// of them are in this order for certain if one was answered before the other was sent.
export class Book {
  constructor() {
    this.answers = [];
    this.waiting = [];
  }

  async write(entry, ask, read) {
    const sent = performance.now();
    const answer = await ask();
    this.answers.push({ ...entry, ...read(answer), status: answer.status, sent, answered: performance.now() });
    this.wake();
    return answer;
  }

  // Once `more` further answers have come, whoever's.
  furtherAnswers(more) {
    return new Promise((resolve) => { this.waiting.push({ count: this.answers.length + more, resolve }); this.wake(); });
  }

  wake() {
    const due = ({ count }) => this.answers.length >= count;
    this.waiting.filter(due).forEach(({ resolve }) => resolve());
    this.waiting = this.waiting.filter((one) => !due(one));
  }
}

// Pushes and keeps what came of them. It names every other request itself, as tracing clients do.
export class WitnessedProvider extends IdentityProvider {
  constructor(t, server, book, name) {
    super(t, server);
    Object.assign(this, { book, name, count: 0 });
  }

  ask(method, path, body, headers = {}) {
    if (method === 'GET' || path.endsWith('/.search')) return super.ask(method, path, body, headers);
    const own = ++this.count % 2 === 0 ? { 'X-Request-Id': `${this.name}-${this.count}` } : {};
    const [, collection, target] = path.split('/');
    return this.book.write({ author: 'IdP', operation: `${method} /${collection}`, target }, () => super.ask(method, path, body, { ...headers, ...own }), (answer) => {
      const requestId = answer.headers['x-request-id'];
      if (own['X-Request-Id']) assert.equal(requestId, own['X-Request-Id'], 'a request id that the client chose is taken over');
      return { requestId };
    });
  }
}

export class WitnessedAdministrator extends Administrator {
  constructor(t, server, book) {
    super(t, server);
    this.book = book;
  }

  ask(action, parameters = {}, how = {}) {
    if (/^(Get|List)/.test(action)) return super.ask(action, parameters, how);
    const entry = { author: 'Administrator', operation: action, target: parameters[lockable[action] ?? 'UserId'], to: parameters.SCIMSynchronizationStatus };
    return this.book.write(entry, () => super.ask(action, parameters, how), ({ json }) => ({ requestId: json.RequestId, code: json.Code }));
  }
}

// The rule, in one line each: who is refused by the switch.
function mustBeRefused({ author, operation, target }, status, provisions) {
  if (author === 'IdP') return status === 'Disabled';
  return operation in lockable && status === 'Enabled' && provisions.get(target) === 'Synchronized';
}
const refusedBySwitch = ({ author, status, code }) => (author === 'IdP' ? status === 403 : lock_code.test(code ?? ''));

// What can be said without the log: answers that fell wholly between the answer to one flip and the sending of the next
// are judged by that status. `provisions` are those of entities that keep theirs. Answers how many it judged, by status.
export function judgeByTime(answers, provisions) {
  const flips = answers.filter((one) => one.to !== undefined);
  const judged = { Enabled: 0, Disabled: 0 };
  let last = 0;
  for (const one of answers.filter((other) => other.to === undefined).sort((a, b) => a.sent - b.sent)) {
    while (last + 1 < flips.length && flips[last + 1].answered <= one.sent) ++last;
    const next = flips[last + 1];
    const unsure = one.sent < flips[last].answered || (next !== undefined && one.answered > next.sent);
    const unknown = one.author === 'Administrator' && one.operation in lockable && !provisions.has(one.target);
    if (unsure || unknown) continue;
    const status = flips[last].to;
    assert.equal(refusedBySwitch(one), mustBeRefused(one, status, provisions), `while ${status}: ${JSON.stringify(one)}`);
    ++judged[status];
  }
  return judged;
}

// Every event after `since`, oldest first.
export async function readLog(admin, since = 0) {
  const events = [];
  for (let NextToken = '', more = true; more;) {
    const page = await admin.call('ListAuditEvents', { MaxResults: '100', ...(NextToken ? { NextToken } : {}) });
    const fresh = page.AuditEvents.filter((event) => event.EventId > since);
    events.push(...fresh);
    more = page.IsTruncated && fresh.length === page.AuditEvents.length;
    NextToken = page.NextToken;
  }
  events.reverse();
  for (let i = 1; i < events.length; ++i) assert.ok(events[i - 1].EventId < events[i].EventId, 'events count up, and are listed newest first');
  return events;
}

// Every answer has one event, and every event is an answer's. Answers [[event, answer]] in the order of the log.
export function matched(events, answers) {
  const byRequest = new Map(answers.map((answer) => [answer.requestId, answer]));
  assert.equal(byRequest.size, answers.length, 'every answer has a request id of its own');
  const pairs = events.map((event) => {
    const answer = byRequest.get(event.RequestId);
    assert.ok(answer, `an event that nobody asked for, or the second one of its request: ${JSON.stringify(event)}`);
    byRequest.delete(event.RequestId);
    return [event, answer];
  });
  assert.equal(byRequest.size, 0, `answered without an event: ${JSON.stringify([...byRequest.values()].slice(0, 3))}`);
  return pairs;
}

function expectSameStory(event, answer) {
  const about = `${JSON.stringify(event)} was answered as ${JSON.stringify(answer)}`;
  assert.equal(event.Author, answer.author, about);
  assert.equal(event.Operation, answer.operation, about);
  assert.equal(event.Outcome, answer.status < 400 ? 'Success' : 'Refused', about);
  if (answer.target) assert.equal(event.TargetId, answer.target, about);
  if (event.Outcome === 'Refused') assert.deepEqual(event.Changes ?? [], [], `a refusal changes nothing: ${about}`);
}

// What one author was answered before another one asked stands before it.
function expectOrderOfTime(pairs) {
  let latest = pairs[0][1];
  for (const [event, answer] of pairs) {
    assert.ok(answer.answered >= latest.sent, `event ${event.EventId} was answered before ${JSON.stringify(latest)} was sent, and stands after it`);
    if (answer.sent > latest.sent) latest = answer;
  }
}

// A user or group that is gone for good has no provision any more; one that was deleted by hand comes back with a rollback.
function note(event, provisions) {
  for (const { EntityId, EntityType, Change, ProvisionType } of event.Changes ?? []) {
    if (!['User', 'Group'].includes(EntityType)) continue;
    const comesBack = event.Author === 'Administrator' && provisions.get(EntityId) === 'Synchronized';
    if (Change !== 'Deleted') provisions.set(EntityId, ProvisionType);
    else if (!comesBack) provisions.delete(EntityId);
  }
}

// Walks the log from a moment when the switch was Enabled and there was nothing: each event stands where its answer is the
// right one. Answers what it came to: {status, provisions (id → ProvisionType, of who is there while Enabled), flips}.
export function replay(events, answers) {
  const pairs = matched(events, answers);
  expectOrderOfTime(pairs);
  const state = { status: 'Enabled', provisions: new Map(), flips: 0 };
  for (const [event, answer] of pairs) {
    expectSameStory(event, answer);
    assert.equal(refusedBySwitch(answer), mustBeRefused(answer, state.status, state.provisions),
      `while ${state.status} in the log: ${JSON.stringify(event)}, answered as ${JSON.stringify(answer)}`);
    note(event, state.provisions);
    if (answer.to === undefined || answer.to === state.status || answer.status !== 200) continue;
    state.status = answer.to;
    ++state.flips;
  }
  return state;
}
