// Alibaba's published clients in all their ways of signing and sending, each used as its documentation says: neither patched
// nor subclassed. A way opens a client that asks for actions, and reads the errors that its client throws.
import pop_core from '@alicloud/pop-core';
import openapi_client from '@alicloud/openapi-client';
import tea_util from '@alicloud/tea-util';
import openapi_core from '@alicloud/openapi-core';
import darabonba from '@darabonba/typescript';
import { dev } from '../../wire/support/server.mjs';
import { readOpenapiClient, readOpenapiCore, readPopCore } from './client_errors.mjs';

export const version = '2021-05-15';
const timeout = 30_000; // pop-core's own is 3 seconds: a sanitized server on a busy machine may take longer
const timeouts = { readTimeout: timeout, connectTimeout: timeout };

// Members as they would be printed: some clients give them other prototypes.
const plain = (members) => JSON.parse(JSON.stringify(members));

// A way: `open(server, {key, secret})` → {ask(action, parameters, changes)}, which answers the members of the answer or throws
// the client's own error; `read(error)` → {code, status, message, requestId, detail, retryAfter} of such an error.
//
// `changes`, for calls that are to fail, are what clients let their users change: the common parameters timestamp, nonce,
// version, format, signatureMethod, signatureVersion; method; anonymous (nothing is signed); body (what is sent beside the
// parameters in the URL); unsentBody (the same with GET: the clients sign it and do not send it); stream (bytes instead of a
// form). `canChange` names those that the way has.

// 'query': all in the URL; 'form' and 'json': all in the body; 'split': the directory in the URL, the rest in a form.
function placed(where, parameters) {
  if (where === 'query') return { query: parameters };
  if (where !== 'split') return { body: parameters };
  const { DirectoryId, ...rest } = parameters;
  return { query: DirectoryId === undefined ? {} : { DirectoryId }, body: rest };
}

function popCoreWay(method) {
  const named = { timestamp: 'Timestamp', nonce: 'SignatureNonce', format: 'Format', signatureMethod: 'SignatureMethod', signatureVersion: 'SignatureVersion', version: 'Version' };
  return {
    client: 'pop-core', signature: '1.0', method, where: method === 'GET' ? 'query' : 'form', read: readPopCore,
    canChange: [...Object.keys(named), 'method'],
    open(server, { key = dev.key, secret = dev.secret } = {}) {
      const client = new pop_core.RPCClient({ accessKeyId: key, accessKeySecret: secret, endpoint: server.base, apiVersion: version, opts: { timeout } });
      return {
        async ask(action, parameters = {}, changes = {}) {
          const common = Object.entries(changes).filter(([name]) => name in named).map(([name, value]) => [named[name], value]);
          return plain(await client.request(action, { ...parameters, ...Object.fromEntries(common) }, { method: changes.method ?? method }));
        },
      };
    },
  };
}

// What openapi-client and openapi-core have in common: the same names in two packages.
const packages = {
  'openapi-client': {
    Client: openapi_client.default, Config: openapi_client.Config, Params: openapi_client.Params, Request: openapi_client.OpenApiRequest,
    Runtime: tea_util.RuntimeOptions, read: readOpenapiClient,
  },
  'openapi-core': {
    Client: openapi_core.default, Config: openapi_core.$OpenApiUtil.Config, Params: openapi_core.$OpenApiUtil.Params,
    Request: openapi_core.$OpenApiUtil.OpenApiRequest, Runtime: darabonba.RuntimeOptions, read: readOpenapiCore,
  },
};
// Numbers the entries of lists, as the generated SDKs do it for the URL.
export const flat = openapi_core.OpenApiUtil.query;
const bodyChanges = (method, where) => (where !== 'query' ? [] : method === 'GET' ? ['unsentBody'] : ['body']);
const signs = (changes) => (changes.anonymous ? 'Anonymous' : 'AK');
const headersOf = (pairs) => Object.fromEntries(Object.entries(pairs).filter(([, value]) => value !== undefined));

const configured = (from, server, { key = dev.key, secret = dev.secret, ...more } = {}) => new from.Client(new from.Config({
  accessKeyId: key, accessKeySecret: secret, endpoint: new URL(server.base).host, protocol: 'http', ...timeouts, ...more,
}));

function v3Way(name, method, where) {
  const from = packages[name];
  return {
    client: name, signature: 'v3', method, where, read: from.read,
    canChange: ['timestamp', 'nonce', 'version', 'signatureMethod', 'method', 'anonymous', ...bodyChanges(method, where), ...(method === 'POST' ? ['stream'] : [])],
    open(server, options = {}) {
      return {
        async ask(action, parameters = {}, changes = {}) {
          const client = configured(from, server, { ...options, signatureAlgorithm: changes.signatureMethod });
          const { query, body = changes.body ?? changes.unsentBody } = placed(where, parameters);
          const params = new from.Params({
            action, version: changes.version ?? version, protocol: 'HTTPS', pathname: '/', method: changes.method ?? method, style: 'RPC',
            authType: signs(changes), reqBodyType: where === 'json' ? 'json' : 'formData', bodyType: 'json',
          });
          const request = new from.Request({
            query: query && flat(query), body, stream: changes.stream,
            headers: headersOf({ 'x-acs-date': changes.timestamp, 'x-acs-signature-nonce': changes.nonce }),
          });
          return plain((await client.callApi(params, request, new from.Runtime({}))).body);
        },
      };
    },
  };
}

function rpcWay(name, method, where) {
  const from = packages[name];
  const named = { timestamp: 'Timestamp', nonce: 'SignatureNonce', version: 'Version', format: 'Format' };
  return {
    client: name, signature: '1.0', method, where, read: from.read,
    canChange: [...Object.keys(named), 'method', 'anonymous', ...bodyChanges(method, where)],
    open(server, options = {}) {
      const client = configured(from, server, options);
      return {
        async ask(action, parameters = {}, changes = {}) {
          const { query = {}, body = changes.body ?? changes.unsentBody } = placed(where, parameters);
          const common = Object.entries(changes).filter(([one]) => one in named).map(([one, value]) => [named[one], value]);
          const request = new from.Request({ query: { ...flat(query), ...Object.fromEntries(common) }, body });
          const answer = await client.doRPCRequest(
            action, version, 'HTTPS', changes.method ?? method, signs(changes), 'json', request, new from.Runtime({}));
          return plain(answer.body);
        },
      };
    },
  };
}

const openapiWays = (name) => [
  ...[['GET', 'query'], ['POST', 'query'], ['POST', 'form'], ['POST', 'json'], ['POST', 'split']].map(([method, where]) => v3Way(name, method, where)),
  ...[['GET', 'query'], ['POST', 'query'], ['POST', 'form'], ['POST', 'split']].map(([method, where]) => rpcWay(name, method, where)),
];

const named = (way) => ({ ...way, name: `${way.client} ${way.signature} ${way.method} ${way.where}` });
export const ways = [popCoreWay('GET'), popCoreWay('POST'), ...openapiWays('openapi-client'), ...openapiWays('openapi-core')].map(named);
export const waysOf = (client) => ways.filter((way) => way.client === client);
