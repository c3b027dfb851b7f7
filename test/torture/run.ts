import { parseArgs } from 'node:util';
import { holds, type Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

/** What `npm run torture` runs: the scenarios named, or all, with a table of figures for each. Exits with 1 when one is not as it must be. */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { seed: { type: 'string' }, runs: { type: 'string' } } });
const all: Readonly<Record<string, Scenario>> = scenarios;
const unknown = positionals.filter((name) => !Object.hasOwn(all, name));
if (unknown.length > 0) throw new Error(`no scenario called ${unknown.join(', ')}; there is ${Object.keys(all).join(', ')}`);
const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : wholeNumber(values.seed);

for (const [name, scenario] of Object.entries(all)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const runs = values.runs === undefined ? scenario.full : wholeNumber(values.runs);
  console.log(`\n## ${name}: ${scenario.title}\n${String(runs)} ${scenario.unit}; to repeat: npm run torture -- ${name} --seed ${String(seed)} --runs ${String(runs)}`);
  const started = performance.now();
  const figures = await scenario.run({ seed, runs, say: (line) => console.log(`  ${line}`) });
  const width = Math.max(...figures.map((figure) => figure.name.length));
  for (const figure of figures) {
    const { wanted } = figure;
    const promise = wanted === undefined ? '' : 'exactly' in wanted ? `must be ${String(wanted.exactly)}` : `at least ${String(wanted.atLeast)}`;
    console.log(`${holds(figure) ? 'ok ' : 'RED'}  ${figure.name.padEnd(width)}  ${String(figure.value).padStart(9)}  ${promise}`);
    if (!holds(figure)) process.exitCode = 1;
  }
  console.log(`${((performance.now() - started) / 1000).toFixed(1)} s`);
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new RangeError(`${text} is no whole number`);
  return number;
}
