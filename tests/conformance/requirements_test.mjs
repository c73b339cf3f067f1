// Holds the table of requirements and the tests together: a row names tests that exist, and every conformance test is
// named by a row.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const rows_min = 300;
const levels = ['MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'SHALL', 'SHALL NOT', 'REQUIRED', 'RECOMMENDED', 'stated'];

const read = (file) => readFileSync(path.resolve(root, file), 'utf8');

// The rows of the table: {line, number, level, requirement, tests}. A test is what stands in backquotes.
function rowsOf(markdown) {
  const lines = markdown.split('\n').map((text, index) => ({ text, line: index + 1 }));
  return lines.filter(({ text }) => /^\| \d/.test(text)).map(({ text, line }) => {
    const cells = text.replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim());
    assert.equal(cells.length, 4, `line ${line} of the table has ${cells.length} cells`);
    const [number, level, requirement, shown] = cells;
    return { line, number, level, requirement, tests: [...shown.matchAll(/`([^`]+)`/g)].map(([, name]) => name) };
  });
}

// Titles are written out, so that a row can be found by searching for its words: no title is put together.
function titlesIn(source) {
  return [...source.matchAll(/\b(?:t\.)?test\(\s*'((?:[^'\\]|\\.)+)'/g)].map(([, title]) => title.replace(/\\(.)/g, '$1'));
}

function gtestsBelow(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.cpp'));
  return new Set(files.flatMap((name) => [...readFileSync(path.join(folder, name), 'utf8')
    .matchAll(/\bTEST(?:_F|_P)?\(\s*(\w+)\s*,\s*(\w+)\s*\)/g)].map(([, suite, title]) => `${suite}.${title}`)));
}

const rows = rowsOf(read('tests/conformance/requirements.md'));
const gtests = gtestsBelow(path.join(root, 'tests'));
const known = new Map();

// Whether there is a test of this name; a Node test is `file: title`.
function exists(name) {
  const node = /^(\S+\.mjs): (.+)$/.exec(name);
  if (!node) return gtests.has(name);
  const [, file, title] = node;
  if (!known.has(file)) {
    let titles = [];
    try { titles = titlesIn(read(file)); } catch (missing) { if (missing.code !== 'ENOENT') throw missing; }
    known.set(file, new Set(titles));
  }
  return known.get(file).has(title);
}

test('there is a row for each of several hundred requirements', () => {
  assert.ok(rows.length >= rows_min, `${rows.length} rows`);
});

test('numbers are well-formed, unique and run on within their section', () => {
  const seen = new Map();
  for (const { number, line } of rows) {
    const [, section, running] = /^((?:7643|7644|9865)-\d+(?:\.\d+)*)-(\d\d)$/.exec(number) ?? assert.fail(`line ${line}: ${number} is no number`);
    assert.equal(Number(running), (seen.get(section) ?? 0) + 1, `line ${line}: ${number} is out of turn`);
    seen.set(section, Number(running));
  }
});

test('levels are key words of RFC 2119, or say that there is none', () => {
  for (const { number, level } of rows) assert.ok(levels.includes(level), `${number}: ${level}`);
});

test('every row is a sentence and has a test', () => {
  for (const { number, requirement, tests } of rows) {
    assert.match(requirement, /^\S.*\.$/, number);
    assert.notEqual(tests.length, 0, `${number} has no test`);
  }
});

test('every test that a row names is there', () => {
  const missing = rows.flatMap(({ number, tests }) => tests.filter((name) => !exists(name)).map((name) => `${number}: ${name}`));
  assert.deepEqual(missing, []);
});

test('every conformance test is named by a row', () => {
  const named = new Set(rows.flatMap(({ tests }) => tests));
  const files = readdirSync(here).filter((name) => name.endsWith('_test.mjs') && name !== path.basename(import.meta.url));
  assert.ok(files.length > 0);
  const unnamed = files.flatMap((name) => titlesIn(read(`tests/conformance/${name}`)).map((title) => `tests/conformance/${name}: ${title}`))
    .filter((name) => !named.has(name));
  assert.deepEqual(unnamed, []);
});
