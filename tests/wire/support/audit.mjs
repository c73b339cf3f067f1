// The audit log as a witness: clients that keep what they asked and were answered, the log read to its end, and each event
// put beside the answer it belongs to. What the log then says is replayed by audit_replay.mjs.
import assert from 'node:assert/strict';
import { Administrator } from './cloudsso.mjs';
import { IdentityProvider } from './scim.mjs';

// What the switch locks, and the parameter that names its target.
const lockable = {
  UpdateUser: 'UserId', DeleteUser: 'UserId', UpdateGroup: 'GroupId', DeleteGroup: 'GroupId',
  AddUserToGroup: 'GroupId', RemoveUserFromGroup: 'GroupId',
};
const lock_code = /^OperationDenied\.Synchronized(User|Group)$/;
// These may be accepted and find nothing to do: then there is nothing to tell either.
const may_be_idle = ['PUT /Groups', 'PATCH /Groups', 'UpdateUserStatus', 'AddUserToGroup', 'RemoveUserFromGroup'];

// The writes of one test, of all its clients: {author, steps, requestId, status, code, sent, answered, to}. `steps` are what
// was asked for, {operation, target, status}: of a Bulk request as many as it had. Two answers are in this order for certain
// if one was there before the other was asked for.
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

const idIn = (location) => location?.split('/').at(-1);

// What became of each step of a push. A Bulk request that is refused as a whole is one step.
function stepsOf(method, path, body, { status, json }) {
  const [, collection, target] = path.split('/');
  if (collection !== 'Bulk' || status !== 200) return [{ operation: `${method} /${collection}`, target: target ?? json?.id, status }];
  return body.Operations.map((step, i) => ({
    operation: `${step.method} /${step.path.split('/')[1]}`, target: idIn(json.Operations[i].location), status: Number(json.Operations[i].status),
  }));
}

// Pushes and keeps what came of them. It names every other request itself, as tracing clients do.
export class WitnessedProvider extends IdentityProvider {
  constructor(t, server, book, name) {
    super(t, server);
    Object.assign(this, { book, name, count: 0 });
  }

  ask(method, path, body, headers = {}) {
    if (method === 'GET') return super.ask(method, path, body, headers);
    const own = ++this.count % 2 === 0 ? { 'X-Request-Id': `${this.name}-${this.count}` } : {};
    return this.book.write({ author: 'IdP' }, () => super.ask(method, path, body, { ...headers, ...own }), (answer) => {
      const requestId = answer.headers['x-request-id'];
      if (own['X-Request-Id']) assert.equal(requestId, own['X-Request-Id'], 'a request id that the client chose is taken over');
      return { requestId, steps: stepsOf(method, path, body, answer) };
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
    const asked = { author: 'Administrator', to: parameters.SCIMSynchronizationStatus };
    return this.book.write(asked, () => super.ask(action, parameters, how), ({ status, json }) => {
      const target = parameters[lockable[action] ?? 'UserId'] ?? json.User?.UserId ?? json.Group?.GroupId ?? (asked.to && this.directory);
      return { requestId: json.RequestId, code: json.Code, steps: [{ operation: action, target, status }] };
    });
  }
}

// Whom the switch refuses. `provisions` are those of the entities there are: {get(id)}.
export function mustBeRefused({ author, steps: [{ operation, target }] }, status, provisions) {
  if (author === 'IdP') return status === 'Disabled';
  return operation in lockable && status === 'Enabled' && provisions.get(target) === 'Synchronized';
}
export const refusedBySwitch = ({ author, status, code }) => (author === 'IdP' ? status === 403 : lock_code.test(code ?? ''));

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
    const [{ operation, target }] = one.steps;
    const unknown = one.author === 'Administrator' && operation in lockable && !provisions.has(target);
    if (unsure || unknown) continue;
    const status = flips[last].to;
    assert.equal(refusedBySwitch(one), mustBeRefused(one, status, provisions), `while ${status}: ${JSON.stringify(one)}`);
    ++judged[status];
  }
  return judged;
}

// Every event after `since`, in the order of the commits. The list is by time, newest first.
export async function readLog(admin, since = 0) {
  const events = [];
  for (let NextToken, more = true; more;) {
    const page = await admin.call('ListAuditEvents', { MaxResults: '100', ...(NextToken ? { NextToken } : {}) });
    events.push(...page.AuditEvents);
    [more, NextToken] = [page.IsTruncated, page.NextToken];
  }
  for (let i = 1; i < events.length; ++i) assert.ok(events[i - 1].Time >= events[i].Time, `event ${events[i].EventId} is listed after an older one`);
  events.sort((a, b) => a.EventId - b.EventId);
  for (let i = 1; i < events.length; ++i) assert.ok(events[i - 1].EventId < events[i].EventId, `two events ${events[i].EventId}`);
  return events.filter((event) => event.EventId > since);
}

const fits = (event) => (step) => step.operation === event.Operation && (step.status < 400) === (event.Outcome === 'Success')
  && (step.target === undefined || step.target === event.TargetId);

// Puts each event beside its answer: [[event, answer]] in the order of the log. Every step of an answer has exactly one event,
// unless it was accepted and found nothing to do, and every event is of a step; those of one request are next to each other.
export function matched(events, answers) {
  const open = new Map(answers.map((answer) => [answer.requestId, { answer, steps: [...answer.steps] }]));
  assert.equal(open.size, answers.length, 'every answer has a request id of its own');
  const pairs = events.map((event, i) => {
    const asked = open.get(event.RequestId);
    const place = asked?.steps.findIndex(fits(event)) ?? -1;
    assert.ok(place >= 0, `an event that no answer explains: ${JSON.stringify(event)}, answered as ${JSON.stringify(asked?.answer)}`);
    const isFirst = asked.last === undefined;
    assert.ok(isFirst || asked.last === events[i - 1], `torn apart: ${JSON.stringify(event)}`);
    asked.steps.splice(place, 1);
    asked.last = event;
    return [event, asked.answer];
  });
  for (const { answer, steps } of open.values()) {
    const untold = steps.filter((step) => step.status >= 400 || !may_be_idle.includes(step.operation));
    assert.equal(untold.length, 0, `no event: ${JSON.stringify(untold)} of ${JSON.stringify(answer)}`);
  }
  return pairs;
}
