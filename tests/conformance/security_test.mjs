// Secrets at rest, and text that means something elsewhere: RFC 7643 section 9, RFC 7644 section 7.7.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { patchBody, userBody } from '../wire/support/scim.mjs';
import { temporaryFolder } from '../wire/support/server.mjs';
import { createGroup, createUser, freshName, pathOf, query, read, search, strictServer } from './support.mjs';

const data = path.join(temporaryFolder({ after }), 'data');
const { idp } = await strictServer({ data });

test('a password rests as a digest only', async () => {
  const secrets = ['first-Secret-7', 'second-Secret-8', 'third-Secret-9'];
  const ann = await createUser(idp, { password: secrets[0] });
  await idp.replace(pathOf(ann), userBody(ann.userName, { password: secrets[1] }));
  await idp.patch(pathOf(ann), { op: 'replace', path: 'password', value: secrets[2] });

  const files = readdirSync(data);
  const kept = Buffer.concat(files.map((file) => readFileSync(path.join(data, file))));
  assert.ok(kept.includes(ann.userName), 'this is where users are kept');
  assert.ok(kept.includes('$argon2'), 'salted and slow to guess');
  for (const secret of secrets)
    for (const form of [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')]) assert.ok(!kept.includes(form), form);
});

test('nothing that is sent becomes a statement', async () => {
  const before = (await idp.get('/Users?count=0')).totalResults;
  for (const text of ["x'; DROP TABLE users; --", '" OR "1"="1', "$1) UNION SELECT 1 --", '%_', '\\', '{"$ne":null}']) {
    const ann = await createUser(idp, { userName: `${freshName('user')}${text}`, displayName: text, externalId: text });
    for (const filter of [`displayName eq ${JSON.stringify(text)}`, `externalId eq ${JSON.stringify(text)}`, `userName ew ${JSON.stringify(text)}`])
      assert.deepEqual((await search(idp, '/Users', { filter })).Resources.map(({ id }) => id), [ann.id], filter);
    await idp.expect(200, 'PATCH', pathOf(ann), patchBody({ op: 'replace', path: 'title', value: text }));
    assert.equal((await read(idp, ann)).title, text);
    await createGroup(idp, [ann.id], { externalId: text });
    for (const parameter of ['attributes', 'excludedAttributes', 'filter', 'startIndex'])
      assert.ok((await idp.ask('GET', query('/Users', { [parameter]: text }))).status < 500);
    await idp.remove(pathOf(ann));
  }
  assert.equal((await idp.get('/Users?count=0')).totalResults, before);
});
