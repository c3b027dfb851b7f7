import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { findChromium } from '../../scripts/desktop/chromium.ts';
import { connectCdp, type CdpConnection } from './cdp.ts';
import { isRunning } from './isRunning.ts';

export interface Chromium extends CdpConnection {
  readonly pid: number;
  readonly profile: string;
  readonly display: boolean;
  /** Where tests attach; null unless asked for. */
  readonly debuggingUrl: () => Promise<string | null>;
  /** Ends the browser and removes its profile. */
  readonly close: () => Promise<void>;
}

export interface ChromiumOptions {
  /** With a screen Chromium shows a plain window without an address bar, else it has none. */
  readonly display: boolean;
  /** Opens a DevTools port on loopback for tests. Whoever reaches it controls the page, so never in a normal start. */
  readonly debuggingPort: boolean;
  readonly extraArgs: readonly string[];
}

const quiet = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--disable-quic',
  '--disable-search-engine-choice-screen',
  '--disable-features=Translate,MediaRouter,OptimizationHints,PasswordManager',
  '--hide-crash-restore-bubble',
  '--metrics-recording-only',
  '--password-store=basic',
  '--use-mock-keychain',
];

/** Starts a Chromium of our own: fresh profile, controlled through a pipe. */
export async function launchChromium(options: ChromiumOptions): Promise<Chromium> {
  const executable = findChromium();
  if (executable === undefined) throw new Error('No Chromium: install Chromium or Chrome, or set LIGHTBOX_CHROMIUM to its executable.');
  removeAbandonedProfiles();
  const profile = mkdtempSync(join(tmpdir(), `lightbox-host-${String(process.pid)}-`));
  const args = [
    ...quiet,
    `--user-data-dir=${profile}`,
    '--remote-debugging-pipe',
    ...(options.debuggingPort ? ['--remote-debugging-port=0'] : []),
    // Chromium's own sandbox needs a user other than root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(options.display ? ['--app=data:text/html,'] : ['--headless', '--disable-gpu', 'about:blank']),
    ...options.extraArgs,
  ];
  const child = spawn(executable, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.once('error', () => {
      resolve();
    });
  });
  const connection = connectCdp(child.stdio[3] as Writable, child.stdio[4] as Readable);
  // Fails at once when Chromium could not start.
  await connection.browser.send('Browser.getVersion');
  return {
    ...connection,
    pid: child.pid ?? 0,
    profile,
    display: options.display,
    debuggingUrl: () => (options.debuggingPort ? readDebuggingUrl(profile) : Promise.resolve(null)),
    close: async () => {
      connection.browser.send('Browser.close').catch(() => undefined);
      const late = new AbortController();
      await Promise.race([exited, setTimeout(5000, undefined, { signal: late.signal }).catch(() => undefined)]);
      late.abort();
      child.kill('SIGKILL');
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Chromium writes the port it chose into its profile. */
async function readDebuggingUrl(profile: string): Promise<string> {
  for (;;) {
    const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
    const [port, path] = text.split('\n');
    if (port !== undefined && path !== undefined) return `http://127.0.0.1:${port}`;
    await setTimeout(20);
  }
}

/** A host that was killed could not remove its own. */
function removeAbandonedProfiles(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^lightbox-host-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true, maxRetries: 3 });
  }
}
