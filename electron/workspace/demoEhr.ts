import { z } from 'zod';
import { failureSchema } from '../../shared/errors/errorCode.ts';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { Child, SpawnChild } from '../process/child.ts';

const startedSchema = z.object({ kind: z.literal('started'), baseUrl: z.url(), tokenUrl: z.url(), clientId: z.string(), clientSecret: z.string() });
const answerSchema = z.discriminatedUnion('kind', [startedSchema, z.object({ kind: z.literal('failed'), failure: failureSchema })]);

export type DemoEhrAddress = Omit<z.infer<typeof startedSchema>, 'kind'>;

/** The demo EHR: a real Media API in a process of its own, with made-up patients, reached over HTTP like any other chart. */
export interface DemoEhr {
  readonly address: DemoEhrAddress;
  readonly onExit: (listener: () => void) => void;
  readonly stop: () => Promise<void>;
}

export async function startDemoEhr(options: {
  readonly spawnChild: SpawnChild;
  readonly entry: string;
  readonly dataDirectory: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** Where the demo's pictures lie. */
  readonly demoMediaDirectory: string;
}): Promise<Result<DemoEhr>> {
  const child = options.spawnChild(options.entry);
  const answer = await firstAnswer(child, {
    kind: 'start',
    dataDirectory: options.dataDirectory,
    key: options.key,
    port: 0,
    seed: true,
    demoMediaDirectory: options.demoMediaDirectory,
  });
  if (!answer.ok) {
    child.kill();
    return answer;
  }
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    child.onExit(() => {
      ended = true;
      resolve();
    });
  });
  return succeed({
    address: answer.value,
    onExit: (listener) => {
      void exited.then(listener);
    },
    stop: async () => {
      if (!ended) child.send({ kind: 'stop' });
      await exited;
    },
  });
}

function firstAnswer(child: Child, start: unknown): Promise<Result<DemoEhrAddress>> {
  return new Promise((resolve) => {
    child.onMessage((message) => {
      const answer = answerSchema.parse(message);
      if (answer.kind === 'failed') resolve({ ok: false, error: answer.failure });
      else resolve(succeed({ baseUrl: answer.baseUrl, tokenUrl: answer.tokenUrl, clientId: answer.clientId, clientSecret: answer.clientSecret }));
    });
    child.onExit((code) => {
      resolve(fail('local.unexpected', { detail: `the demo EHR ended with ${String(code)}` }));
    });
    child.send(start);
  });
}
