import { z } from 'zod';
import { failureSchema } from '../../shared/errors/errorCode.ts';
import { mediaProposalSchema } from '../../shared/ipc/dicomViews.ts';
import { frameRegionSchema, sampleLayouts } from '../../shared/ipc/decodedFrames.ts';

/** What the imaging process is asked. `sniff` gets the beginning of a file, `view` none of it, the others all of it. */
export interface ImagingRequest {
  readonly id: number;
  readonly task: 'sniff' | 'probe' | 'pages' | 'thumbnail' | 'frames' | 'inspect' | 'recording' | 'open' | 'view';
  readonly bytes: Uint8Array;
  /** For `frames`. */
  readonly frames?: FramesRequest | undefined;
  /** For `open`: what names the file in the `view`s that follow. */
  readonly key?: string | undefined;
  /** For `view`. */
  readonly view?: ViewRequest | undefined;
}

/** `stored`: numbers as in the file. `auto`: grey through the window the file proposes, else through what the frame's values span. */
export const frameWindowSchema = z.union([z.enum(['stored', 'auto']), z.strictObject({ centre: z.number(), width: z.number().positive() })]);
export type FrameWindow = z.infer<typeof frameWindowSchema>;

export const framesRequestSchema = z.strictObject({ first: z.number().int().nonnegative(), window: frameWindowSchema });
export type FramesRequest = z.infer<typeof framesRequestSchema>;

/** What a file's frames are, and as many of them from `first` on as one answer holds. */
export const frameBatchSchema = z.strictObject({
  medium: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Of a sample in the source. */
  bits: z.number().int().positive(),
  photometric: z.string(),
  /** Counted from the bytes. */
  frames: z.number().int().positive(),
  /** What the file claims, where that is something else. */
  declaredFrames: z.number().int().nullable(),
  /** The file ends early; the frames counted are whole. */
  cutOff: z.boolean(),
  /** Milliseconds; null: no timing. */
  durationsMs: z.array(z.number()).nullable(),
  /** Millimetres and whose word that is; null for what knows no spacing. */
  spacing: z.looseObject({ kind: z.string() }).nullable(),
  /** DICOM: the transfer syntax. */
  compression: z.string().nullable(),
  /** What was added to signed values, for PNG has no sign. */
  storedOffset: z.number().int(),
  batch: z.array(z.union([z.strictObject({ png: z.instanceof(Uint8Array) }), z.strictObject({ failure: failureSchema })])),
});
export type FrameBatch = z.infer<typeof frameBatchSchema>;

export const sniffedSchema = z.strictObject({ contentType: z.string(), family: z.enum(['picture', 'video', 'sound', 'document']) });
export type Sniffed = z.infer<typeof sniffedSchema>;

export const pictureSchema = z.strictObject({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  frames: z.number().int().positive(),
});
/** Pixels as shown upright (EXIF orientation applied), and frames counted from the bytes. */
export type Picture = z.infer<typeof pictureSchema>;

/** What a DICOM file says of itself and of its patient. */
export const dicomSummarySchema = z.strictObject({
  proposal: mediaProposalSchema,
  patient: z.strictObject({ name: z.string().nullable(), birthDate: z.string().nullable(), id: z.string().nullable() }),
});
export type DicomSummary = z.infer<typeof dicomSummarySchema>;

/** Of a video or a sound, without decoding it. Pixels as shown upright and square; null: it does not say, or is none. */
export const recordingSchema = z.strictObject({
  width: z.number().int().positive().nullable(),
  height: z.number().int().positive().nullable(),
  durationSeconds: z.number().nonnegative().nullable(),
});
export type Recording = z.infer<typeof recordingSchema>;

/** Of a PDF, those that are there. */
export const pagesSchema = z.number().int().positive();

export const thumbnailSchema = z.instanceof(Uint8Array);

export const viewRequestSchema = z.strictObject({
  key: z.string(),
  frame: z.number().int().nonnegative(),
  /** Null: the whole frame as it is. */
  region: frameRegionSchema.nullable(),
});
export type ViewRequest = z.infer<typeof viewRequestSchema>;

export const frameSamplesSchema = z.strictObject({
  layout: z.enum(sampleLayouts),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  samples: z.instanceof(Uint8Array),
});
export type FrameSamples = z.infer<typeof frameSamplesSchema>;

/** The process has handled bytes nobody vouches for: what it answers is parsed. */
export const imagingAnswerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done'), id: z.number(), value: z.unknown() }),
  z.strictObject({ kind: z.literal('failed'), id: z.number(), failure: failureSchema }),
]);
export type ImagingAnswer = z.infer<typeof imagingAnswerSchema>;
