import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import leveldb from 'pouchdb-adapter-leveldb';
import memory from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import { benchMedia } from '../filledMediaServer.ts';

/**
 * A first pull as PouchDB does it: so many Media, the same as the chart of the bench holds, replicated into LevelDB. Its source is in its own
 * memory, so that it has neither a network nor a server to wait for, and it neither encrypts nor indexes what it writes.
 * Prints how many a second.
 */
PouchDB.plugin(leveldb).plugin(memory).plugin(replication);
const media = Number(process.argv[2]);
const together = 500;
const source = new PouchDB('source', { adapter: 'memory' });
for (let from = 0; from < media; from += together) {
  await source.bulkDocs(Array.from({ length: Math.min(together, media - from) }, (_, index) => ({ _id: `m${String(from + index)}`, ...benchMedia(from + index, media / 100) })));
}
const folder = mkdtempSync(join(tmpdir(), 'lightbox-bench-'));
const target = new PouchDB(join(folder, 'target'), { adapter: 'leveldb' });
const started = performance.now();
const { docs_written: written } = await PouchDB.replicate(source, target, { batch_size: together });
const seconds = (performance.now() - started) / 1000;
if (written !== media) throw new Error(`${String(written)} of ${String(media)} were replicated`);
await target.close();
rmSync(folder, { recursive: true, force: true });
console.log(String(media / seconds));
