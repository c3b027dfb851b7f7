import type { Failure } from '../../shared/errors/errorCode.ts';
import type { RemoteChart } from '../../shared/sync/ports.ts';
import { retryPause } from '../../shared/sync/retrySchedule.ts';
import { ChartHabits } from './chartHabits.ts';
import { pullChart } from './pullChart.ts';
import type { EngineClock } from './syncClock.ts';
import type { SyncEngineOptions } from './syncEngineOptions.ts';

const usualPullMilliseconds = 30_000;

type PullerOptions = Pick<SyncEngineOptions, 'store' | 'blobs' | 'onChange' | 'pullEveryMilliseconds'> & { readonly clock: EngineClock; readonly random: () => number };

/** Pulls the chart, and knows when to do so next. */
export class Puller {
  readonly #options: PullerOptions;
  #habits = new ChartHabits();
  #attempts = 0;
  #nextAt = 0;
  #lastAt: number | null = null;
  #failure: Failure | null = null;

  constructor(options: PullerOptions) {
    this.#options = options;
  }

  /** On the engine's clock; 0: at once. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /** When a pull last came to its end, as the clock on the wall says. */
  get lastAt(): number | null {
    return this.#lastAt;
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  isDue(): boolean {
    return this.#nextAt <= this.#options.clock.now();
  }

  /** Whatever failed before. */
  soon(): void {
    this.#nextAt = 0;
  }

  /** Nothing is known of how this one answers. */
  anotherChart(): void {
    this.#habits = new ChartHabits();
  }

  async pull(chart: RemoteChart, signal: AbortSignal): Promise<void> {
    const { store, blobs, clock, random, onChange, pullEveryMilliseconds = usualPullMilliseconds } = this.#options;
    const onPage: Parameters<typeof pullChart>[0]['onPage'] = (changedMedia, patients) => {
      for (const { mediaId, patientId } of changedMedia) onChange({ topic: 'media', mediaId, patientId });
      if (changedMedia.length > 0 || patients > 0) onChange({ topic: 'patients' });
    };
    const pulled = await pullChart({ chart, store, blobs, signal, now: clock.wall, onPage }, this.#habits);
    if (pulled.ok) {
      [this.#lastAt, this.#failure, this.#attempts] = [clock.wall(), null, 0];
      this.#nextAt = clock.now() + pullEveryMilliseconds;
    } else if (pulled.error.code !== 'local.cancelled') {
      this.#failure = pulled.error;
      this.#nextAt = clock.now() + retryPause(this.#attempts, random(), pulled.error.retryAfterMilliseconds);
      this.#attempts += 1;
    }
  }
}
