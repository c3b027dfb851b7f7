import { z } from 'zod';
import { FailureError } from '../../shared/errors/result.ts';
import type { Failure } from '../../shared/errors/errorCode.ts';
import { parentChannel } from '../process/parentChannel.ts';
import { startMediaServer, type MediaServerHandle } from './startMediaServer.ts';

const requestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    dataDirectory: z.string(),
    key: z.instanceof(Uint8Array),
    port: z.number().int().min(0).max(65_535),
    seed: z.boolean(),
    demoMediaDirectory: z.string(),
  }),
  z.object({ kind: z.literal('stop') }),
]);
type StartRequest = Extract<z.infer<typeof requestSchema>, { kind: 'start' }>;

const parent = parentChannel();
let running: MediaServerHandle | undefined;

parent.onMessage((message) => {
  const request = requestSchema.parse(message);
  if (request.kind === 'start') void start(request);
  else void stop();
});
parent.onDisconnect(() => void stop());

async function start(request: StartRequest): Promise<void> {
  try {
    running = await startMediaServer(request);
    const { baseUrl, tokenUrl, clientId, clientSecret } = running;
    parent.send({ kind: 'started', baseUrl, tokenUrl, clientId, clientSecret });
  } catch (error) {
    const failure: Failure = error instanceof FailureError ? error.failure : { code: 'local.unexpected', detail: error instanceof Error ? error.name : 'unknown' };
    parent.send({ kind: 'failed', failure });
  }
}

async function stop(): Promise<void> {
  await running?.close();
  process.exit(0);
}
