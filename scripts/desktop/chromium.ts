import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium as playwrightChromium } from '@playwright/test';
import { tool } from '../steps/runCommand.ts';

/** Where Chromium and its kin are usually installed. */
const usualPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable', '/usr/bin/google-chrome'],
  darwin: ['/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** LIGHTBOX_CHROMIUM when set, else an installed one, else the one Playwright downloaded. */
export function findChromium(): string | undefined {
  const wanted = process.env['LIGHTBOX_CHROMIUM'];
  if (wanted !== undefined && wanted !== '') return existsSync(wanted) ? wanted : undefined;
  return [...(usualPlaces[process.platform] ?? []), playwrightChromium.executablePath()].find((path) => existsSync(path));
}

/**
 * Finds Chromium or installs it: Debian's package when this is root on Debian, else Playwright's own download.
 * @throws with one sentence saying what to do.
 */
export async function getChromium(): Promise<string> {
  const found = findChromium();
  if (found !== undefined) return found;
  console.log('Chromium is not here yet; getting it (once) …');
  if (isRootOnDebian()) {
    run('apt-get', ['update', '-q']);
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium']);
  } else {
    const [node, entry] = tool('@playwright/test/cli.js');
    run(node, [entry, 'install', 'chromium']);
  }
  const installed = findChromium();
  if (installed === undefined) throw new Error('Chromium could not be installed: install Chromium or Chrome yourself, or set LIGHTBOX_CHROMIUM to its executable.');
  return installed;
}

function isRootOnDebian(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

/** Quiet when it works; a failure shows in the caller's "not found". */
function run(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, encoding: 'utf8' });
  if (status !== 0) console.error(stderr.trim());
}
