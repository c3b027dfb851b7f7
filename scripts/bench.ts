import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { projectPath } from './build/projectPath.ts';

/** `npm run bench [-- <name>…]`: runs test/bench/<name>.bench.ts and what refines it, <name>-….bench.ts; all of them without a name. */
const suffix = '.bench.ts';
const all = readdirSync(projectPath('test/bench')).filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) throw new Error(`no bench called ${unknown.join(', ')}; there is ${all.join(', ')}`);

const isWanted = (name: string) => wanted.length === 0 || wanted.some((one) => name === one || name.startsWith(`${one}-`));
for (const name of all.filter(isWanted)) {
  console.log(`\n## ${name}\n`);
  const { status } = spawnSync(process.execPath, [projectPath(`test/bench/${name}${suffix}`)], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
