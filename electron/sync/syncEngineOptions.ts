import type { LightboxEvent } from '../../shared/ipc/contract.ts';
import type { BlobStore, RemoteChart, SyncStore } from '../../shared/sync/ports.ts';
import type { SyncPause } from '../../shared/sync/syncPause.ts';
import type { SyncClock } from './syncClock.ts';

/** What the engine stands on. */
export interface SyncEngineOptions {
  /** Null until connected; see `setChart`. */
  readonly chart: RemoteChart | null;
  readonly store: SyncStore;
  readonly blobs: BlobStore;
  /** Hears what to look at again: topics `sync`, `patients` and `media`. */
  readonly onChange: (event: LightboxEvent) => void;
  /** Begin with the offline switch set. */
  readonly offline?: boolean;
  /** What a person asked to wait, before now; see `setPause`. */
  readonly pause?: SyncPause;
  /** See `setContentBudget`. Default: no limit. */
  readonly contentBudgetBytes?: number;
  readonly clock?: SyncClock;
  /** In [0, 1). */
  readonly random?: () => number;
  /** Pause between two pulls while all is well. Default 30 s. */
  readonly pullEveryMilliseconds?: number;
  /** Hears of bugs; the engine goes on. */
  readonly onDefect?: (error: unknown) => void;
}
