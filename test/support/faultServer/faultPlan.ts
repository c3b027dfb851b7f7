import { pick, seededRandom } from '../seededRandom.ts';
import type { RequestHead } from './requestHead.ts';

/**
 * What can go wrong on the way to a chart and back. "Before": the chart never hears of the request. "After": it did its work.
 */
export const faultKinds = [
  'failed', // before: 500, 502, 503 or 504
  'failed-after', // after: the same
  'throttled-retry-after', // before: 429 with Retry-After
  'throttled-rate-limit', // before: 429 with RateLimit alone
  'unauthorized', // before: 401, while the body is still on its way
  'cut-request', // half of the body reaches the chart
  'cut-answer', // after: half of the answer comes back
  'slow-answer', // after: the answer drips, then breaks off
  'duplicated', // delivered twice
  'reordered', // held until another request has been answered
  'late', // the connection breaks; the chart hears of the request later
  'answer-lost', // after: nothing comes back
  'page-repeated', // the page before once more
  'page-missing', // the page after it instead
  'wrong-bytes', // a bit of a download is another
  'stale-etag', // an older version in the ETag
  'stale-answer', // what was read there before
  'clock-skew', // a Date hours away
] as const;
export type FaultKind = (typeof faultKinds)[number];

const onlyFor: Partial<Record<FaultKind, (head: RequestHead) => boolean>> = {
  'cut-request': ({ hasBody }) => hasBody,
  'page-repeated': ({ kind }) => kind === 'search',
  'page-missing': ({ kind }) => kind === 'search',
  'wrong-bytes': ({ kind }) => kind === 'download',
  'stale-etag': ({ kind }) => kind === 'read' || kind === 'write',
  'stale-answer': ({ kind }) => kind === 'read',
};

/** Which fault strikes which request, by its number; the first is 1. */
export interface FaultPlan {
  readonly decide: (number: number, head: RequestHead) => FaultKind | undefined;
  /** For what a fault leaves open: which status, where it cuts. */
  readonly random: (number: number) => () => number;
}

/**
 * The same seed, the same decisions: about `rate` of all requests fail, each in a way that can strike it.
 * @param options.spare requests that always get through.
 */
export function randomPlan(options: {
  readonly seed: number;
  readonly rate: number;
  readonly kinds?: readonly FaultKind[];
  readonly spare?: (head: RequestHead) => boolean;
}): FaultPlan {
  const { seed, rate, kinds = faultKinds, spare } = options;
  return {
    decide: (number, head) => {
      const random = seededRandom(seed, number);
      if (random() >= rate || spare?.(head) === true) return undefined;
      const possible = kinds.filter((kind) => onlyFor[kind]?.(head) ?? true);
      return possible.length === 0 ? undefined : pick(random, possible);
    },
    random: (number) => seededRandom(seed, number, 1),
  };
}

/** Exactly these; what a printed run is repeated from. */
export function scriptedPlan(decisions: Readonly<Record<number, FaultKind>>, seed = 1): FaultPlan {
  return { decide: (number) => decisions[number], random: (number) => seededRandom(seed, number, 1) };
}
