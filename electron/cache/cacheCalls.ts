import type { Failure } from '../../shared/errors/errorCode.ts';
import type { Cache } from './cache.ts';

/** The calls the worker answers: all of the cache's, without the promise the thread boundary adds. */
export type CacheCalls = {
  readonly [Name in Exclude<keyof Cache, 'close'>]: (...args: Parameters<Cache[Name]>) => Awaited<ReturnType<Cache[Name]>>;
};
export type CacheCallName = keyof CacheCalls;

/** What the worker needs to open the database; the high-water mark stands beside it. Keys are 32 bytes each. */
export interface CacheOpening {
  readonly file: string;
  readonly key: Uint8Array;
  readonly highWaterKey: Uint8Array;
}

export type ToWorker =
  | { readonly kind: 'call'; readonly id: number; readonly name: CacheCallName; readonly args: readonly unknown[] }
  /** The same, of what is JSON anyway: hundreds of resources cross as one text in less than half the time that cloning them takes. */
  | { readonly kind: 'call-in-json'; readonly id: number; readonly name: Extract<CacheCallName, 'applyPage'>; readonly args: string }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'opened' }
  | { readonly kind: 'not-opened'; readonly failure: Failure }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: Failure }
  /** A bug. */
  | { readonly kind: 'threw'; readonly id: number; readonly message: string; readonly stack: string }
  | { readonly kind: 'closed' };
