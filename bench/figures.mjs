// What is made of measurements: medians, ratios, verdicts, tables. Pure.

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

// The medians of what the rounds of one server have in common.
export function summaryOf(rounds) {
  const names = Object.keys(rounds[0]).filter((name) => typeof rounds[0][name] === 'number' && name !== 'next');
  return Object.fromEntries(names.map((name) => [name, median(rounds.map((one) => one[name]))]));
}

// How much more of the processor one took than the other. Rounds are paired: what disturbed one disturbed its neighbour.
export const ratioOf = (rounds, others) => median(rounds.map((one, i) => one.server_microseconds_each / others[i].server_microseconds_each));

const limits = { cpu: 'server_microseconds_each', p50: 'p50_microseconds', p99: 'p99_microseconds' };

// Whether a summary keeps each of these limits (µs); undefined: there is none.
export function keeps(target, summary) {
  const said = Object.keys(limits).filter((name) => target?.[name] !== undefined);
  return said.length === 0 ? undefined : said.every((name) => summary[limits[name]] <= target[name]);
}

export const targetText = (target = {}) => Object.keys(limits).filter((name) => target[name] !== undefined)
  .map((name) => `${name === 'cpu' ? '' : `${name} `}≤ ${shown(target[name])}`).join(', ');

export const verdict = (holds) => (holds === undefined ? '' : holds ? 'yes' : '**no**');

// Three digits, or all before the point.
export function shown(number) {
  if (number === undefined || number === null) return '';
  if (typeof number !== 'number') return String(number);
  if (Math.abs(number) >= 100 || Number.isInteger(number)) return Math.round(number).toLocaleString('en-US');
  return number.toFixed(Math.abs(number) >= 10 ? 1 : 2);
}

// A Markdown table; the first column stands left, numbers stand right.
export function tableOf(head, lines) {
  const cells = lines.map((line) => line.map(shown));
  const widths = head.map((name, i) => Math.max(name.length, ...cells.map((line) => line[i].length)));
  const row = (line) => `| ${line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [row(head), rule, ...cells.map(row)].join('\n');
}
