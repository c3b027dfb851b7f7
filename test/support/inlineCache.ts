import { join } from 'node:path';
import { createCacheStore } from '../../electron/cache/cacheStore.ts';
import type { Cache } from '../../electron/cache/cache.ts';
import { HighWaterMark } from '../../electron/cache/highWaterMark.ts';
import { WorkCopies } from '../../electron/cache/workCopies.ts';
import { migrations } from '../../electron/cache/migrations/migrations.ts';
import { migrate } from '../../electron/sqlite/migrate.ts';
import { openEncrypted } from '../../electron/sqlite/openEncrypted.ts';
import { databaseKey, databaseIn, highWaterKey } from './testCache.ts';

/**
 * The real cache on a real database, called in this thread: its answers take no time but turns of the loop, so that tests can run it on
 * virtual time. Values are cloned as they would be on their way to the worker.
 */
export function openInlineCache(directory: string, now: () => number): Cache {
  const database = openEncrypted({ file: databaseIn(directory), key: databaseKey });
  migrate(database, migrations);
  const mark = new HighWaterMark({ database, file: join(directory, 'high-water-mark.json'), key: highWaterKey });
  mark.check();
  const calls = Object.entries(createCacheStore({ database, mark, copies: new WorkCopies({ folder: join(directory, 'work'), secret: highWaterKey }), now })).map(([name, call]) => {
    const run = call as (...input: readonly unknown[]) => unknown;
    return [name, async (...input: readonly unknown[]) => structuredClone(run(...structuredClone(input)))] as const;
  });
  return { ...Object.fromEntries(calls), close: async () => database.close() } as unknown as Cache;
}
