import { z } from 'zod';
import { failureSchema } from '../../shared/errors/errorCode.ts';

/** What the imaging process is asked. `sniff` gets the beginning of a file, the others all of it. */
export interface ImagingRequest {
  readonly id: number;
  readonly task: 'sniff' | 'probe' | 'thumbnail';
  readonly bytes: Uint8Array;
}

export const sniffedSchema = z.strictObject({ contentType: z.string(), family: z.enum(['picture', 'video', 'sound', 'document']) });
export type Sniffed = z.infer<typeof sniffedSchema>;

export const pictureSchema = z.strictObject({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  frames: z.number().int().positive(),
});
/** Pixels as shown upright (EXIF orientation applied), and frames counted from the bytes. */
export type Picture = z.infer<typeof pictureSchema>;

export const thumbnailSchema = z.instanceof(Uint8Array);

/** The process has handled bytes nobody vouches for: what it answers is parsed. */
export const imagingAnswerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done'), id: z.number(), value: z.unknown() }),
  z.strictObject({ kind: z.literal('failed'), id: z.number(), failure: failureSchema }),
]);
export type ImagingAnswer = z.infer<typeof imagingAnswerSchema>;
