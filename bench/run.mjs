// Measures scimd beside the floor and prints tables; bench/run starts it, README.md says what is measured and how.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { tableOf } from './figures.mjs';
import { folder, pinned } from './houses.mjs';
import * as parts from './parts.mjs';
import { million_rows, rows } from './rows.mjs';
import { directories, switching } from './long_parts.mjs';
import { binary } from '../tests/wire/support/server.mjs';

const { values: options } = parseArgs({ options: {
  quick: { type: 'boolean' }, only: { type: 'string', default: '' }, binary: { type: 'string' }, rounds: { type: 'string' },
  json: { type: 'string', default: path.join(folder, 'figures.json') }, document: { type: 'boolean' },
} });
const only = new RegExp(options.only);

const quick = { rounds: 3, seconds: 0.4, warm_up: 0.1, member_requests: 600, standard: 10_000, sizes: [1_000, 10_000], drifting: 0, directories: 0 };
const full = { rounds: 5, seconds: 1, warm_up: 0.2, member_requests: 3_000, standard: 100_000, sizes: [1_000, 100_000, 1_000_000],
  drifting: 1_000_000, directories: 10_000 };
const plan = {
  ...(options.quick ? quick : full),
  ...(options.rounds ? { rounds: Number(options.rounds) } : {}),
  binary: path.resolve(process.env.SCIMD_BINARY), other: options.binary && binary,
  wants: (name) => only.test(name),
  say: (what) => process.stderr.write(`  ${what}\n`),
};

// Names that --only may match, besides those of rows.mjs, which are matched one by one.
const chapters = [
  ['rows', parts.standard, () => rows.some((row) => plan.wants(row.name))],
  ['growth', parts.growth, plan.wants],
  ['million', parts.million, () => plan.sizes.includes(1_000_000) && million_rows.some((row) => plan.wants(row.name))],
  ['TLS, threads and the log', parts.ways, plan.wants],
  ['start', parts.start, plan.wants],
  ['scan', parts.scan, plan.wants],
  ['switch', switching, (name) => plan.drifting > 0 && plan.wants(name)],
  ['directories', directories, (name) => plan.directories > 0 && plan.wants(name)],
];

const machine = () => ({
  processors: os.availableParallelism(), model: os.cpus()[0].model.trim(), kernel: os.release(), node: process.version,
  scimd: execFileSync(plan.binary, ['--version'], { encoding: 'utf8' }).trim(), pinned,
});

const begin = '<!-- figures: bench/run writes them -->';
const end = '<!-- end of figures -->';

function writeDocument(text) {
  const file = new URL('../docs/performance.md', import.meta.url);
  const [before, rest] = readFileSync(file, 'utf8').split(begin);
  writeFileSync(file, `${before}${begin}\n\n${text}\n\n${end}${rest.split(end)[1]}`);
}

const heading = (told) => `${told.scimd}, ${new Date().toISOString().slice(0, 10)}, ${told.processors} processors (${told.model}), Linux ${told.kernel}, `
  + `${plan.rounds} rounds${pinned ? '; the server on one core, the generator on another' : '; one core for all: the figures say little'}.`;

mkdirSync(folder, { recursive: true });
const told = machine();
const figures = {};
const texts = [heading(told)];
console.log(`${texts[0]}\n`);
for (const [name, measure, wanted] of chapters) {
  if (!wanted(name)) continue;
  const { figures: found, tables } = await measure(plan);
  figures[name] = found;
  for (const { title, head, lines, note } of tables.filter((one) => one.lines.length > 0)) {
    const text = `### ${title}\n\n${tableOf(head, lines)}${note ? `\n\n${note}` : ''}`;
    texts.push(text);
    console.log(`${text}\n`);
  }
}
const { say, wants, ...settings } = plan;
writeFileSync(options.json, `${JSON.stringify({ machine: told, settings, figures }, null, 2)}\n`);
if (options.document) writeDocument(texts.join('\n\n'));
