import type { TransferView } from '../../shared/ipc/views.ts';

/** A screen need not hear of every piece: at most five times a second for each Media. */
const quietMilliseconds = 200;
/** A rate measured over less says nothing. */
const shortestMeasuredMilliseconds = 1_000;

interface Running {
  readonly direction: TransferView['direction'];
  readonly startedAt: number;
  /** Done when it began: kept from an earlier try, which took no time. */
  readonly startedFrom: number;
  doneBytes: number;
  totalBytes: number | null;
  toldAt: number;
}

/** The bytes that are on their way right now, by Media. */
export class Transfers {
  readonly #running = new Map<string, Running>();
  readonly #now: () => number;
  readonly #onChange: (mediaId: string) => void;

  constructor(now: () => number, onChange: (mediaId: string) => void) {
    this.#now = now;
    this.#onChange = onChange;
  }

  /** The first of a Media begins its transfer. */
  progress(mediaId: string, direction: TransferView['direction'], doneBytes: number, totalBytes: number | null): void {
    const now = this.#now();
    const running = this.#running.get(mediaId);
    if (!running) {
      this.#running.set(mediaId, { direction, startedAt: now, startedFrom: doneBytes, doneBytes, totalBytes, toldAt: now });
      return this.#onChange(mediaId);
    }
    [running.doneBytes, running.totalBytes] = [doneBytes, totalBytes];
    if (now - running.toldAt < quietMilliseconds) return;
    running.toldAt = now;
    this.#onChange(mediaId);
  }

  end(mediaId: string): void {
    if (this.#running.delete(mediaId)) this.#onChange(mediaId);
  }

  of(mediaId: string): TransferView | null {
    const running = this.#running.get(mediaId);
    if (!running) return null;
    const { direction, startedAt, startedFrom, doneBytes, totalBytes } = running;
    const [gained, elapsed] = [doneBytes - startedFrom, this.#now() - startedAt];
    const measured = totalBytes !== null && gained > 0 && elapsed >= shortestMeasuredMilliseconds;
    return { direction, doneBytes, totalBytes, millisecondsLeft: measured ? Math.round((Math.max(0, totalBytes - doneBytes) * elapsed) / gained) : null };
  }

  /** Done share, 0..1; null when nothing of it is on its way, or nobody knows how much it is. */
  share(mediaId: string): number | null {
    const running = this.#running.get(mediaId);
    if (!running || running.totalBytes === null) return null;
    return running.totalBytes === 0 ? 1 : Math.min(1, running.doneBytes / running.totalBytes);
  }
}
