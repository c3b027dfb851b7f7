import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectPath } from '../build/projectPath.ts';
import { runCommand, tool } from '../steps/runCommand.ts';

export type ElectronBinary = { readonly path: string } | { readonly missing: string };

const answerWithin = 5_000;
const downloadWithin = 5 * 60_000;

/** The Electron executable: the one that is there, or after a try to install it. `missing` says in one line why there is none. */
export async function electronBinary(): Promise<ElectronBinary> {
  const present = findElectron();
  if (present !== undefined) return { path: present };
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined) return { missing: 'ELECTRON_OVERRIDE_DIST_PATH points at a folder without Electron' };

  const source = process.env['ELECTRON_MIRROR'] ?? 'https://github.com';
  if (!(await answers(source))) return { missing: `Electron's binary is not installed and ${new URL(source).hostname} cannot be reached to get it` };
  console.log('Getting the Electron binary (once, about 120 MB) …');
  const [node, entry] = tool('electron/install.js');
  const { code } = await runCommand(node, [entry], { timeoutMilliseconds: downloadWithin });
  const installed = findElectron();
  return installed === undefined ? { missing: `Electron's binary could not be installed (install-electron ended with ${String(code)})` } : { path: installed };
}

/** Where electron/index.js would look, without its download. */
export function findElectron(): string | undefined {
  const pathFile = projectPath('node_modules/electron/path.txt');
  const executable = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : usualExecutable();
  const path = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? projectPath('node_modules/electron/dist'), executable);
  return existsSync(path) ? path : undefined;
}

function usualExecutable(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(answerWithin) });
    return response.status < 500;
  } catch {
    return false;
  }
}
