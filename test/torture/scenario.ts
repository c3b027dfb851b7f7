/** One number a scenario found, and what it must be. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** Left out: told for what it is. */
  readonly wanted?: { readonly exactly: number } | { readonly atLeast: number };
}

/** One way to torment Lightbox. The same seed repeats it as far as processes and sockets let it. */
export interface Scenario {
  readonly title: string;
  /** What one run is. */
  readonly unit: string;
  /** How many: for `npm run torture`, and for `npm test`. */
  readonly full: number;
  readonly short: number;
  readonly run: (options: ScenarioOptions) => Promise<readonly Figure[]>;
}

export interface ScenarioOptions {
  readonly seed: number;
  readonly runs: number;
  /** Progress, and what repeats a failure. */
  readonly say: (line: string) => void;
}

export function holds({ value, wanted }: Figure): boolean {
  if (wanted === undefined) return true;
  return 'exactly' in wanted ? value === wanted.exactly : value >= wanted.atLeast;
}
