// Versions, conditional requests, and the addresses and notes in the headers of answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdentityProvider, groupBody, patchBody, userBody } from './support/scim.mjs';
import { startServer } from './support/server.mjs';

async function furnish(t, ...more) {
  const server = await startServer(t, { more });
  return { server, idp: new IdentityProvider(t, server) };
}
const retitle = patchBody({ op: 'replace', path: 'title', value: 'Dr' });

test('the ETag is the version, and moves with every change and only then', async (t) => {
  const { idp } = await furnish(t);
  for (const [path, body, change] of [
    ['/Users', userBody('ann'), retitle],
    ['/Groups', groupBody('Team'), patchBody({ op: 'replace', path: 'displayName', value: 'Crew' })],
  ]) {
    const made = await idp.ask('POST', path, body);
    assert.match(made.headers.etag, /^W\/"[^"]+"$/);
    assert.equal(made.headers.etag, made.json.meta.version);
    const at = `${path}/${made.json.id}`;
    const changed = await idp.ask('PATCH', at, change);
    assert.notEqual(changed.headers.etag, made.headers.etag);
    const again = await idp.ask('PATCH', at, change);
    assert.equal(again.headers.etag, changed.headers.etag);
    assert.equal(again.json.meta.lastModified, changed.json.meta.lastModified);
    assert.equal((await idp.ask('GET', at)).headers.etag, changed.headers.etag);
  }
});

test('If-None-Match answers 304 to whoever has the resource already', async (t) => {
  const { idp } = await furnish(t);
  const ann = await idp.push('/Users', userBody('ann'));
  const team = await idp.push('/Groups', groupBody('Team', [ann.id]));
  for (const [path, version] of [[`/Groups/${team.id}`, team.meta.version], [`/Users/${ann.id}?excludedAttributes=groups`, ann.meta.version]]) {
    for (const tag of [version, '*', `"other", ${version}`]) {
      const answer = await idp.ask('GET', path, undefined, { 'If-None-Match': tag });
      assert.equal(answer.status, 304, tag);
      assert.equal(answer.text, '');
      assert.equal(answer.headers.etag, version);
    }
    assert.equal((await idp.ask('GET', path, undefined, { 'If-None-Match': '"other"' })).status, 200);
  }
});

test('a user whose groups may have changed is never answered with 304', async (t) => {
  const { idp } = await furnish(t);
  const ann = await idp.push('/Users', userBody('ann'));
  const unchanged = await idp.ask('GET', `/Users/${ann.id}`, undefined, { 'If-None-Match': ann.meta.version });
  assert.equal(unchanged.status, 304, 'it is in no group');

  await idp.push('/Groups', groupBody('Team', [ann.id]));

  const answer = await idp.ask('GET', `/Users/${ann.id}`, undefined, { 'If-None-Match': ann.meta.version });
  assert.equal(answer.status, 200);
  assert.equal(answer.json.groups.length, 1);
  assert.equal((await idp.ask('GET', `/Users/${ann.id}`, undefined, { 'If-None-Match': '*' })).status, 304, 'it is there');
});

test('If-Match lets only current versions through, reads included', async (t) => {
  const { idp } = await furnish(t);
  const ann = await idp.push('/Users', userBody('ann'));
  const at = `/Users/${ann.id}`;
  for (const [method, body] of [['PUT', userBody('ann')], ['PATCH', retitle], ['DELETE', undefined], ['GET', undefined]])
    await idp.refused(412, undefined, method, at, body, { 'If-Match': 'W/"99"' });
  assert.equal((await idp.ask('PATCH', at, retitle, { 'If-Match': `"other", ${ann.meta.version}` })).status, 200);
  assert.equal((await idp.ask('PATCH', at, retitle, { 'If-Match': ann.meta.version })).status, 412);
  assert.equal((await idp.ask('GET', at, undefined, { 'If-Match': '*' })).status, 200);
  assert.equal((await idp.ask('PUT', at, userBody('ann'), { 'If-None-Match': '*' })).status, 412);
  assert.equal((await idp.ask('DELETE', at, undefined, { 'If-Match': '*' })).status, 204);
});

test('a directory can demand If-Match', async (t) => {
  const { idp } = await furnish(t, '--setting', 'ifMatch=required');
  const ann = await idp.push('/Users', userBody('ann'));
  const team = await idp.push('/Groups', groupBody('Team'));
  for (const [method, path, body] of [
    ['PUT', `/Users/${ann.id}`, userBody('ann')], ['PATCH', `/Users/${ann.id}`, retitle], ['DELETE', `/Users/${ann.id}`, undefined],
    ['PUT', `/Groups/${team.id}`, groupBody('Team')], ['DELETE', `/Groups/${team.id}`, undefined],
  ]) assert.match(await idp.refused(428, undefined, method, path, body), /If-Match/);
  assert.equal((await idp.ask('PATCH', `/Users/${ann.id}`, retitle, { 'If-Match': ann.meta.version })).status, 200);
  assert.equal((await idp.ask('DELETE', `/Groups/${team.id}`, undefined, { 'If-Match': '*' })).status, 204);
});

test('Content-Location is meta.location, and Location too where something was made', async (t) => {
  const { server, idp } = await furnish(t);
  const made = await idp.ask('POST', '/Users', userBody('ann'));
  assert.equal(made.headers.location, made.json.meta.location);
  const at = `/Users/${made.json.id}`;
  for (const answer of [made, await idp.ask('GET', at), await idp.ask('PUT', at, userBody('ann')), await idp.ask('PATCH', at, retitle)])
    assert.equal(answer.headers['content-location'], `${server.base}/scim/v2${at}`);
  for (const path of ['/ServiceProviderConfig', '/ResourceTypes/user', '/Schemas/URN:ietf:params:scim:schemas:core:2.0:User']) {
    const described = await idp.ask('GET', path);
    assert.equal(described.headers['content-location'], described.json.meta.location, path);
  }
});

test('an answer without a body still tells the version', async (t) => {
  const { idp } = await furnish(t, '--setting', 'patchAnswer=none');
  const ann = await idp.push('/Users', userBody('ann'));
  const answer = await idp.ask('PATCH', `/Users/${ann.id}`, retitle);
  assert.equal(answer.status, 204);
  assert.equal(answer.headers.etag, (await idp.get(`/Users/${ann.id}`)).meta.version);
});

test('addresses follow what a trusted proxy says, and no one else', async (t) => {
  const proxied = { Forwarded: 'for=192.0.2.60;proto=https;host=scim.example.com' };
  const { idp } = await furnish(t);
  const ann = await idp.push('/Users', userBody('ann'));
  const location = async (asked, headers) => (await asked.ask('GET', `/Users/${ann.id}`, undefined, headers)).json.meta.location;
  assert.equal(await location(idp, proxied), `https://scim.example.com/scim/v2/Users/${ann.id}`);
  assert.equal(await location(idp, { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'scim.example.com:444' }),
    `https://scim.example.com:444/scim/v2/Users/${ann.id}`);

  const alone = await furnish(t, '--trusted-proxies', 'none');
  const bob = await alone.idp.ask('POST', '/Users', userBody('bob'), proxied);
  assert.equal(bob.headers.location, `${alone.server.base}/scim/v2/Users/${bob.json.id}`);
});

test('SCIM-Tolerated names the rules that a request needed, wherever it needed them', async (t) => {
  const { idp } = await furnish(t);
  const plain = await idp.ask('POST', '/Users', userBody('ann'));
  assert.equal(plain.headers['scim-tolerated'], undefined);
  const bent = await idp.ask('POST', '/Users', userBody('bob', { active: 'True', shoeSize: 43 }));
  assert.equal(bent.headers['scim-tolerated'], 'boolean-text, unknown-attribute');
  const inside = await idp.ask('PATCH', `/Users/${plain.json.id}`, patchBody({ op: 'add', path: 'emails[type eq "work"].value', value: 'ann@example.com' }));
  assert.equal(inside.headers['scim-tolerated'], 'create-on-unmatched-path', 'decided while it was applied');
  const found = await idp.ask('GET', '/Users?filter=userName%20eq%20ann');
  assert.equal(found.headers['scim-tolerated'], 'unquoted-value');
});
