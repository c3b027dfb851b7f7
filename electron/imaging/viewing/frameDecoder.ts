import type { z } from 'zod';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { decodedFramesSchema, type DecodedFrames, type FrameRegion } from '../../../shared/ipc/decodedFrames.ts';
import type { SpawnChild } from '../../process/child.ts';
import { ImagingProcess } from '../imagingProcess.ts';
import { frameSamplesSchema, type FrameSamples } from '../messages.ts';

/** A file to look at, by what names its content. */
export interface ViewedFile {
  readonly key: string;
  /** All of its bytes, in clear; asked for only when the process does not hold them. */
  readonly read: () => Promise<Result<Uint8Array>>;
}

/** Frames for the window, of pictures that its own engine cannot decode. */
export interface FrameDecoder {
  /** Fails like Imaging's `probe`, and with `data.unsupported-compression`; the detail names what cannot be decoded. */
  readonly describe: (file: ViewedFile) => Promise<Result<DecodedFrames>>;
  /**
   * The samples of one frame, or of a part of it in a size of its own. One that is aborted before its turn fails with `local.cancelled`; what
   * is being decoded ends by itself, or at its deadline.
   */
  readonly decode: (file: ViewedFile, frame: number, region: FrameRegion | null, signal: AbortSignal) => Promise<Result<FrameSamples>>;
  readonly close: () => Promise<void>;
}

const defaultDeadlineMilliseconds = 10_000;
/** Frames decoded a moment ago: who turns a page back does not wait. Held in memory only. */
const recentBytes = 64 * 1024 * 1024;

/** Decodes in a process of its own, beside the one in which files are taken in: who looks at a page does not wait for an import. */
export function createFrameDecoder(options: { readonly spawnChild: SpawnChild; readonly entry: string; readonly deadlineMilliseconds?: number }): FrameDecoder {
  const process = new ImagingProcess({ ...options, deadlineMilliseconds: options.deadlineMilliseconds ?? defaultDeadlineMilliseconds });
  const recent = new Map<string, FrameSamples>();

  const remember = (name: string, samples: FrameSamples): void => {
    recent.delete(name);
    recent.set(name, samples);
    let held = [...recent.values()].reduce((sum, { samples: { byteLength } }) => sum + byteLength, 0);
    for (const [oldest, { samples: { byteLength } }] of recent) {
      if (held <= recentBytes) break;
      recent.delete(oldest);
      held -= byteLength;
    }
  };
  const open = async ({ key, read }: ViewedFile): Promise<Result<DecodedFrames>> => {
    const bytes = await read();
    if (!bytes.ok) return bytes;
    return parsed(await process.ask({ task: 'open', bytes: bytes.value, key }), decodedFramesSchema);
  };

  return {
    describe: open,
    decode: async (file, frame, region, signal) => {
      const name = JSON.stringify([file.key, frame, region]);
      const known = recent.get(name);
      if (known) {
        remember(name, known);
        return succeed(known);
      }
      const view = async () => parsed(await process.ask({ task: 'view', bytes: new Uint8Array(), view: { key: file.key, frame, region } }, signal), frameSamplesSchema);
      let answer = await view();
      if (!answer.ok && answer.error.code === 'local.not-found') {
        // A new process, or another file was looked at meanwhile.
        const opened = await open(file);
        answer = opened.ok ? await view() : opened;
        // It was held, and took the process with it.
        if (!answer.ok && answer.error.code === 'local.not-found') answer = fail('data.undecodable', { detail: `frame ${String(frame + 1)} ended the imaging process` });
      }
      if (answer.ok) remember(name, answer.value);
      return answer;
    },
    close: async () => {
      recent.clear();
      await process.close();
    },
  };
}

function parsed<Schema extends z.ZodType>(answer: Result<unknown>, schema: Schema): Result<z.infer<Schema>> {
  if (!answer.ok) return answer;
  const value = schema.safeParse(answer.value);
  return value.success ? succeed(value.data) : fail('data.undecodable', { detail: 'the imaging process answered nonsense' });
}
