// Comparing text of the world: RFC 7644 sections 5 and 7.8.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { userBody } from '../wire/support/scim.mjs';
import { createUser, freshName, search, strictServer } from './support.mjs';

const { idp } = await strictServer();

// Ways to write one name: as it is, in capitals, decomposed, in full width.
const waysToWrite = [
  ['\u00e4nne', '\u00c4NNE', 'a\u0308nne'], ['ann7', 'ANN7', '\uff21\uff4e\uff4e\uff17'],
  ['\u0444\u0451\u0434\u043e\u0440', '\u0424\u0401\u0414\u041e\u0420'],
  ['\u03c3\u03af\u03c3\u03c5\u03c6\u03bf\u03c3', '\u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3'],
];

test('one userName is one name in any case, width and composition', async () => {
  for (const [first, ...others] of waysToWrite) {
    const end = freshName('');
    const made = await idp.push('/Users', userBody(first + end));
    assert.equal(made.userName, first + end, 'kept as it was sent');
    for (const other of others) {
      await idp.refused(409, 'uniqueness', 'POST', '/Users', userBody(other + end));
      const { Resources } = await search(idp, '/Users', { filter: `userName eq ${JSON.stringify(other + end)}` });
      assert.deepEqual(Resources.map(({ id }) => id), [made.id], other);
    }
  }
  for (const name of ['anne', 'ann\u00e9', 'ann\u0430']) await idp.push('/Users', userBody(name));
});

test('filters compare prepared text', async () => {
  for (const [first, ...others] of waysToWrite) {
    const ann = await createUser(idp, { displayName: `x ${first} y`, emails: [{ value: `${first}@example.com` }], externalId: first });
    for (const other of others)
      for (const filter of [`displayName co ${JSON.stringify(other)}`, `emails.value sw ${JSON.stringify(other)}`,
        `displayName eq ${JSON.stringify(`X ${other} Y`)}`]) {
        const { Resources } = await search(idp, '/Users', { filter });
        assert.ok(Resources.some(({ id }) => id === ann.id), filter);
      }
    assert.equal((await search(idp, '/Users', { filter: `externalId eq ${JSON.stringify(others[0])}` })).totalResults, 0,
      'but not what is caseExact');
  }
});
