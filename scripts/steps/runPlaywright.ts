import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buildStale } from '../build/buildStale.ts';
import { projectPath } from '../build/projectPath.ts';
import { getChromium } from '../desktop/chromium.ts';
import { tool } from './runCommand.ts';

/** Builds what is stale and runs Playwright in the open. @returns its exit code. */
export async function runPlaywright(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<number> {
  await buildStale();
  const chromium = await getChromium();
  const [node, entry] = tool('@playwright/test/cli.js');
  const child = spawn(node, [entry, 'test', '--reporter', 'list', ...args], {
    cwd: projectPath('.'), stdio: 'inherit', env: { ...process.env, ...environment, LIGHTBOX_CHROMIUM: chromium },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
