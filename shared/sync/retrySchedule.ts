/** However the dice fall: nobody is asked again at once. */
const shortestPauseMilliseconds = 100;
const firstPauseMilliseconds = 1_000;
const longestPauseMilliseconds = 5 * 60_000;
/** A server that asks for more is asked again after this long anyway. */
const longestObeyedMilliseconds = 60 * 60_000;

/**
 * Exponential backoff with full jitter: uniformly up to `min(cap, 1 s * 2^attempts)`, and never before the server asked for.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @param attempts how many were made before the one that failed.
 * @param random in [0, 1).
 * @returns milliseconds.
 */
export function retryPause(attempts: number, random: number, retryAfterMilliseconds = 0): number {
  const ceiling = Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** attempts);
  return Math.max(shortestPauseMilliseconds, random * ceiling, Math.min(retryAfterMilliseconds, longestObeyedMilliseconds));
}
