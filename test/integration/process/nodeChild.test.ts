import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import type { Child } from '../../../electron/process/child.ts';
import { spawnNodeChild } from '../../../electron/process/nodeChild.ts';
import { killNow, startProcess } from '../../support/processes.ts';

const echo = fileURLToPath(new URL('../../support/children/echoChild.ts', import.meta.url));

/** What a child says, one after the other. */
function heard(child: Child): () => Promise<unknown> {
  const messages: unknown[] = [];
  child.onMessage((message) => messages.push(message));
  return () => vi.waitUntil(() => messages.length > 0, { timeout: 20_000 }).then(() => messages.shift());
}

const exitOf = (child: Child): Promise<number | null> => new Promise((resolve) => child.onExit(resolve));

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('a child gets its environment, and bytes cross as bytes', async () => {
  const child = spawnNodeChild(echo, { environment: { GREETING: 'hello' } });
  const next = heard(child);
  expect(await next()).toMatchObject({ greeting: 'hello' });
  const message = { bytes: Uint8Array.of(1, 2, 255), at: new Date(5), list: [undefined, null, 1n] };
  child.send(message);
  expect(await next()).toEqual(message);
  const exit = exitOf(child);
  child.send('exit');
  expect(await exit).toBe(3);
  child.send('nobody hears this');
});

it('a killed child has no exit code', async () => {
  const child = spawnNodeChild(echo);
  await heard(child)();
  const exit = exitOf(child);
  child.kill();
  expect(await exit).toBeNull();
});

it('a child ends by itself when its parent is killed', async () => {
  const parent = startProcess(new URL('../../support/children/parentOfEcho.ts', import.meta.url));
  const [{ pid }] = (await once(parent, 'message')) as [{ pid: number }];
  expect(isRunning(pid)).toBe(true);
  await killNow(parent);
  await vi.waitUntil(() => !isRunning(pid), { timeout: 20_000 });
});
