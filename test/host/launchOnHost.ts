import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { chromium, type Page } from '@playwright/test';
import type { WebPreferences } from 'electron';
import { isRunning } from './isRunning.ts';

export interface LaunchOptions {
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** For Chromium: a fake camera, for instance. */
  readonly chromiumArgs?: readonly string[];
  /** What a person chooses wherever a folder is asked for; without it they choose none. */
  readonly folder?: string;
}

export interface LaunchedApp {
  /** The app's first window. */
  readonly page: Page;
  /** What the app wrote to stdout and stderr so far, line by line. */
  readonly output: readonly string[];
  /** The addresses the app handed to the system's browser; none is opened. */
  readonly opened: readonly string[];
  /** Where Chromium keeps what is the window's own. */
  readonly windowProfile: string;
  /** What the first window was asked to be. */
  readonly webPreferences: WebPreferences;
  /** Ends the app as its user does, by closing the window. @returns its exit code. */
  readonly close: () => Promise<number | null>;
  /** Asks the app to quit, as its menu does. A page may refuse. */
  readonly quit: () => Promise<void>;
  /** The app's exit code, when it has ended. */
  readonly exited: Promise<number | null>;
  /** The machine wakes up from sleep. */
  readonly resume: () => Promise<void>;
  /** SIGKILL to the main process: no time for anything. Resolves when it and its browser are gone. */
  readonly kill: () => Promise<void>;
}

/** A bound for what hangs: on a busy computer a browser was seen to take a minute. Milliseconds. */
const mostToConnect = 300_000;

/** Starts a built app (`main`, absolute) on the host and attaches to its window. */
export async function launchOnHost(main: string, options: LaunchOptions = {}): Promise<LaunchedApp> {
  const child = spawn(process.execPath, [new URL('run.ts', import.meta.url).pathname, main, ...(options.args ?? [])], {
    env: { ...process.env, ...options.environment, LIGHTBOX_HOST_TEST: '1', LIGHTBOX_HOST_FOLDER: options.folder ?? '', LIGHTBOX_HOST_CHROMIUM_ARGS: JSON.stringify(options.chromiumArgs ?? []) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  const output: string[] = [];
  const opened: string[] = [];
  const started = await readStart(child, output, opened);
  const browser = await chromium.connectOverCDP(started.cdp, { timeout: mostToConnect });
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('Chromium has no window');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  // The window is there before its page is.
  await page.waitForURL(/^http:/);
  return {
    page,
    output,
    opened,
    windowProfile: started.profile,
    webPreferences: started.webPreferences,
    close: async () => {
      await page.close();
      return exited;
    },
    quit: async () => {
      child.kill('SIGTERM');
    },
    exited,
    resume: async () => {
      child.kill('SIGUSR2');
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
      while (isRunning(started.chromium)) await new Promise((resolve) => setTimeout(resolve, 20));
    },
  };
}

interface Started {
  readonly cdp: string;
  readonly chromium: number;
  readonly profile: string;
  readonly webPreferences: WebPreferences;
}

function readStart(child: ChildProcess, output: string[], opened: string[]): Promise<Started> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`The app ended with ${String(code)} before its window was there:\n${output.join('\n')}`));
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        if (line.startsWith('{"lightboxHost":')) resolve((JSON.parse(line) as { readonly lightboxHost: Started }).lightboxHost);
        else if (line.startsWith('{"lightboxHostOpened":')) opened.push((JSON.parse(line) as { readonly lightboxHostOpened: string }).lightboxHostOpened);
        else output.push(line);
      });
    }
  });
}
