/**
 * What a refusal says of when to come back: Retry-After in both forms (RFC 9110, 10.2.3), else a rate limit that is used up, as
 * draft-ietf-httpapi-ratelimit-headers has it, had it before (until -07 and until -06), or as servers had it before there was a draft.
 * @param now ms since 1970 UTC, where the server sends no Date of its own.
 * @returns milliseconds; undefined: it says nothing.
 */
export function requestedPause(headers: Headers, now: number): number | undefined {
  const date = Date.parse(headers.get('date') ?? '');
  const serverNow = Number.isNaN(date) ? now : date;
  const retryAfter = headers.get('retry-after')?.trim();
  if (retryAfter !== undefined) {
    if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
    const until = Date.parse(retryAfter);
    if (!Number.isNaN(until)) return Math.max(0, until - serverNow);
  }
  const limit = headers.get('ratelimit') ?? '';
  return usedUpFor(limit) ?? usedUpBefore(limit) ?? usedUpIn(headers, 'ratelimit', serverNow) ?? usedUpIn(headers, 'x-ratelimit', serverNow);
}

/** `"requests";r=59999;t=60, "writes";r=0;t=23`: of the policies that are used up, the one that lasts longest. */
function usedUpFor(rateLimit: string): number | undefined {
  const resets = rateLimit.split(',').flatMap((policy) => {
    const seconds = /;\s*r=0\s*(?:;|$)/.test(policy) ? /;\s*t=(\d+)/.exec(policy)?.[1] : undefined;
    return seconds === undefined ? [] : [Number(seconds)];
  });
  return resets.length === 0 ? undefined : Math.max(...resets) * 1000;
}

/** `limit=100, remaining=0, reset=24`. */
function usedUpBefore(rateLimit: string): number | undefined {
  const seconds = /\bremaining=0\b/.test(rateLimit) ? /\breset=(\d+)/.exec(rateLimit)?.[1] : undefined;
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** Nobody is told to wait so many seconds, thirty years: it is an instant, in seconds since 1970. */
const earliestInstant = 1_000_000_000;

/** Headers of their own: `<name>-remaining` and `<name>-reset`. */
function usedUpIn(headers: Headers, name: string, serverNow: number): number | undefined {
  const reset = headers.get(`${name}-reset`)?.trim() ?? '';
  if (headers.get(`${name}-remaining`)?.trim() !== '0' || !/^\d+$/.test(reset)) return undefined;
  const seconds = Number(reset);
  return seconds < earliestInstant ? seconds * 1000 : Math.max(0, seconds * 1000 - serverNow);
}
