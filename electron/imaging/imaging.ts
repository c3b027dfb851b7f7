import type { z } from 'zod';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { SpawnChild } from '../process/child.ts';
import { ImagingProcess } from './imagingProcess.ts';
import { dicomSummarySchema, frameBatchSchema, pagesSchema, pictureSchema, recordingSchema, sniffedSchema, thumbnailSchema, type DicomSummary, type FrameBatch, type FramesRequest, type ImagingRequest, type Recording, type Sniffed } from './messages.ts';

export interface Probe {
  /** By the bytes, never by a name. */
  readonly contentType: string;
  /** Pixels as shown upright; null for what is not a picture. */
  readonly width: number | null;
  readonly height: number | null;
  /** Of a picture, or pages of a PDF, counted from the bytes; 1 for everything else, and for a PDF that cannot be read. */
  readonly frames: number;
}

export interface Imaging {
  /**
   * What a file is. A picture is decoded whole before it is accepted; video and sound are recognised only. The pages of a PDF are counted, and one that is
   * damaged or asks for a password is accepted as it is.
   * Fails with `data.empty-file`, `data.unsupported-medium`, `data.unsupported-compression`, `data.truncated`, `data.undecodable` (also when decoding
   * takes too long) or `data.too-many-pixels`.
   */
  readonly probe: (bytes: Uint8Array) => Promise<Result<Probe>>;
  /** WebP of the first frame or page (of DICOM: the middle one), at most 400 px on its longer side; null for video and sound. Fails like `probe`, and with `data.password-protected`. */
  readonly thumbnail: (bytes: Uint8Array) => Promise<Result<Uint8Array | null>>;
  /**
   * What the frames of a picture or a DICOM file or the pages of a PDF are, and as many of them as PNG from `request.first` on as one answer holds, at least one.
   * Fails with `data.not-decoded-here` for what only the window shows, with `data.password-protected`, `data.unsupported-medium`, `data.unsupported-compression`,
   * `data.no-pixels`, `data.truncated`, `data.too-many-pixels` or `data.undecodable`.
   */
  readonly frames: (bytes: Uint8Array, request: FramesRequest) => Promise<Result<FrameBatch>>;
  /** What a DICOM file proposes and whom it names; null for every other kind. Fails like `frames`. */
  readonly inspect: (bytes: Uint8Array) => Promise<Result<DicomSummary | null>>;
  /** What the container of a video or a sound says of it. Fails with `data.undecodable` when reading it takes too long. */
  readonly recording: (bytes: Uint8Array) => Promise<Result<Recording>>;
  readonly close: () => Promise<void>;
}

/** Enough for every signature; a video of 200 MB need not cross to the process. */
const sniffBytes = 64 * 1024;
const defaultDeadlineMilliseconds = 10_000;

/**
 * Untrusted bytes are read in a process of their own, one file at a time. One that takes too long is killed with its file; one that
 * crashes is started again and asked once more.
 * @param options.entry absolute path of process.ts, built or source.
 */
export function openImaging(options: { readonly spawnChild: SpawnChild; readonly entry: string; readonly deadlineMilliseconds?: number }): Imaging {
  const process = new ImagingProcess({ ...options, deadlineMilliseconds: options.deadlineMilliseconds ?? defaultDeadlineMilliseconds });

  const ask = async <Schema extends z.ZodType>(task: ImagingRequest['task'], bytes: Uint8Array, schema: Schema, frames?: FramesRequest): Promise<Result<z.infer<Schema>>> => {
    const answer = await process.ask({ task, bytes, frames });
    if (!answer.ok) return answer;
    const value = schema.safeParse(answer.value);
    return value.success ? succeed(value.data) : fail('data.undecodable', { detail: 'the imaging process answered nonsense' });
  };
  const sniffed = (bytes: Uint8Array): Promise<Result<Sniffed>> => ask('sniff', bytes.slice(0, sniffBytes), sniffedSchema);

  return {
    probe: async (bytes) => {
      const medium = await sniffed(bytes);
      if (!medium.ok) return medium;
      const { contentType, family } = medium.value;
      if (family === 'document') {
        const pages = await ask('pages', bytes, pagesSchema);
        return !pages.ok && pages.error.code === 'local.cancelled' ? pages : succeed({ contentType, width: null, height: null, frames: pages.ok ? pages.value : 1 });
      }
      if (family !== 'picture') return succeed({ contentType, width: null, height: null, frames: 1 });
      const picture = await ask('probe', bytes, pictureSchema);
      return picture.ok ? succeed({ contentType, ...picture.value }) : picture;
    },
    thumbnail: async (bytes) => {
      const medium = await sniffed(bytes);
      if (!medium.ok) return medium;
      const isSeen = medium.value.family === 'picture' || medium.value.family === 'document';
      return isSeen ? ask('thumbnail', bytes, thumbnailSchema) : succeed(null);
    },
    frames: (bytes, request) => ask('frames', bytes, frameBatchSchema, request),
    inspect: async (bytes) => {
      const medium = await sniffed(bytes);
      if (!medium.ok) return medium;
      return medium.value.contentType === 'application/dicom' ? ask('inspect', bytes, dicomSummarySchema) : succeed(null);
    },
    recording: (bytes) => ask('recording', bytes, recordingSchema),
    close: () => process.close(),
  };
}
