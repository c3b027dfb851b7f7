import { z } from 'zod';
import type { OutboxEntry } from './outboxEntry.ts';

/** Bytes above this are large, until a person says otherwise. */
const usualLargeBytes = 5_000_000;

/** What a person asked to wait. Remembered over restarts; whatever is done meanwhile is kept as always. */
export const syncPauseSchema = z.strictObject({
  /** Nothing is sent, pulled or fetched by itself. What somebody opens is fetched all the same. */
  paused: z.boolean(),
  /** Every byte of this connection costs: notes go, large files wait. No operating system says so reliably, hence a person does. */
  metered: z.boolean(),
  /** Files of more bytes than this are large. */
  largeBytes: z.number().int().positive(),
  /** Entries that wait until a person lets them go, by sequence. */
  held: z.array(z.number().int()),
  /** Entries that go although they are large. */
  released: z.array(z.number().int()),
});
export type SyncPause = z.infer<typeof syncPauseSchema>;

export const nothingPaused: SyncPause = { paused: false, metered: false, largeBytes: usualLargeBytes, held: [], released: [] };

/** Why an entry is not sent: `person` holds it back, or it is `large` on a metered connection. */
export const holdReasons = ['person', 'large'] as const;
export type HoldReason = (typeof holdReasons)[number];

/** @param bytesToSend of its file; 0 when it has none, or the chart has it already. */
export function holdOf(pause: SyncPause, sequence: number, bytesToSend: number): HoldReason | null {
  if (pause.held.includes(sequence)) return 'person';
  return pause.metered && bytesToSend > pause.largeBytes && !pause.released.includes(sequence) ? 'large' : null;
}

/** Bytes an entry has still to send, of a file of so many. */
export function bytesToSend({ operation, state, uploadedUrl }: Pick<OutboxEntry, 'operation' | 'state' | 'uploadedUrl'>, fileBytes: number): number {
  const bytesGo = operation === 'create' && uploadedUrl === null && state !== 'accepted' && state !== 'confirmed';
  return bytesGo ? fileBytes : 0;
}

/** Holds one entry back, or lets it go whatever held it. */
export function withHold(pause: SyncPause, sequence: number, hold: boolean): SyncPause {
  const without = (all: readonly number[]) => all.filter((one) => one !== sequence);
  return hold
    ? { ...pause, held: [...without(pause.held), sequence], released: without(pause.released) }
    : { ...pause, held: without(pause.held), released: [...without(pause.released), sequence] };
}

/** Without what is said of entries that are through. */
export function forgettingAllBut(pause: SyncPause, unsettled: ReadonlySet<number>): SyncPause {
  const known = (all: readonly number[]) => all.filter((sequence) => unsettled.has(sequence));
  return { ...pause, held: known(pause.held), released: known(pause.released) };
}
