import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { openImaging, type Imaging } from '../../../electron/imaging/imaging.ts';
import { spawnNodeChild } from '../../../electron/process/nodeChild.ts';
import { collectBytes } from '../../../electron/workspace/collectBytes.ts';
import { takeIn } from '../../../electron/workspace/intake.ts';
import { Thumbnailer } from '../../../electron/workspace/thumbnailer.ts';
import { verifyWorkspace } from '../../../electron/workspace/verifyWorkspace.ts';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { CaptureMetadata } from '../../../shared/ipc/contract.ts';
import { demoStations, type Station } from '../../support/demoStations.ts';
import { letterPage, pdfFile } from '../../support/pdf/pdfFile.ts';

/** A PDF shows its first page and how many it has, whether it was taken in here or came from the chart; one that cannot be read is asked once. */

const stations = demoStations();
const metadata: CaptureMetadata = { title: '', bodySite: null, laterality: null, createdDateTime: '2026-03-14T10:15:00+01:00', reason: '', note: '' };
const letter = pdfFile([1, 2, 3].map(letterPage));
const secret = pdfFile([letterPage(4)], { password: 'secret' });

let imaging: Imaging;
/** How often a thumbnail was asked for. */
let asked = 0;
beforeAll(() => {
  const opened = openImaging({ spawnChild: spawnNodeChild, entry: projectPath('electron/imaging/process.ts') });
  imaging = {
    ...opened,
    thumbnail: (bytes) => {
      asked += 1;
      return opened.thumbnail(bytes);
    },
  };
});
afterAll(() => imaging.close());

const take = async (here: Station, bytes: Uint8Array) => {
  const patientId = await here.patientIdOf('demo-wound');
  return unwrap(await takeIn({ cache: here.cache, blobs: here.blobs, imaging, now: () => Date.UTC(2026, 2, 14, 10), authorName: 'N. Nurse' }, { patientId, bytes, source: 'file', metadata }));
};
const finishThumbnails = async ({ cache, blobs }: Station) => {
  const defects: unknown[] = [];
  const thumbnailer = new Thumbnailer({ cache, blobs, imaging, onMade: () => undefined, onDefect: (error) => defects.push(error) });
  await thumbnailer.finish();
  await thumbnailer.stop();
  expect(defects).toEqual([]);
};
const sizeOfThumbnail = async ({ cache, blobs }: Station, mediaId: string) => {
  const sha256 = (await cache.mediaRows(mediaId))?.thumbnailSha256 ?? null;
  if (sha256 === null) return null;
  const { width, height } = await sharp(await collectBytes(blobs.read(sha256))).metadata();
  return [width, height];
};

describe('a PDF', () => {
  it('that is taken in shows both at once; one that came from the chart, when its bytes are here', async () => {
    const here = await stations.open('N. Nurse');
    const taken = await take(here, letter);
    expect(taken).toMatchObject({ kind: 'document', contentType: 'application/pdf', frames: 3, width: null });
    expect(await sizeOfThumbnail(here, taken.id)).toEqual([283, 400]);
    await here.engine.runUntilIdle();
    expect((await here.cache.mediaView(taken.id))?.safety.state).toBe('proven');

    const there = await stations.open('A. Physician');
    await there.engine.runUntilIdle();
    const serverId = (await here.cache.media(taken.id))?.serverId;
    const ids = await there.cache.mediaIds();
    const pulled = (await Promise.all(ids.map(async (id) => there.cache.media(id)))).find((media) => media?.serverId === serverId)?.id ?? '';
    await finishThumbnails(there);
    expect(await there.cache.mediaView(pulled)).toMatchObject({ kind: 'document', frames: 3 });
    expect(await sizeOfThumbnail(there, pulled)).toEqual([283, 400]);
    expect((await verifyWorkspace({ cache: there.cache, blobs: there.blobs, imaging })).findings).toEqual([]);
  });

  it.each([
    ['that asks for a password', secret],
    ['that is damaged', letter.slice(0, 200)],
  ])('%s is taken in as it is, and is not asked again and again', async (_name, bytes) => {
    const here = await stations.open('N. Nurse');
    const taken = await take(here, bytes);
    expect(taken).toMatchObject({ kind: 'document', contentType: 'application/pdf', frames: 1 });
    // What the pull brings is none of this.
    await finishThumbnails(here);
    const before = asked;
    await finishThumbnails(here);
    expect(asked).toBe(before);
    expect(await sizeOfThumbnail(here, taken.id)).toBeNull();
    expect((await verifyWorkspace({ cache: here.cache, blobs: here.blobs, imaging })).findings).toEqual([]);
  });
});
