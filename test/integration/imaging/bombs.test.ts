import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bombs } from '../../support/stills/bombs.ts';
import { openWatchedImaging, type WatchedImaging } from '../../support/watchedImaging.ts';

/**
 * Small files that ask for much, in the process as it is in the product: each is decoded, or refused by a code; at worst the process is ended by
 * its guard or at its deadline, and the next file is served. Which of these it was is printed.
 */
describe('a bomb', () => {
  let watched: WatchedImaging;
  beforeAll(() => { watched = openWatchedImaging(); });
  afterAll(() => watched.imaging.close());

  it.each(bombs.map(({ name, make }) => [name, make] as const))('%s', async (name, make) => {
    const file = await make();
    expect(file.byteLength).toBeLessThan(4 * 1024 * 1024);
    const before = watched.started.length;
    const answers = { probe: await watched.imaging.probe(file), thumbnail: await watched.imaging.thumbnail(file), frames: await watched.imaging.frames(file, { first: 0, window: 'stored' }) };
    const told = Object.entries(answers).map(([task, answer]) => {
      if (!answer.ok) expect(answer.error.code).toMatch(/^data\./);
      return `${task}: ${answer.ok ? 'decoded' : `${answer.error.code} ${answer.error.detail ?? ''}`}`;
    });
    console.log(name, told.join(', '), `${String(watched.started.length - before)} processes begun`);
    // It serves the next.
    expect(await watched.imaging.probe(Buffer.from('a letter'))).toMatchObject({ ok: false, error: { code: 'data.unsupported-medium' } });
  });
});
