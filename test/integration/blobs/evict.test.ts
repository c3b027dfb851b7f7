import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { openBlobStore } from '../../../electron/blobs/openBlobStore.ts';
import { collectBytes } from '../../../electron/workspace/collectBytes.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

const bytes = Buffer.from('a picture of a heel');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const open = async (directory: string) => unwrap(await openBlobStore({ directory, key: new Uint8Array(32).fill(7) }));

it('bytes that were just written, though they were there already, are not evicted: nobody may have named them yet', async () => {
  const directory = await temporaryDirectory();
  const before = await open(directory);
  unwrap(await before.write(bytes));
  before.close();
  const store = await open(directory);
  unwrap(await store.write(bytes));
  let asked = false;
  expect(await store.evict(sha256, async () => (asked = true))).toBe(false);
  expect([asked, await store.has(sha256)]).toStrictEqual([false, true]);
  store.close();
});

it('bytes that are written while they go are there afterwards; what may not go stays', async () => {
  const directory = await temporaryDirectory();
  const before = await open(directory);
  unwrap(await before.write(bytes));
  before.close();
  const store = await open(directory);
  expect(await store.evict(sha256, async () => false)).toBe(false);
  expect(await store.has(sha256)).toBe(true);
  let written: ReturnType<typeof store.write> | undefined;
  const gone = await store.evict(sha256, async () => {
    written = store.write(bytes);
    return true;
  });
  expect(gone).toBe(true);
  unwrap((await written) ?? { ok: false, error: { code: 'local.unexpected' } });
  expect(Buffer.from(await collectBytes(store.read(sha256)))).toStrictEqual(bytes);
  store.close();
});
