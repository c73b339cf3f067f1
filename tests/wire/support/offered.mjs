// What the server offers, read from where C++ has it: the actions with what they require, and the codes of its refusals.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const textOf = (path) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

// [name, [required parameters]] of every action. The gtest that has this table fails when it is not the server's.
function readActions() {
  const table = /RequireWhatTheReferenceStars.*?\};/s.exec(textOf('tests/management/actions_test.cpp'))[0];
  const rows = [...table.matchAll(/^\s*\{"(\w+)",\s*\{([^}]*)\}/gm)];
  return rows.map(([, name, required]) => [name, [...required.matchAll(/"(\w+)"/g)].map(([, one]) => one)]);
}

// [status, code] of every row of both tables: `Missing` and `InvalidParameter` are beginnings of codes.
function readCodes() {
  const rows = [...textOf('management/faults.cpp').matchAll(/return \{(\d+), "([\w.]+)"/g)];
  return rows.map(([, status, code]) => [Number(status), code]);
}

// The parameters that the actions of one source file look for, in no order.
export function parametersReadIn(path) {
  const looks = textOf(path).matchAll(/\b(?:find|\w+_of|text_within_limit)\((?:sent|arguments|asked\.arguments), "(\w+)"/g);
  return [...new Set([...looks].map(([, name]) => name))];
}

export const actions = new Map(readActions());
export const codes = readCodes();
assert.ok(actions.size >= 32 && codes.length >= 50, 'both tables were found');
