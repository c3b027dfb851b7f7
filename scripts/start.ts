import { spawn } from 'node:child_process';
import { buildStale } from './build/buildStale.ts';
import { projectPath } from './build/projectPath.ts';
import { getChromium } from './desktop/chromium.ts';
import { electronBinary } from './desktop/electronBinary.ts';
import { hasDisplay } from './desktop/hasDisplay.ts';

/** `npm start`: builds what is stale and opens Lightbox on the demo EHR. Arguments after `--` go to the app. */
const built = await buildStale();
if (built.length > 0) console.log(`Built ${built.join(' and ')}.`);

const main = projectPath('dist/main/main.cjs');
const appArguments = ['--demo', ...process.argv.slice(2)];

if (hasDisplay()) {
  const electron = await electronBinary();
  if ('path' in electron) run(electron.path, [...rootsSandbox(), projectPath('.'), ...appArguments], {});
  else await runOnHost(electron.missing);
} else {
  console.log('There is no display here: Lightbox runs without a window and prints its status. "npm run tour" walks through its screens and takes pictures.');
  await runOnHost('an Electron window needs a display');
}

/** Chromium's sandbox refuses to run for root. */
function rootsSandbox(): readonly string[] {
  if (process.getuid?.() !== 0) return [];
  console.log("You are root: Electron runs without Chromium's sandbox. Use another user for real patients.");
  return ['--no-sandbox'];
}

/** The same build on the stand-in for Electron: Node and Chromium. */
async function runOnHost(why: string): Promise<void> {
  console.log(`Not on Electron: ${why}. The same build runs on Node and Chromium instead.`);
  const chromium = await getChromium();
  const status = hasDisplay() ? [] : ['--status'];
  run(process.execPath, [projectPath('test/host/run.ts'), main, ...appArguments, ...status], { LIGHTBOX_CHROMIUM: chromium });
}

function run(command: string, args: readonly string[], environment: Readonly<Record<string, string>>): void {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
  // The child gets the terminal's Ctrl-C itself; a signal to us alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { child.kill(signal); });
  child.on('error', (error) => { console.error(error.message); process.exitCode = 1; });
  child.on('exit', (code, signal) => { process.exitCode = code ?? (signal === null ? 1 : 0); });
}
