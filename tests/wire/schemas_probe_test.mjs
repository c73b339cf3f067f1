// /Schemas is taken at its word: for every attribute it advertises, of User, Group and an extension that has one of every
// kind, what it says is tried out. What the test knows besides are the few attributes that others have a hand in.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { literal, otherCase, same, sample, visible, wrongNumber, wrongValues } from './support/probe.mjs';
import { IdentityProvider, patchBody, urn } from './support/scim.mjs';
import { startServer, temporaryFolder } from './support/server.mjs';

const types = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary'];
const probe_urn = 'urn:example:params:scim:schemas:extension:probe:2.0:Everything';

// One of each kind: each type once and as a list; each mutability, returned and uniqueness; and the same inside complex ones.
function everyKind() {
  const simple = types.flatMap((type) => [{ name: `${type}One`, type }, { name: `${type}Many`, type, multiValued: true }]);
  const kinds = [
    { name: 'exact', caseExact: true }, { name: 'exactMany', caseExact: true, multiValued: true },
    { name: 'assigned', mutability: 'readOnly' }, { name: 'assignedMany', mutability: 'readOnly', multiValued: true },
    { name: 'fixed', mutability: 'immutable' }, { name: 'fixedMany', mutability: 'immutable', multiValued: true },
    { name: 'fixedMoment', type: 'dateTime', mutability: 'immutable' }, { name: 'fixedNumber', type: 'integer', mutability: 'immutable' },
    { name: 'secret', mutability: 'writeOnly', returned: 'never' }, { name: 'secretByHalf', mutability: 'writeOnly' },
    { name: 'hidden', returned: 'never' }, { name: 'shown', returned: 'always' }, { name: 'onDemand', returned: 'request' },
    { name: 'onDemandMany', returned: 'request', multiValued: true },
    { name: 'needed', required: true }, { name: 'neededMany', required: true, multiValued: true },
    { name: 'single', uniqueness: 'server' }, { name: 'singleExact', uniqueness: 'global', caseExact: true },
    { name: 'singleMany', uniqueness: 'server', multiValued: true }, { name: 'singleNumber', type: 'integer', uniqueness: 'server' },
    { name: 'advised', canonicalValues: ['a', 'b'] },
    { name: 'link', type: 'reference', referenceTypes: ['User', 'external'] },
  ];
  const parts = [
    ...types.map((type) => ({ name: `${type}Part`, type })),
    { name: 'exactPart', caseExact: true }, { name: 'assignedPart', mutability: 'readOnly' }, { name: 'fixedPart', mutability: 'immutable' },
    { name: 'secretPart', mutability: 'writeOnly' }, { name: 'hiddenPart', returned: 'never' }, { name: 'shownPart', returned: 'always' },
    { name: 'onDemandPart', returned: 'request' }, { name: 'neededPart', required: true }, { name: 'manyPart', multiValued: true },
  ];
  const complex = (name, more, ...added) => ({ name, type: 'complex', ...more, subAttributes: [...parts, ...added] });
  return [
    ...simple, ...kinds,
    complex('whole', {}, { name: 'singlePart', uniqueness: 'server' }),
    complex('wholes', { multiValued: true }, { name: 'value' }, { name: 'primary', type: 'boolean' }, { name: 'singlePart', uniqueness: 'server' }),
    complex('wholeShown', { returned: 'always' }), complex('wholeOnDemand', { returned: 'request' }), complex('wholeHidden', { returned: 'never' }),
    complex('wholeAssigned', { mutability: 'readOnly' }),
  ];
}

// Who has a hand in them besides the engine: the directory's switches, ids of others, what the server assigns.
const elsewhere = new Set(['active', 'members', 'password']);

class Prober {
  constructor(idp, type, schemas) {
    this.idp = idp;
    this.type = type;
    this.schemas = schemas;
    this.core = schemas.find((schema) => schema.id === type.schema);
  }

  pathOf(schema, attribute) { return schema === this.core ? attribute.name : `${schema.id}:${attribute.name}`; }

  // A resource that has what it must have, and `value` at the attribute.
  body(schema, attribute, value) {
    const made = { schemas: [this.core.id] };
    const fill = (into, from) => from.attributes.filter((one) => one.required).forEach((one) => { into[one.name] = sample(one); });
    fill(made, this.core);
    if (schema === this.core) return { ...made, ...(value === undefined ? {} : { [attribute.name]: value }) };
    made.schemas.push(schema.id);
    made[schema.id] = {};
    fill(made[schema.id], schema);
    if (value !== undefined) made[schema.id][attribute.name] = value;
    return made;
  }

  push(body) { return this.idp.push(this.type.endpoint, body); }
  refused(status, scimType, body) { return this.idp.refused(status, scimType, 'POST', this.type.endpoint, body); }
  at(id, query = '') { return this.idp.get(`${this.type.endpoint}/${id}${query}`); }
  held(resource, schema, attribute) { return (schema === this.core ? resource : resource[schema.id])?.[attribute.name]; }
  async asked(id, schema, attribute, query) { return this.held(await this.at(id, query), schema, attribute); }
  patch(id, operation) { return this.idp.ask('PATCH', `${this.type.endpoint}/${id}`, patchBody(operation)); }
  async found(filter) {
    const page = await this.idp.get(`${this.type.endpoint}?attributes=id&filter=${encodeURIComponent(filter)}`);
    return page.Resources.map((one) => one.id);
  }
}

async function probeForm(on, schema, attribute) {
  for (const value of wrongValues(attribute)) await on.refused(400, 'invalidValue', on.body(schema, attribute, value));
  await on.refused(400, 'invalidValue', on.body(schema, attribute, wrongNumber(attribute)));
}

async function probeNothing(on, schema, attribute) {
  for (const nothing of [null, [], undefined]) {
    const body = on.body(schema, attribute, sample(attribute));
    (schema === on.core ? body : body[schema.id])[attribute.name] = nothing;
    if (attribute.required) {
      await on.refused(400, 'invalidValue', body);
    } else {
      const { id } = await on.push(body);
      assert.equal(await on.asked(id, schema, attribute, `?attributes=${on.pathOf(schema, attribute)}`), undefined);
    }
  }
  if (attribute.required || attribute.mutability === 'immutable' || attribute.subAttributes?.some((sub) => sub.mutability === 'immutable')) return;
  for (const nothing of [null, []]) {
    const { id } = await on.push(on.body(schema, attribute, sample(attribute)));
    const where = on.pathOf(schema, attribute);
    const patched = await on.idp.patch(`${on.type.endpoint}/${id}`, { op: 'replace', path: where, value: nothing });
    assert.equal(on.held(patched, schema, attribute), undefined);
    assert.equal(await on.asked(id, schema, attribute, `?attributes=${where}`), undefined);
  }
}

async function probeReturned(on, schema, attribute) {
  const value = sample(attribute);
  const pushed = await on.push(on.body(schema, attribute, value));
  const where = on.pathOf(schema, attribute);
  const shown = visible(attribute, value);
  const ways = {
    '': ['always', 'default'], '?attributes=id': ['always'], [`?attributes=${where}`]: ['always', 'default', 'request'],
    [`?excludedAttributes=${where}`]: ['always'], '?excludedAttributes=meta': ['always', 'default'],
  };
  for (const [query, returned] of Object.entries(ways)) {
    const got = await on.asked(pushed.id, schema, attribute, query);
    if (returned.includes(attribute.returned)) assert.ok(same(got, shown), `${query}: ${JSON.stringify(got)} is not ${JSON.stringify(shown)}`);
    else assert.equal(got, undefined, query);
  }
  const inAnswer = on.held(pushed, schema, attribute) !== undefined;
  assert.equal(inAnswer, ['always', 'default'].includes(attribute.returned), 'the answer to a POST');
  const replaced = await on.idp.replace(`${on.type.endpoint}/${pushed.id}`, on.body(schema, attribute, value));
  assert.equal(on.held(replaced, schema, attribute) !== undefined, inAnswer, 'the answer to a PUT');
  const listed = await on.idp.get(`${on.type.endpoint}?filter=${encodeURIComponent(`id eq "${pushed.id}"`)}`);
  assert.equal(on.held(listed.Resources[0], schema, attribute) !== undefined, inAnswer, 'a list');
}

// Whether a filter finds the value, and in other letters: what caseExact says.
async function probeFilter(on, schema, attribute) {
  const value = sample(attribute);
  const { id } = await on.push(on.body(schema, attribute, value));
  const where = on.pathOf(schema, attribute);
  const text = Array.isArray(value) ? value[0] : value;
  const filter = `${where} eq ${literal(text)}`;
  if (attribute.returned === 'never') {
    await on.idp.refused(400, 'invalidFilter', 'GET', `${on.type.endpoint}?filter=${encodeURIComponent(filter)}`);
    return;
  }
  assert.ok((await on.found(`id eq "${id}" and ${filter}`)).includes(id), filter);
  assert.ok((await on.found(`id eq "${id}" and ${where} pr`)).includes(id), `${where} pr`);
  assert.ok(!(await on.found(`id eq "${id}" and not (${filter})`)).includes(id), `not ${filter}`);
  const turned = attribute.type === 'string' || attribute.type === 'reference' ? otherCase(text) : undefined;
  if (turned !== undefined)
    assert.equal((await on.found(`id eq "${id}" and ${where} eq ${literal(turned)}`)).includes(id), !attribute.caseExact, `caseExact ${attribute.caseExact}`);
}

async function probeReadOnly(on, schema, attribute) {
  const value = sample({ ...attribute, subAttributes: attribute.subAttributes?.map((sub) => ({ ...sub, mutability: 'readWrite' })) });
  const { id } = await on.push(on.body(schema, attribute, value));
  const where = on.pathOf(schema, attribute);
  assert.ok(!same(await on.asked(id, schema, attribute, `?attributes=${where}`), value), 'a readOnly value was taken');
  await on.idp.refused(400, 'mutability', 'PATCH', `${on.type.endpoint}/${id}`, patchBody({ op: 'replace', path: where, value }));
}

async function probeImmutable(on, schema, attribute) {
  const value = sample(attribute);
  const place = (id) => `${on.type.endpoint}/${id}`;
  const where = on.pathOf(schema, attribute);
  const body = on.body(schema, attribute, value);
  const { id } = await on.push(body);
  const other = structuredClone(body);
  (schema === on.core ? other : other[schema.id])[attribute.name] = sample(attribute);
  const without = structuredClone(body);
  delete (schema === on.core ? without : without[schema.id])[attribute.name];
  const now = () => on.asked(id, schema, attribute, `?attributes=${where}`);

  await on.idp.refused(400, 'mutability', 'PUT', place(id), other);
  await on.idp.refused(400, 'mutability', 'PATCH', place(id), patchBody({ op: 'replace', path: where, value: sample(attribute) }));
  await on.idp.refused(400, 'mutability', 'PATCH', place(id), patchBody({ op: 'remove', path: where }));
  await on.idp.replace(place(id), body);
  await on.idp.patch(place(id), { op: 'replace', path: where, value });
  await on.idp.replace(place(id), without);
  assert.ok(same(await now(), value), 'what a PUT leaves out stays');

  const bare = await on.push(on.body(schema, attribute, undefined));
  if (attribute.required) return;
  await on.idp.patch(place(bare.id), { op: 'add', path: where, value });
  await on.idp.refused(400, 'mutability', 'PATCH', place(bare.id), patchBody({ op: 'replace', path: where, value: sample(attribute) }));
}

async function probeRequired(on, schema, attribute) {
  const { id } = await on.push(on.body(schema, attribute, sample(attribute)));
  const removal = await on.patch(id, { op: 'remove', path: on.pathOf(schema, attribute) });
  assert.equal(removal.status, 400, removal.text);
  assert.match(removal.json.scimType, /^(mutability|invalidValue)$/);
}

async function probeUniqueness(on, schema, attribute) {
  const value = sample(attribute);
  const place = await on.push(on.body(schema, attribute, value));
  const unique = attribute.uniqueness !== 'none';
  const again = Array.isArray(value) ? [value[0]] : value;
  if (!unique) {
    await on.push(on.body(schema, attribute, again));
    return;
  }
  await on.refused(409, 'uniqueness', on.body(schema, attribute, again));
  const other = await on.push(on.body(schema, attribute, sample(attribute)));
  const where = on.pathOf(schema, attribute);
  const path = `${on.type.endpoint}/${other.id}`;
  await on.idp.refused(409, 'uniqueness', 'PATCH', path, patchBody({ op: 'replace', path: where, value: again }));
  const turned = otherCase(Array.isArray(value) ? value[0] : value);
  if (turned !== undefined && attribute.type === 'string' && !attribute.caseExact)
    await on.refused(409, 'uniqueness', on.body(schema, attribute, attribute.multiValued ? [turned] : turned));
  if (turned !== undefined && attribute.type === 'string' && attribute.caseExact)
    await on.push(on.body(schema, attribute, attribute.multiValued ? [turned] : turned));
  await on.idp.remove(`${on.type.endpoint}/${place.id}`);
  await on.push(on.body(schema, attribute, again));  // free again
}

// Sub-attributes: inside one value of the attribute.
function withPart(attribute, sub, value) {
  const element = sample({ ...attribute, multiValued: false });
  if (value === undefined) delete element[sub.name];
  else element[sub.name] = value;
  return attribute.multiValued ? [element] : element;
}
const element = (held) => (Array.isArray(held) ? held[0] : held);

async function probePartForm(on, schema, attribute, sub) {
  for (const value of wrongValues(sub)) await on.refused(400, 'invalidValue', on.body(schema, attribute, withPart(attribute, sub, value)));
  await on.refused(400, 'invalidValue', on.body(schema, attribute, withPart(attribute, sub, wrongNumber(sub))));
  if (sub.required) await on.refused(400, 'invalidValue', on.body(schema, attribute, withPart(attribute, sub, undefined)));
}

async function probePartReturned(on, schema, attribute, sub) {
  const value = sample(sub);
  const { id } = await on.push(on.body(schema, attribute, withPart(attribute, sub, value)));
  const whole = on.pathOf(schema, attribute);
  const ways = {
    '': ['always', 'default'], [`?attributes=${whole}`]: ['always', 'default'],
    [`?attributes=${whole}.${sub.name}`]: ['always', 'default', 'request'], [`?excludedAttributes=${whole}.${sub.name}`]: ['always'],
  };
  for (const [query, returned] of Object.entries(ways)) {
    if (attribute.returned === 'request' && !query.startsWith('?attributes')) continue;
    const got = element(await on.asked(id, schema, attribute, query))?.[sub.name];
    if (attribute.returned !== 'never' && returned.includes(sub.returned)) assert.ok(same(got, value), `${query}: ${JSON.stringify(got)}`);
    else assert.equal(got, undefined, query);
  }
}

async function probePartFilter(on, schema, attribute, sub) {
  const value = sample(sub);
  const { id } = await on.push(on.body(schema, attribute, withPart(attribute, sub, value)));
  const where = `${on.pathOf(schema, attribute)}.${sub.name}`;
  const first = Array.isArray(value) ? value[0] : value;
  const filter = `${where} eq ${literal(first)}`;
  const inBrackets = `${on.pathOf(schema, attribute)}[${sub.name} eq ${literal(first)}]`;
  if (attribute.returned === 'never' || sub.returned === 'never') {
    for (const one of [filter, inBrackets])
      await on.idp.refused(400, 'invalidFilter', 'GET', `${on.type.endpoint}?filter=${encodeURIComponent(one)}`);
    return;
  }
  for (const one of [filter, inBrackets]) assert.ok((await on.found(`id eq "${id}" and ${one}`)).includes(id), one);
  if (sub.type !== 'string') return;
  assert.equal((await on.found(`${where} eq ${literal(otherCase(first))}`)).includes(id), !sub.caseExact, 'caseExact');
}

async function probePartImmutable(on, schema, attribute, sub) {
  const value = withPart(attribute, sub, sample(sub));
  const body = on.body(schema, attribute, value);
  const { id } = await on.push(body);
  const path = `${on.type.endpoint}/${id}`;
  const other = structuredClone(body);
  element((schema === on.core ? other : other[schema.id])[attribute.name])[sub.name] = sample(sub);
  const where = `${on.pathOf(schema, attribute)}.${sub.name}`;
  const is_matched = !attribute.multiValued || attribute.subAttributes.some((one) => one.name === 'value');
  if (is_matched) await on.idp.refused(400, 'mutability', 'PUT', path, other);
  await on.idp.refused(400, 'mutability', 'PATCH', path, patchBody({ op: 'replace', path: where, value: sample(sub) }));
  await on.idp.refused(400, 'mutability', 'PATCH', path, patchBody({ op: 'remove', path: where }));
  await on.idp.replace(path, body);
  if (attribute.multiValued) await on.idp.patch(path, { op: 'remove', path: on.pathOf(schema, attribute) });
}

async function probePartReadOnly(on, schema, attribute, sub) {
  const value = sample(sub);
  const { id } = await on.push(on.body(schema, attribute, withPart(attribute, sub, value)));
  const held = await on.asked(id, schema, attribute, `?attributes=${on.pathOf(schema, attribute)}.${sub.name}`);
  assert.ok(!same(element(held)?.[sub.name], value), 'a readOnly value was taken');
  await on.idp.refused(400, 'mutability', 'PATCH', `${on.type.endpoint}/${id}`,
    patchBody({ op: 'replace', path: `${on.pathOf(schema, attribute)}.${sub.name}`, value }));
}

async function probePart(on, schema, attribute, sub) {
  if (sub.mutability === 'readOnly') return probePartReadOnly(on, schema, attribute, sub);
  await probePartForm(on, schema, attribute, sub);
  await probePartReturned(on, schema, attribute, sub);
  await probePartFilter(on, schema, attribute, sub);
  if (sub.mutability === 'immutable') await probePartImmutable(on, schema, attribute, sub);
  if (sub.uniqueness === 'none') return undefined;
  const value = withPart(attribute, sub, sample(sub));
  await on.push(on.body(schema, attribute, value));
  return on.refused(409, 'uniqueness', on.body(schema, attribute, withPart(attribute, sub, element(value)[sub.name])));
}

async function probePrimary(on, schema, attribute) {
  const values = [sample({ ...attribute, multiValued: false }), sample({ ...attribute, multiValued: false })];
  values.forEach((value) => { value.primary = true; });
  await on.refused(400, 'invalidValue', on.body(schema, attribute, values));
  values[1].primary = false;
  await on.push(on.body(schema, attribute, values));
}

async function probeAttribute(on, schema, attribute) {
  if (attribute.mutability === 'readOnly') return probeReadOnly(on, schema, attribute);
  await probeForm(on, schema, attribute);
  await probeNothing(on, schema, attribute);
  await probeReturned(on, schema, attribute);
  if (attribute.type !== 'complex') await probeFilter(on, schema, attribute);
  if (attribute.mutability === 'immutable') await probeImmutable(on, schema, attribute);
  if (attribute.required) await probeRequired(on, schema, attribute);
  const holds_unique = attribute.subAttributes?.some((sub) => sub.uniqueness !== 'none');
  if (attribute.type !== 'boolean' && !holds_unique) await probeUniqueness(on, schema, attribute);
  for (const sub of attribute.subAttributes ?? []) await probePart(on, schema, attribute, sub);
  if (attribute.multiValued && attribute.subAttributes?.some((sub) => sub.name === 'primary')) await probePrimary(on, schema, attribute);
  return undefined;
}

async function aServerThatKnowsEverything(t) {
  const folder = temporaryFolder(t);
  mkdirSync(path.join(folder, 'schemas'));
  const schema = { id: probe_urn, name: 'Everything', description: 'one of each kind', extends: ['User', 'Group'], attributes: everyKind() };
  writeFileSync(path.join(folder, 'schemas', 'everything.json'), JSON.stringify(schema));
  const server = await startServer(t, { more: ['--schemas', path.join(folder, 'schemas'), '--setting', 'tolerance=strict', '--setting', 'groupNames=free'] });
  return new IdentityProvider(t, server);
}

const characteristics = ['name', 'type', 'multiValued', 'required', 'caseExact', 'mutability', 'returned', 'uniqueness'];

test('every characteristic that /Schemas states is true', async (t) => {
  const idp = await aServerThatKnowsEverything(t);
  const resourceTypes = (await idp.get('/ResourceTypes')).Resources;
  const schemas = (await idp.get('/Schemas')).Resources;
  assert.deepEqual(resourceTypes.map((type) => type.name), ['User', 'Group']);
  let probed = 0;
  for (const type of resourceTypes) {
    assert.ok(type.schemaExtensions.some((one) => one.schema === probe_urn && one.required === false), `${type.name} does not list it`);
    const own = [type.schema, ...type.schemaExtensions.map((one) => one.schema)].map((id) => schemas.find((schema) => schema.id === id));
    const on = new Prober(idp, type, own);
    for (const schema of own) {
      assert.deepEqual(await idp.get(`/Schemas/${schema.id}`), schema);
      for (const attribute of schema.attributes) {
        const everything = [attribute, ...(attribute.subAttributes ?? [])];
        for (const one of everything)
          assert.deepEqual(characteristics.filter((name) => one[name] === undefined), [], `${one.name} leaves something unsaid`);
        probed += everything.length;
        if (elsewhere.has(attribute.name) && schema === on.core) continue;
        await t.test(`${type.name}: ${on.pathOf(schema, attribute)}`, () => probeAttribute(on, schema, attribute));
      }
    }
  }
  assert.ok(probed > 200, `only ${probed} attributes were looked at`);
});

test('what the file leaves out is advertised with the defaults of RFC 7643 section 2.2, and nothing else is', async (t) => {
  const idp = await aServerThatKnowsEverything(t);
  const { attributes, meta, schemas } = await idp.get(`/Schemas/${probe_urn}`);
  const named = (name) => attributes.find((attribute) => attribute.name === name);
  assert.deepEqual(schemas, ['urn:ietf:params:scim:schemas:core:2.0:Schema']);
  assert.equal(meta.resourceType, 'Schema');
  assert.deepEqual(named('stringOne'), {
    name: 'stringOne', type: 'string', multiValued: false, description: '', required: false, caseExact: false,
    mutability: 'readWrite', returned: 'default', uniqueness: 'none',
  });
  assert.equal(named('secretByHalf').returned, 'never', 'RFC 7643 section 7: a writeOnly value is not returned');
  assert.equal(named('binaryOne').caseExact, true);
  assert.equal(named('referenceOne').caseExact, true);
  assert.deepEqual(named('link').referenceTypes, ['User', 'external']);
  assert.deepEqual(named('advised').canonicalValues, ['a', 'b']);
  assert.equal((await idp.get(`/Schemas/${urn.user}`)).attributes.find((one) => one.name === 'password').returned, 'never');
});
