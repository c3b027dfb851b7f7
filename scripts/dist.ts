import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import electron from 'electron/package.json' with { type: 'json' };
import { buildStale } from './build/buildStale.ts';
import { projectPath } from './build/projectPath.ts';
import { electronBinary } from './desktop/electronBinary.ts';
import { makeStubElectron } from './desktop/stubElectron.ts';
import { tool } from './steps/runCommand.ts';

/**
 * `npm run dist` builds installers for this system, `npm run dist -- --dir [--output DIR]` the unpacked app alone; the latter also works
 * where Electron's binary cannot be had, with a stand-in for it.
 */
const { values } = parseArgs({ options: { dir: { type: 'boolean', default: false }, output: { type: 'string', default: 'release' } } });

await buildStale();
const binary = await electronBinary();
if ('path' in binary) {
  process.exitCode = await pack(values.dir ? ['--dir'] : []);
} else if (values.dir) {
  console.log(`${binary.missing}: packaging around a stand-in for it. The result shows what ships, but does not start.`);
  const stub = projectPath(`.cache/stub-electron-${String(process.pid)}`);
  await makeStubElectron(stub, electron.version);
  process.exitCode = await pack(['--linux', 'dir', `--config.electronDist=${stub}`]);
  await rm(stub, { recursive: true, force: true });
} else {
  console.error(`${binary.missing}: installers need it. "npm run dist -- --dir" shows what would ship.`);
  process.exitCode = 1;
}

async function pack(args: readonly string[]): Promise<number> {
  const [node, entry] = tool('electron-builder/cli.js');
  const child = spawn(node, [entry, ...args, `--config.directories.output=${values.output}`, '--publish', 'never'], { cwd: projectPath('.'), stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
