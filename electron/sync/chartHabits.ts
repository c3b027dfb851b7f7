import type { Failure } from '../../shared/errors/errorCode.ts';
import { classifyFailure } from '../../shared/sync/classifyFailure.ts';
import type { RemoteChart } from '../../shared/sync/ports.ts';

/** A search that costs a chart too much fails as if the chart were ill: after so many in a row it is not asked for again. */
const mostFailures = 3;

/** How one chart answers, learnt while it is connected. */
export class ChartHabits {
  /** It does not list the Media of all patients in one search, or not all of them. */
  listsByPatientOnly = false;
  /** It does not narrow a search by `_lastUpdated`: what it answers is always all there is. */
  tellsNoChanges = false;
  #failures = 0;

  /** Whether a search may ask for what changed only. */
  changesOf(chart: RemoteChart): boolean {
    return chart.capabilities.changesSince && !this.tellsNoChanges;
  }

  /** The search for the Media of all patients was answered. */
  listed(): void {
    this.#failures = 0;
  }

  /** It was not. @param cameFurther the pages before the failure were taken over. */
  notListed(failure: Failure, cameFurther: boolean): void {
    this.#failures = cameFurther ? 0 : this.#failures + Number(failure.code === 'server.failed' || failure.code === 'server.timeout');
    // A page whose link has run out is gone; the search is not.
    if (classifyFailure(failure) === 'person' && failure.code !== 'server.gone') this.listsByPatientOnly = true;
    if (this.#failures >= mostFailures) this.listsByPatientOnly = true;
  }
}
