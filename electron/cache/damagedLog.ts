import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const headerBytes = 32;
const frameHeaderBytes = 24;
const saltOffset = 16;
const saltBytes = 8;
const usualPageSize = 4096;

/** A write-ahead log as it stands on the disk, before SQLite takes what it can read of it. https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
export interface LogBefore {
  readonly bytes: Buffer;
  /** Frames up to the last one that ends a transaction. */
  readonly committedFrames: number;
}

/** @returns undefined when there is none, or it is empty. */
export function readLog(databaseFile: string): LogBefore | undefined {
  const path = `${databaseFile}-wal`;
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  if (bytes.length <= headerBytes) return undefined;
  const frameBytes = frameHeaderBytes + pageSizeOf(bytes);
  const frames = Math.floor((bytes.length - headerBytes) / frameBytes);
  const salt = bytes.subarray(saltOffset, saltOffset + saltBytes);
  let committedFrames = 0;
  for (let index = 0; index < frames; index += 1) {
    const frame = headerBytes + index * frameBytes;
    const endsTransaction = bytes.readUInt32BE(frame + 4) !== 0;
    if (endsTransaction && isSameSalt(salt, bytes.subarray(frame + 8, frame + 8 + saltBytes))) committedFrames = index + 1;
  }
  return { bytes, committedFrames };
}

/**
 * Keeps the log beside the database when SQLite could not read all of it: it drops what follows a damaged frame without a word. What a
 * person did is not in it (that is copied into the database before it is acknowledged); what the chart told comes again.
 * @returns what to say of it; undefined: nothing was dropped.
 */
export function keepDamagedLog(databaseFile: string, log: LogBefore | undefined, readFrames: number, now: number): string | undefined {
  if (!log || log.committedFrames <= readFrames) return undefined;
  writeFileSync(`${databaseFile}-wal.damaged-${String(now)}`, log.bytes, { mode: 0o600 });
  return `database: the end of its log could not be read (${String(readFrames)} of ${String(log.committedFrames)} frames); it is kept beside it`;
}

function pageSizeOf(header: Buffer): number {
  const size = header.readUInt32BE(8);
  return size >= 512 && size <= 65_536 && (size & (size - 1)) === 0 ? size : usualPageSize;
}

/** Frames of an earlier log may stand at the end: half of their salt is random. One flipped bit does not make a frame one of those. */
function isSameSalt(left: Uint8Array, right: Uint8Array): boolean {
  let different = 0;
  for (const [at, byte] of left.entries()) for (let bits = byte ^ (right[at] ?? 0); bits > 0; bits &= bits - 1) different += 1;
  return different <= 1;
}
