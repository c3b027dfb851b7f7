import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * The cache's worker on a disk that claims to have room: as if another program took it between the cache's look and its write. Only so do
 * the writes themselves meet the end of the disk.
 */
const real = fs.statfsSync;
fs.statfsSync = ((...input: Parameters<typeof real>) => Object.assign(real(...input), { bavail: 1_000_000 })) as typeof real;
syncBuiltinESMExports();
await import('../../../electron/cache/cacheWorker.ts');
