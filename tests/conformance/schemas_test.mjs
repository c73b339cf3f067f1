// The schemas as they are advertised: RFC 7643 sections 2.1, 2.3, 2.4, 7 and 8.7. The tables are the RFC's, with the
// differences that requirements.md explains.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { urn } from '../wire/support/scim.mjs';
import { enterprise, strictServer } from './support.mjs';

const { idp } = await strictServer();

const schemas = Object.fromEntries((await idp.get('/Schemas')).Resources.map((one) => [one.id, one]));
const attributesOf = (schema) => schema.attributes.flatMap((one) => [
  [one.name, one], ...(one.subAttributes ?? []).map((sub) => [`${one.name}.${sub.name}`, sub]),
]);
const everyAttribute = Object.values(schemas).flatMap(attributesOf);

// "string list required exact immutable always server": what is not said is the default of section 2.2.
function summary(attribute) {
  const words = [attribute.type, attribute.multiValued && 'list', attribute.required && 'required', attribute.caseExact && 'exact',
    attribute.mutability !== 'readWrite' && attribute.mutability, attribute.returned !== 'default' && attribute.returned,
    attribute.uniqueness !== 'none' && attribute.uniqueness];
  return words.filter(Boolean).join(' ');
}

// The rows of a list of objects with the sub-attributes of section 2.4.
const list = (name, value, types) => [
  [name, 'complex list'], [`${name}.value`, value], [`${name}.display`, 'string'], [`${name}.type`, 'string', types], [`${name}.primary`, 'boolean'],
];

// name · characteristics · canonicalValues
const userSchema = [
  ['userName', 'string required server'],
  ['name', 'complex'],
  ...['formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'].map((sub) => [`name.${sub}`, 'string']),
  ...['displayName', 'nickName', 'title', 'userType', 'preferredLanguage', 'locale', 'timezone'].map((name) => [name, 'string']),
  ['profileUrl', 'reference exact'], ['active', 'boolean'], ['password', 'string writeOnly never'],
  ...list('emails', 'string', ['work', 'home', 'other']),
  ...list('phoneNumbers', 'string', ['work', 'home', 'mobile', 'fax', 'pager', 'other']),
  ...list('ims', 'string', ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo']),
  ...list('photos', 'reference exact', ['photo', 'thumbnail']),
  ['addresses', 'complex list'],
  ...['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'].map((sub) => [`addresses.${sub}`, 'string']),
  ['addresses.type', 'string', ['work', 'home', 'other']], ['addresses.primary', 'boolean'],
  ['groups', 'complex list readOnly'], ['groups.value', 'string exact readOnly'], ['groups.$ref', 'reference exact readOnly'],
  ['groups.display', 'string readOnly'], ['groups.type', 'string readOnly', ['direct', 'indirect']],
  ...list('entitlements', 'string'), ...list('roles', 'string'), ...list('x509Certificates', 'binary exact'),
];
const groupSchema = [
  ['displayName', 'string required'], ['members', 'complex list'], ['members.value', 'string required exact immutable'],
  ['members.$ref', 'reference exact immutable'], ['members.type', 'string immutable', ['User', 'Group']], ['members.display', 'string readOnly'],
];
const enterpriseSchema = [
  ...['employeeNumber', 'costCenter', 'organization', 'division', 'department'].map((name) => [name, 'string']),
  ['manager', 'complex'], ['manager.value', 'string'], ['manager.$ref', 'reference exact'], ['manager.displayName', 'string readOnly'],
];

function isLike(schema, rows) {
  const said = Object.fromEntries(attributesOf(schema));
  assert.deepEqual(Object.keys(said).sort(), rows.map(([name]) => name).sort());
  for (const [name, characteristics, canonical = []] of rows) {
    assert.equal(summary(said[name]), characteristics, name);
    assert.deepEqual(said[name].canonicalValues ?? [], canonical, name);
  }
}

test('the User schema has the characteristics of RFC 7643 section 8.7.1', () => {
  isLike(schemas[urn.user], userSchema);
  const { referenceTypes } = Object.fromEntries(attributesOf(schemas[urn.user])).profileUrl;
  assert.deepEqual(referenceTypes, ['external']);
});

test('the Group schema has the characteristics of RFC 7643 section 8.7.1', () => isLike(schemas[urn.group], groupSchema));

test('the enterprise extension has the characteristics of RFC 7643 section 8.7.1', () => isLike(schemas[enterprise], enterpriseSchema));

test('every schema and attribute has what the RFC requires', () => {
  for (const [id, schema] of Object.entries(schemas)) {
    assert.match(id, /^urn:/);
    assert.deepEqual(schema.schemas, ['urn:ietf:params:scim:schemas:core:2.0:Schema']);
    for (const name of ['name', 'description']) assert.ok(schema[name].length > 0, `${id} has a ${name}`);
    assert.equal(schema.meta.resourceType, 'Schema');
    assert.equal(schema.meta.location, `${idp.client.base.origin}/scim/v2/Schemas/${id}`);
  }
  for (const [name, one] of everyAttribute) {
    assert.ok(['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary', 'complex'].includes(one.type), name);
    assert.ok(['readOnly', 'readWrite', 'immutable', 'writeOnly'].includes(one.mutability), name);
    assert.ok(['always', 'never', 'default', 'request'].includes(one.returned), name);
    assert.ok(['none', 'server', 'global'].includes(one.uniqueness), name);
    for (const flag of ['multiValued', 'required']) assert.equal(typeof one[flag], 'boolean', `${name} ${flag}`);
    assert.ok(one.description.length > 0, `${name} has a description`);
    if (one.type === 'string') assert.equal(typeof one.caseExact, 'boolean', `${name} caseExact`);
    if (one.type === 'reference') assert.ok(one.referenceTypes.length > 0, `${name} referenceTypes`);
  }
});

test('every advertised name follows the grammar of attribute names', () => {
  for (const [name, one] of everyAttribute) assert.match(one.name, /^([A-Za-z][-$_A-Za-z0-9]*|\$ref)$/, name);
});

test('only complex attributes have sub-attributes, and none of these is complex', () => {
  for (const [name, one] of everyAttribute) {
    // Section 7 has one exception: the subAttributes of what describes attributes are described themselves.
    if (one.type === 'complex') assert.ok(one.subAttributes.length > 0 && (!name.includes('.') || name === 'attributes.subAttributes'), name);
    else assert.equal((one.subAttributes ?? []).length, 0, name);
  }
});

test('references and binaries are caseExact', () => {
  const exact = everyAttribute.filter(([, one]) => ['reference', 'binary'].includes(one.type));
  assert.ok(exact.length >= 5);
  for (const [name, one] of exact) assert.equal(one.caseExact, true, name);
});

test('the sub-attributes type, primary, display, value and $ref are declared alike everywhere', () => {
  const types = { type: ['string'], primary: ['boolean'], display: ['string'], value: ['string', 'reference', 'binary'], $ref: ['reference'] };
  const lists = Object.values(schemas).flatMap(({ attributes }) => attributes.filter((one) => one.multiValued && one.type === 'complex'));
  for (const { name, subAttributes } of lists)
    for (const sub of subAttributes.filter((one) => one.name in types)) assert.ok(types[sub.name].includes(sub.type), `${name}.${sub.name}`);
});
