import sharp from 'sharp';
import { z } from 'zod';
import type { Result } from '../../shared/errors/result.ts';
import { parentChannel } from '../process/parentChannel.ts';
import { makeThumbnail } from './makeThumbnail.ts';
import type { ImagingAnswer, ImagingRequest } from './messages.ts';
import { probePicture } from './probePicture.ts';
import { sniff } from './sniff.ts';

/** The process in which untrusted bytes are decoded. It keeps nothing, writes nothing, and may be killed at any moment. */
const requestSchema: z.ZodType<ImagingRequest> = z.strictObject({
  id: z.number(),
  task: z.enum(['sniff', 'probe', 'thumbnail']),
  bytes: z.instanceof(Uint8Array),
});

const tasks: Readonly<Record<ImagingRequest['task'], (bytes: Uint8Array) => Promise<Result<unknown>>>> = {
  sniff,
  probe: probePicture,
  thumbnail: makeThumbnail,
};

// One picture at a time, none remembered.
sharp.cache(false);
sharp.concurrency(1);

const parent = parentChannel();
parent.onDisconnect(() => process.exit(0));
parent.onMessage((message) => {
  void answer(requestSchema.parse(message));
});

async function answer(request: ImagingRequest): Promise<void> {
  const result = await tasks[request.task](request.bytes);
  const answered: ImagingAnswer = result.ok
    ? { kind: 'done', id: request.id, value: result.value }
    : { kind: 'failed', id: request.id, failure: result.error };
  parent.send(answered);
}
