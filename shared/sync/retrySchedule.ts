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
  return Math.max(shortestPauseMilliseconds, random * ceiling(attempts), Math.min(retryAfterMilliseconds, longestObeyedMilliseconds));
}

/** What `retryPause` answers at most. @returns milliseconds. */
export function longestRetryPause(attempts: number, retryAfterMilliseconds = 0): number {
  return retryPause(attempts, 1, retryAfterMilliseconds);
}

function ceiling(attempts: number): number {
  return Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** attempts);
}
