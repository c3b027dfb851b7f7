/** How long one call takes: `runs` calls after one that warms up. @returns microseconds, median. */
export async function medianMicroseconds(runs: number, call: (run: number) => unknown): Promise<number> {
  await call(0);
  const times: number[] = [];
  for (let run = 1; run <= runs; run++) {
    const started = performance.now();
    await call(run);
    times.push((performance.now() - started) * 1000);
  }
  times.sort((left, right) => left - right);
  return times[Math.floor(times.length / 2)] ?? Number.NaN;
}

/** @param share 0.5: the median. NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
