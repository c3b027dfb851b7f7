import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { succeed, type Result } from '../../shared/errors/result.ts';
import type { Imaging } from '../imaging/imaging.ts';
import type { FrameBatch, FrameWindow } from '../imaging/messages.ts';

/** What the frames of a file are. */
export type FramesDescription = Omit<FrameBatch, 'batch'>;

export interface DamagedFrame {
  readonly frame: number;
  readonly code: string;
  readonly detail: string | null;
}

export interface WrittenFrames extends FramesDescription {
  /** By frame; null for one that could not be decoded. */
  readonly files: readonly (string | null)[];
  readonly damaged: readonly DamagedFrame[];
}

export interface WriteFrames {
  readonly imaging: Imaging;
  readonly window: FrameWindow;
  /** Made when there is something to write. */
  readonly folder: string;
  /** What the names of the files begin with. */
  readonly prefix: string;
}

/** Every frame of a picture or DICOM file, or page of a PDF, as PNG, numbered from 1. Fails like Imaging.frames, and with `data.invalid-input` where the window does not fit the file. */
export async function writeFrames(bytes: Uint8Array, { imaging, window, folder, prefix }: WriteFrames): Promise<Result<WrittenFrames>> {
  const first = await imaging.frames(bytes, { first: 0, window });
  if (!first.ok) return first;
  const { batch: firstBatch, ...description } = first.value;
  const refused = firstBatch.find((made) => 'failure' in made && made.failure.code === 'data.invalid-input');
  // What the person asked for is wrong, not the frame.
  if (refused && 'failure' in refused) return { ok: false, error: refused.failure };
  await mkdir(folder, { recursive: true });
  const files: (string | null)[] = [];
  const damaged: DamagedFrame[] = [];
  for (let batch = firstBatch; batch.length > 0; ) {
    for (const made of batch) {
      if ('failure' in made) {
        damaged.push({ frame: files.length, code: made.failure.code, detail: made.failure.detail ?? null });
        files.push(null);
        continue;
      }
      const name = `${prefix}frame-${String(files.length + 1).padStart(Math.max(4, String(description.frames).length), '0')}.png`;
      await writeFile(join(folder, name), made.png);
      files.push(name);
    }
    if (files.length >= description.frames) break;
    const next = await imaging.frames(bytes, { first: files.length, window });
    if (!next.ok) return next;
    ({ batch } = next.value);
  }
  return succeed({ ...description, files, damaged });
}
