import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { demoMediaDirectory, fetchToken, testKey } from './startTestServer.ts';

const path = (relative: string) => new URL(relative, import.meta.url).pathname;
const entry = path('../../../electron/mediaServer/process.ts');
const startedSchema = z.object({ kind: z.literal('started'), baseUrl: z.url(), tokenUrl: z.url(), clientId: z.string(), clientSecret: z.string() });

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function spawn(execArgv: string[] = []): ChildProcess {
  const child = fork(entry, [], { serialization: 'advanced', execArgv });
  children.push(child);
  return child;
}

async function answerTo(child: ChildProcess, message: object): Promise<unknown> {
  const answer = once(child, 'message');
  child.send(message);
  return ((await answer) as unknown[])[0];
}

const start = (dataDirectory: string) => ({ kind: 'start', dataDirectory, key: testKey, port: 0, seed: true, demoMediaDirectory });

it.each([
  ['child_process.fork', []],
  ["the host's utility process, which has process.parentPort", ['--import', path('../../host/parentPort.ts')]],
])('serves under %s, and ends when it is told to', async (_name, execArgv) => {
  const child = spawn(execArgv);
  const started = startedSchema.parse(await answerTo(child, start(await temporaryDirectory())));
  const token = await fetchToken(started);
  expect((await fetch(`${started.baseUrl}/Media/example`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  const ended = once(child, 'exit');
  child.send({ kind: 'stop' });
  expect(await ended).toEqual([0, null]);
});

it('ends when its parent is gone, and keeps what it acknowledged when it is killed', async () => {
  const dataDirectory = await temporaryDirectory();
  const first = spawn();
  const { baseUrl } = startedSchema.parse(await answerTo(first, start(dataDirectory)));
  const killed = once(first, 'exit');
  first.kill('SIGKILL');
  await killed;
  const second = spawn();
  expect(startedSchema.parse(await answerTo(second, start(dataDirectory))).baseUrl).toBe(baseUrl);
  const ended = once(second, 'exit');
  second.disconnect();
  expect(await ended).toEqual([0, null]);
});

it('says why it could not start', async () => {
  const dataDirectory = await temporaryDirectory();
  await answerTo(spawn(), start(dataDirectory));
  expect(await answerTo(spawn(), start(dataDirectory))).toMatchObject({ kind: 'failed', failure: { code: 'local.in-use' } });
});
