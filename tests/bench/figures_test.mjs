// bench/figures.mjs: what becomes of measurements.
import assert from 'node:assert/strict';
import test from 'node:test';
import { keeps, median, ratioOf, shown, summaryOf, tableOf, targetText, verdict } from '../../bench/figures.mjs';

const cost = (...each) => each.map((server_microseconds_each) => ({ server_microseconds_each }));

test('a median is the middle one, or between the two in the middle', () => {
  assert.equal(median([30, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 30]), 3);
});

test('rounds are summed up figure by figure, counters left out', () => {
  const rounds = [{ scenario: 'get', p50: 3, next: 10 }, { scenario: 'get', p50: 1, next: 20 }, { scenario: 'get', p50: 2, next: 30 }];
  assert.deepEqual(summaryOf(rounds), { p50: 2 });
});

test('a ratio compares neighbours: a round that was slow for both says as much as another', () => {
  assert.equal(ratioOf(cost(20, 200, 22), cost(10, 100, 11)), 2);
  assert.equal(ratioOf(cost(20, 40, 60), cost(10, 10, 20)), 3);
});

test('a target holds when all its limits do, and there may be none', () => {
  const summary = { server_microseconds_each: 100, p50_microseconds: 350, p99_microseconds: 2_001 };
  assert.equal(keeps({ cpu: 100 }, summary), true);
  assert.equal(keeps({ cpu: 99 }, summary), false);
  assert.equal(keeps({ cpu: 100, p50: 350, p99: 2_000 }, summary), false);
  assert.equal(keeps(undefined, summary), undefined);
  assert.deepEqual([true, false, undefined].map(verdict), ['yes', '**no**', '']);
  assert.equal(targetText({ cpu: 250, p99: 2_000 }), '≤ 250, p99 ≤ 2,000');
  assert.equal(targetText(), '');
});

test('numbers are shown with three digits, all of them before the point', () => {
  assert.deepEqual([1.234, 12.34, 123.4, 12_345.6, 7, undefined, 'text'].map(shown), ['1.23', '12.3', '123', '12,346', '7', '', 'text']);
});

test('a table is Markdown, as wide as its widest cells', () => {
  assert.equal(tableOf(['what', 'µs'], [['GET', 18], ['a page', 1_234]]), [
    '| what   |    µs |',
    '|--------|------:|',
    '| GET    |    18 |',
    '| a page | 1,234 |'].join('\n'));
});
