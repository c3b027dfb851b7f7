import { expect, it } from 'vitest';
import { RecentBlobs } from '../../../electron/blobs/recentBlobs.ts';

it('who writes bytes that are about to go waits until they are gone, and looks for them then', async () => {
  const recent = new RecentBlobs(() => 0);
  const order: string[] = [];
  let go: () => void = () => undefined;
  const gone = recent.evict('a', async () => {
    await new Promise<void>((resolve) => {
      go = resolve;
    });
    order.push('gone');
    return true;
  });
  const written = recent.written('a').then(() => order.push('looked for'));
  await recent.written('b');
  order.push('others');
  go();
  await Promise.all([gone, written]);
  expect(order).toStrictEqual(['others', 'gone', 'looked for']);
});

it('bytes may go when they were left alone for a while', async () => {
  let now = 0;
  const recent = new RecentBlobs(() => now);
  await recent.written('a');
  expect(await recent.evict('a', async () => true)).toBe(false);
  now += 600_000;
  expect(await recent.evict('a', async () => true)).toBe(true);
});
