// What each client makes of a refusal. Code paths out there depend on these members: they are held to their exact form here,
// and answered in one: {code, status, message, requestId, detail (AccessDeniedDetail), retryAfter}.
import assert from 'node:assert/strict';
import openapi_core from '@alicloud/openapi-core';

const request_id = /^[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}$/;

// Anything but an answer of the server's is no refusal: a timeout, a body that the client could not read.
function settled(refusal, error) {
  assert.match(`${refusal.requestId}`, request_id, `no refusal of the server's: ${error.stack}`);
  assert.ok(refusal.message.length > 0, 'a refusal says why');
  return refusal;
}

// pop-core: {name, code, data: the whole answer, entry.response: {statusCode, headers}}, whatever the status.
export function readPopCore(error) {
  const { code, data, entry } = error;
  if (!data || !entry) throw error;
  assert.equal(error.name, `${code}Error`);
  assert.equal(data.Code, code);
  assert.ok(error.message.startsWith(`${data.Message}, URL: `));
  assert.equal(entry.response.headers['x-acs-request-id'], data.RequestId);
  assert.equal(typeof data.HostId, 'string');
  assert.match(data.Recommend, /^https:\/\//);
  const retryAfter = entry.response.headers['x-acs-retry-after'];
  return settled({
    code, status: entry.response.statusCode, message: data.Message, requestId: data.RequestId,
    detail: data.AccessDeniedDetail, retryAfter: retryAfter === undefined ? undefined : Number(retryAfter),
  }, error);
}

// "<Code>: code: <status>, <Message> request id: <RequestId>", as both openapi packages word it.
function readWorded(error) {
  const [, code, status, message, requestId] = /^(.*?): code: (\d+), (.*) request id: (\S+)$/s.exec(error.message) ?? [];
  if (code === undefined) throw error;
  assert.equal(code, error.code);
  return { code, status: Number(status), message, requestId };
}

// openapi-client: {code, data: the whole answer with statusCode, accessDeniedDetail}.
export function readOpenapiClient(error) {
  const worded = readWorded(error);
  assert.deepEqual([error.data.Code, error.data.statusCode, error.data.Message, error.data.RequestId],
    [worded.code, worded.status, worded.message, worded.requestId]);
  return settled({ ...worded, detail: error.accessDeniedDetail }, error);
}

// openapi-core: a ThrottlingError with retryAfter, a ClientError with accessDeniedDetail, or a ServerError.
export function readOpenapiCore(error) {
  const worded = readWorded(error);
  const { ThrottlingError, ClientError, ServerError } = openapi_core;
  const expected = worded.code.includes('Throttling') ? ThrottlingError : worded.status < 500 ? ClientError : ServerError;
  assert.ok(error instanceof expected, `${worded.code} is thrown as ${error.name}`);
  assert.equal(error.name, expected.name);
  assert.equal(error.statusCode, worded.status);
  assert.equal(error.requestId, worded.requestId);
  return settled({ ...worded, detail: error.accessDeniedDetail ?? undefined, retryAfter: error.retryAfter }, error);
}
