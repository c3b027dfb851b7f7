import { realpathSync } from 'node:fs';
import sharp from 'sharp';
import { z } from 'zod';
import type { DecodingPorts } from '../../shared/dicom/pixels/decodeFrame.ts';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { parentChannel } from '../process/parentChannel.ts';
import { dicomThumbnail } from './dicom/dicomThumbnail.ts';
import { inspectDicom } from './dicom/inspectDicom.ts';
import { nodeDicomPorts } from './dicom/nodeDicomPorts.ts';
import { probeDicom } from './dicom/probeDicom.ts';
import { readFrames } from './frames/readFrames.ts';
import { nodeHeifLibrary } from './heif/nodeHeifLibrary.ts';
import { makeThumbnail } from './makeThumbnail.ts';
import { guardMemory } from './memoryGuard.ts';
import { framesRequestSchema, viewRequestSchema, type ImagingAnswer, type ImagingRequest } from './messages.ts';
import { nodePdfLibrary } from './pdf/nodePdfLibrary.ts';
import { openPdf } from './pdf/openPdf.ts';
import type { PdfLibrary } from './pdf/pdfLibrary.ts';
import { pdfThumbnail } from './pdf/pdfThumbnail.ts';
import type { PicturePorts } from './pictures/openPicture.ts';
import { probePicture } from './probePicture.ts';
import { sniff } from './sniff.ts';
import { HeldPicture } from './viewing/HeldPicture.ts';

/** The process in which untrusted bytes are decoded. It keeps at most the picture that is looked at, writes nothing, and may be killed at any moment. */
const requestSchema: z.ZodType<ImagingRequest> = z.strictObject({
  id: z.number(),
  task: z.enum(['sniff', 'probe', 'pages', 'thumbnail', 'frames', 'inspect', 'recording', 'open', 'view']),
  bytes: z.instanceof(Uint8Array),
  frames: framesRequestSchema.optional(),
  key: z.string().optional(),
  view: viewRequestSchema.optional(),
});

/** Where the process's own module lies: what belongs to it lies beside it. */
const entry = (): string => realpathSync(process.argv[1] ?? '.');
/** Made at their first use. */
let madePorts: DecodingPorts | undefined;
const dicomPorts = (): DecodingPorts => (madePorts ??= nodeDicomPorts(entry()));
const picturePorts: PicturePorts = { heifLibrary: () => nodeHeifLibrary(entry()) };
const pdfLibrary = (): Promise<PdfLibrary> => nodePdfLibrary(entry());
const held = new HeldPicture(picturePorts);

const tasks: Readonly<Record<ImagingRequest['task'], (bytes: Uint8Array, request: ImagingRequest) => Promise<Result<unknown>>>> = {
  sniff,
  probe: async (bytes) => ((await contentTypeOf(bytes)) === 'application/dicom' ? probeDicom(bytes, dicomPorts()) : probePicture(bytes, picturePorts)),
  pages: async (bytes) => {
    const opened = openPdf(bytes, await pdfLibrary());
    return opened.ok ? succeed(opened.value.count) : opened;
  },
  thumbnail: async (bytes) => {
    switch (await contentTypeOf(bytes)) {
      case 'application/dicom':
        return dicomThumbnail(bytes, dicomPorts());
      case 'application/pdf':
        return pdfThumbnail(bytes, await pdfLibrary());
      default:
        return makeThumbnail(bytes, picturePorts);
    }
  },
  inspect: (bytes) => inspectDicom(bytes, dicomPorts()),
  // Loaded when there is a recording.
  recording: async (bytes) => (await import('./readRecording.ts')).readRecording(bytes),
  frames: (bytes, { frames }) => readFrames(bytes, frames ?? { first: 0, window: 'stored' }, { dicom: dicomPorts, pictures: picturePorts, pdf: pdfLibrary }),
  open: (bytes, { key }) => held.open(key ?? '', bytes),
  view: async (_bytes, { view }) => (view ? held.view(view) : fail('local.not-found')),
};

async function contentTypeOf(bytes: Uint8Array): Promise<string | undefined> {
  const medium = await sniff(bytes);
  return medium.ok ? medium.value.contentType : undefined;
}

/** Room for the largest picture that is taken in (probePicture), with what it takes to decode it. */
const mostMegabytes = 2048;
const allowMemoryFor = guardMemory(Number(process.env['LIGHTBOX_IMAGING_MEGABYTES'] ?? mostMegabytes));

// One picture at a time, none remembered.
sharp.cache(false);
sharp.concurrency(1);

const parent = parentChannel();
parent.onDisconnect(() => process.exit(0));
parent.onMessage((message) => {
  void answer(requestSchema.parse(message));
});

async function answer(request: ImagingRequest): Promise<void> {
  // What is looked at was opened before, and a large page of few bytes is whole in memory when it is handed over.
  allowMemoryFor(request.task === 'view' ? null : request.bytes);
  const result = await tasks[request.task](request.bytes, request);
  const answered: ImagingAnswer = result.ok
    ? { kind: 'done', id: request.id, value: result.value }
    : { kind: 'failed', id: request.id, failure: result.error };
  parent.send(answered);
}
