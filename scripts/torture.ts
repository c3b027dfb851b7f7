import { spawnSync } from 'node:child_process';
import { projectPath } from './build/projectPath.ts';

/** `npm run torture [-- <scenario>…] [--seed N] [--runs N]`: test/torture, in full. */
const { status } = spawnSync(process.execPath, [projectPath('test/torture/run.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
