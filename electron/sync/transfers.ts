import type { SendingView, TransferView } from '../../shared/ipc/views.ts';
import { TransferRate } from '../../shared/sync/transferRate.ts';

/** A screen need not hear of every piece: at most five times a second for each Media. */
const quietMilliseconds = 200;
/** Between one file and the next the line has not become another; after more, its rate is measured anew. */
const sameLineMilliseconds = 3_000;

interface Running {
  readonly direction: TransferView['direction'];
  readonly rate: TransferRate;
  doneBytes: number;
  totalBytes: number | null;
  toldAt: number;
}

/** The bytes that are on their way right now, by Media. */
export class Transfers {
  readonly #running = new Map<string, Running>();
  readonly #now: () => number;
  readonly #onChange: (mediaId: string) => void;
  /** Of all that is sent together, until nothing was for a while. */
  #sendingRate: TransferRate | undefined;
  #sentLastAt = 0;

  constructor(now: () => number, onChange: (mediaId: string) => void) {
    this.#now = now;
    this.#onChange = onChange;
  }

  /** The first of a Media begins its transfer. */
  progress(mediaId: string, direction: TransferView['direction'], doneBytes: number, totalBytes: number | null): void {
    const now = this.#now();
    const running = this.#running.get(mediaId);
    if (!running) {
      // What is done already is kept from an earlier try, and took no time.
      this.#running.set(mediaId, { direction, rate: new TransferRate(now), doneBytes, totalBytes, toldAt: now });
      if (direction === 'up') this.#rateFrom(now);
      return this.#onChange(mediaId);
    }
    const gained = Math.max(0, doneBytes - running.doneBytes);
    running.rate.add(gained, now);
    if (direction === 'up') {
      this.#sendingRate?.add(gained, now);
      this.#sentLastAt = now;
    }
    [running.doneBytes, running.totalBytes] = [doneBytes, totalBytes];
    // The last that is sent is told always: nothing comes after it until the chart answers.
    const allSent = direction === 'up' && doneBytes === totalBytes;
    if (now - running.toldAt < quietMilliseconds && !allSent) return;
    running.toldAt = now;
    this.#onChange(mediaId);
  }

  /** Something else about these bytes changed: why they could not be had. */
  tell(mediaId: string): void {
    this.#onChange(mediaId);
  }

  end(mediaId: string): void {
    if (this.#running.delete(mediaId)) this.#onChange(mediaId);
  }

  of(mediaId: string): TransferView | null {
    const running = this.#running.get(mediaId);
    if (!running) return null;
    const { direction, rate, doneBytes, totalBytes } = running;
    const perSecond = rate.perSecond(this.#now());
    const left = totalBytes === null || perSecond === null ? null : Math.round((Math.max(0, totalBytes - doneBytes) / perSecond) * 1000);
    return { direction, doneBytes, totalBytes, millisecondsLeft: left };
  }

  /** All that is being sent. */
  sending(): SendingView {
    const files = [...this.#running].flatMap(([mediaId, { direction, doneBytes }]) => (direction === 'up' ? [{ mediaId, doneBytes }] : []));
    return { files, bytesPerSecond: this.#sendingRate?.perSecond(this.#now()) ?? null };
  }

  /** Done share, 0..1; null when nothing of it is on its way, or nobody knows how much it is. */
  share(mediaId: string): number | null {
    const running = this.#running.get(mediaId);
    if (!running || running.totalBytes === null) return null;
    return running.totalBytes === 0 ? 1 : Math.min(1, running.doneBytes / running.totalBytes);
  }

  #rateFrom(now: number): void {
    if (this.#sendingRate === undefined || now - this.#sentLastAt > sameLineMilliseconds) this.#sendingRate = new TransferRate(now);
    this.#sentLastAt = now;
  }
}
