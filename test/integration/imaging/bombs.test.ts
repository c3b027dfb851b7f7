import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openImaging, type Imaging } from '../../../electron/imaging/imaging.ts';
import { spawnNodeChild } from '../../../electron/process/nodeChild.ts';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { bombs } from '../../support/stills/bombs.ts';

/**
 * Small files that ask for much, in the process as it is in the product: each is decoded, or refused by a code; at worst the process is ended by
 * its guard or at its deadline, and the next file is served. Which of these it was is printed.
 */
describe('a bomb', () => {
  let imaging: Imaging;
  let started = 0;
  beforeAll(() => {
    imaging = openImaging({
      entry: projectPath('electron/imaging/process.ts'),
      spawnChild: (module) => {
        started += 1;
        return spawnNodeChild(module, {});
      },
    });
  });
  afterAll(() => imaging.close());

  it.each(bombs.map(({ name, make }) => [name, make] as const))('%s', async (name, make) => {
    const file = await make();
    expect(file.byteLength).toBeLessThan(4 * 1024 * 1024);
    const before = started;
    const answers = { probe: await imaging.probe(file), thumbnail: await imaging.thumbnail(file), frames: await imaging.frames(file, { first: 0, window: 'stored' }) };
    const told = Object.entries(answers).map(([task, answer]) => {
      if (!answer.ok) expect(answer.error.code).toMatch(/^data\./);
      return `${task}: ${answer.ok ? 'decoded' : `${answer.error.code} ${answer.error.detail ?? ''}`}`;
    });
    console.log(name, told.join(', '), `${String(started - before)} processes begun`);
    // It serves the next.
    expect(await imaging.probe(Buffer.from('a letter'))).toMatchObject({ ok: false, error: { code: 'data.unsupported-medium' } });
  });
});
