import { realpathSync } from 'node:fs';
import sharp from 'sharp';
import { z } from 'zod';
import type { DecodingPorts } from '../../shared/dicom/pixels/decodeFrame.ts';
import type { Result } from '../../shared/errors/result.ts';
import { parentChannel } from '../process/parentChannel.ts';
import { nodeDicomPorts } from './dicom/nodeDicomPorts.ts';
import { readFrames } from './frames/readFrames.ts';
import { makeThumbnail } from './makeThumbnail.ts';
import { guardMemory } from './memoryGuard.ts';
import { framesRequestSchema, type ImagingAnswer, type ImagingRequest } from './messages.ts';
import { probePicture } from './probePicture.ts';
import { sniff } from './sniff.ts';

/** The process in which untrusted bytes are decoded. It keeps nothing, writes nothing, and may be killed at any moment. */
const requestSchema: z.ZodType<ImagingRequest> = z.strictObject({
  id: z.number(),
  task: z.enum(['sniff', 'probe', 'thumbnail', 'frames', 'recording']),
  bytes: z.instanceof(Uint8Array),
  frames: framesRequestSchema.optional(),
});

/** Made at their first use, from where the process's own module lies: what belongs to it lies beside it. */
let madePorts: DecodingPorts | undefined;
const dicomPorts = (): DecodingPorts => (madePorts ??= nodeDicomPorts(realpathSync(process.argv[1] ?? '.')));

const tasks: Readonly<Record<ImagingRequest['task'], (bytes: Uint8Array, request: ImagingRequest) => Promise<Result<unknown>>>> = {
  sniff,
  probe: probePicture,
  thumbnail: makeThumbnail,
  // Loaded when there is a recording.
  recording: async (bytes) => (await import('./readRecording.ts')).readRecording(bytes),
  frames: (bytes, { frames }) => readFrames(bytes, frames ?? { first: 0, window: 'stored' }, dicomPorts()),
};

/** Room for the largest picture that is taken in (probePicture), with what it takes to decode it. */
const mostMegabytes = 2048;
guardMemory(Number(process.env['LIGHTBOX_IMAGING_MEGABYTES'] ?? mostMegabytes));

// One picture at a time, none remembered.
sharp.cache(false);
sharp.concurrency(1);

const parent = parentChannel();
parent.onDisconnect(() => process.exit(0));
parent.onMessage((message) => {
  void answer(requestSchema.parse(message));
});

async function answer(request: ImagingRequest): Promise<void> {
  const result = await tasks[request.task](request.bytes, request);
  const answered: ImagingAnswer = result.ok
    ? { kind: 'done', id: request.id, value: result.value }
    : { kind: 'failed', id: request.id, failure: result.error };
  parent.send(answered);
}
