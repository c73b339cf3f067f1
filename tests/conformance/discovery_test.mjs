// /ServiceProviderConfig, /ResourceTypes and /Schemas: RFC 7643 sections 5 and 6, RFC 7644 sections 3.2 and 4.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdentityProvider, patchBody, urn } from '../wire/support/scim.mjs';
import { createUser, enterprise, pathOf, query, search, strictServer } from './support.mjs';

const { server, idp } = await strictServer();

const collections = ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'];
const kind = (name) => `urn:ietf:params:scim:schemas:core:2.0:${name}`;

test('the configuration has every required member with its type', async () => {
  const said = await idp.get('/ServiceProviderConfig');

  assert.deepEqual(said.schemas, [kind('ServiceProviderConfig')]);
  for (const name of ['patch', 'bulk', 'filter', 'changePassword', 'sort', 'etag']) assert.equal(typeof said[name].supported, 'boolean', name);
  for (const number of [said.bulk.maxOperations, said.bulk.maxPayloadSize, said.filter.maxResults]) assert.ok(Number.isInteger(number) && number > 0);
  assert.ok(said.authenticationSchemes.length > 0);
  for (const scheme of said.authenticationSchemes) {
    assert.ok(['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest'].includes(scheme.type));
    for (const name of ['name', 'description']) assert.ok(scheme[name].length > 0, name);
    for (const name of ['specUri', 'documentationUri']) if (name in scheme) assert.ok(URL.canParse(scheme[name]), name);
  }
  assert.equal(said.meta.resourceType, 'ServiceProviderConfig');
  assert.equal(said.meta.location, `${idp.client.base.origin}/scim/v2/ServiceProviderConfig`);
});

test('what the configuration promises is kept', async () => {
  const said = await idp.get('/ServiceProviderConfig');
  const ann = await createUser(idp, { title: 'Dr' });
  const bulk = { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations: [{ method: 'GET', path: pathOf(ann) }] };
  const works = async (...asked) => (await idp.ask(...asked)).status < 300;

  assert.equal(await works('PATCH', pathOf(ann), patchBody({ op: 'replace', path: 'title', value: 'Prof' })), said.patch.supported);
  assert.equal(await works('POST', '/Bulk', bulk), said.bulk.supported);
  assert.equal(await works('GET', query('/Users', { filter: 'title pr' })), said.filter.supported);
  assert.equal(await works('PATCH', pathOf(ann), patchBody({ op: 'replace', path: 'password', value: 'secret-7' })), said.changePassword.supported);
  assert.equal('etag' in (await idp.ask('GET', pathOf(ann))).headers, said.etag.supported);
  const [bob, sorted] = [await createUser(idp, { title: 'A' }), await search(idp, '/Users', { sortBy: 'title' })];
  assert.equal(sorted.Resources[0].id === bob.id, said.sort.supported);
});

test('every resource type has what the RFC requires', async () => {
  const { Resources } = await idp.get('/ResourceTypes');

  assert.deepEqual(Resources.map(({ name }) => name).sort(), ['Group', 'User']);
  for (const one of Resources) {
    assert.deepEqual(one.schemas, [kind('ResourceType')]);
    assert.equal(one.endpoint, `/${one.name}s`);
    assert.ok(one.description.length > 0);
    assert.equal(one.schema, kind(one.name));
    for (const extension of one.schemaExtensions ?? []) {
      assert.match(extension.schema, /^urn:/);
      assert.equal(typeof extension.required, 'boolean');
    }
    assert.equal(one.meta.resourceType, 'ResourceType');
    assert.equal(one.meta.location, `${idp.client.base.origin}/scim/v2/ResourceTypes/${one.name}`);
  }
});

test('every schema a resource type names is there', async () => {
  const { Resources } = await idp.get('/ResourceTypes');
  const named = Resources.flatMap(({ schema, schemaExtensions = [] }) => [schema, ...schemaExtensions.map((one) => one.schema)]);

  assert.ok(named.includes(urn.user) && named.includes(urn.group) && named.includes(enterprise));
  for (const id of named) assert.equal((await idp.get(`/Schemas/${id}`)).id, id);
});

test('every schema URI that any resource names is there', async () => {
  const resources = [await createUser(idp), await idp.get('/ServiceProviderConfig')];
  for (const path of ['/ResourceTypes', '/Schemas']) resources.push(...(await idp.get(path)).Resources);
  const advertised = (await idp.get('/Schemas')).Resources.map(({ id }) => id);

  for (const id of new Set(resources.flatMap(({ schemas }) => schemas))) {
    assert.ok(advertised.includes(id), id);
    assert.equal((await idp.get(`/Schemas/${id}`)).id, id);
  }
});

// What of a value its schema does not declare, or declares to be of another type or required.
function misfits(value, attributes, at = '') {
  const types = { string: 'string', reference: 'string', boolean: 'boolean', integer: 'number', complex: 'object' };
  const missing = attributes.filter(({ name, required }) => required && !(name in value)).map(({ name }) => `${at}${name} is missing`);
  return missing.concat(Object.entries(value).flatMap(([name, one]) => {
    const said = attributes.find((attribute) => attribute.name === name);
    if (!said) return [`${at}${name} is not declared`];
    if (Array.isArray(one) !== said.multiValued) return [`${at}${name} is a list, or should be one`];
    return [one].flat().flatMap((each) => (typeof each !== types[said.type] ? [`${at}${name} is a ${typeof each}`]
      : misfits(said.type === 'complex' ? each : {}, said.subAttributes ?? [], `${at}${name}.`)));
  }));
}

test('what is discovered is as its schema says', async () => {
  const [types, schemas] = [(await idp.get('/ResourceTypes')).Resources, (await idp.get('/Schemas')).Resources];
  for (const { schemas: [urnOfIt], meta, ...one } of [await idp.get('/ServiceProviderConfig'), ...types, ...schemas]) {
    const { attributes } = structuredClone(schemas.find(({ id }) => id === urnOfIt));
    const { subAttributes } = attributes.find(({ name }) => name === 'attributes') ?? {};
    // "subAttributes" has the same sub-attributes as "attributes", itself included (RFC 7643 section 7).
    if (subAttributes) subAttributes.find(({ name }) => name === 'subAttributes').subAttributes = subAttributes;
    assert.deepEqual(misfits(one, attributes), [], meta.location);
  }
});

test('no extension is required, and resources do without', async () => {
  const { Resources } = await idp.get('/ResourceTypes');

  for (const { schemaExtensions = [] } of Resources) for (const { required } of schemaExtensions) assert.equal(required, false);
  assert.deepEqual((await createUser(idp)).schemas, [urn.user]);
});

test('every endpoint is there', async () => {
  const { Resources } = await idp.get('/ResourceTypes');
  for (const { endpoint } of Resources) await idp.get(endpoint);
  for (const path of collections) await idp.get(path);
  for (const path of ['/Bulk', '/.search', '/Users/.search', '/Groups/.search']) {
    const { status, headers } = await idp.ask('DELETE', path);
    assert.equal(status, 405, path);
    assert.match(headers.allow, /POST/, path);
  }
});

test('schemas and resource types come as lists', async () => {
  for (const path of ['/Schemas', '/ResourceTypes']) {
    const list = await idp.get(path);
    assert.deepEqual(list.schemas, [urn.list]);
    assert.equal(list.totalResults, list.Resources.length);
  }
  const { Resources } = await idp.get('/Schemas');
  for (const id of [urn.user, urn.group, enterprise]) assert.ok(Resources.some((one) => one.id === id), id);
});

test('one schema or resource type is read by its id', async () => {
  for (const path of ['/Schemas', '/ResourceTypes'])
    for (const one of (await idp.get(path)).Resources) assert.deepEqual(await idp.get(`${path}/${one.id}`), one);
  await idp.refused(404, undefined, 'GET', '/Schemas/urn:example:none');
  await idp.refused(404, undefined, 'GET', '/ResourceTypes/Robot');
});

test('messages are no schemas', async () => {
  const { Resources } = await idp.get('/Schemas');

  assert.ok(!Resources.some(({ id }) => /:api:/.test(id)));
  for (const id of [urn.patch, urn.list, urn.error]) await idp.refused(404, undefined, 'GET', `/Schemas/${id}`);
});

test('the common attributes belong to no schema', async () => {
  for (const id of [urn.user, urn.group, enterprise])
    for (const { name } of (await idp.get(`/Schemas/${id}`)).attributes) assert.ok(!['schemas', 'id', 'externalId', 'meta'].includes(name));
});

test('discovery needs no credential', async (t) => {
  const stranger = new IdentityProvider(t, server, { token: null });

  for (const path of [...collections, `/Schemas/${urn.user}`, '/ResourceTypes/User']) await stranger.get(path);
  await stranger.refused(401, undefined, 'GET', '/Users');
});

test('discovery takes no other method than GET', async () => {
  for (const path of [...collections, `/Schemas/${urn.user}`, '/ResourceTypes/User'])
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const { status, headers } = await idp.ask(method, path, method === 'DELETE' ? undefined : {});
      assert.equal(status, 405, `${method} ${path}`);
      assert.match(headers.allow, /GET/);
    }
});

test('parameters of queries are ignored, but a filter is refused with 403', async () => {
  const parameters = { count: 1, startIndex: 2, sortBy: 'id', sortOrder: 'descending', cursor: '' };
  for (const path of collections) {
    assert.deepEqual(await search(idp, path, parameters), await idp.get(path));
    await idp.refused(403, undefined, 'GET', query(path, { filter: 'id pr' }));
  }
  await idp.refused(403, undefined, 'GET', query(`/Schemas/${urn.user}`, { filter: 'id pr' }));
});
