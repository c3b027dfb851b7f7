import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { openImaging, type Imaging } from '../../../electron/imaging/imaging.ts';
import { spawnNodeChild } from '../../../electron/process/nodeChild.ts';
import { inspectFile, takeIn } from '../../../electron/workspace/intake.ts';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { CaptureMetadata } from '../../../shared/ipc/contract.ts';
import { clip, dicomClip } from '../../support/dicomClip.ts';
import { demoStations, type Station } from '../../support/demoStations.ts';
import { dicomFixture } from '../../support/dicomFixtures.ts';

const stations = demoStations();
const metadata: CaptureMetadata = { title: '', bodySite: null, laterality: null, createdDateTime: '2026-03-14T10:15:00+01:00', reason: '', note: '' };
/** Of the demo EHR's patient whom the clip names, and of another. */
const [theirs, anothers] = ['demo-ultrasound', 'demo-wound'];

let imaging: Imaging;
beforeAll(() => {
  imaging = openImaging({ spawnChild: spawnNodeChild, entry: projectPath('electron/imaging/process.ts') });
});
afterAll(() => imaging.close());

const services = ({ cache, blobs }: Station) => ({ cache, blobs, imaging, now: () => Date.UTC(2026, 2, 14, 10), authorName: 'N. Nurse' });
const counts = async ({ cache }: Station) => [(await cache.mediaIds()).length, (await cache.outbox()).length];

describe('a DICOM file', () => {
  it('proposes what it says of itself, and is taken in as a clip with that', async () => {
    const here = await stations.open('N. Nurse');
    const patientId = await here.patientIdOf(theirs);
    const bytes = dicomClip();
    const inspected = unwrap(await inspectFile(services(here), { patientId, bytes }));
    expect(inspected).toMatchObject({
      differences: [],
      proposal: { modality: { text: 'Computed Tomography' }, laterality: { display: 'Left' }, created: '2026-03-14T10:15:00+01:00', deviceName: 'Acme, Scanner 3', accession: 'ACC-77', view: null },
    });
    const { modality = null, view = null, deviceName = null, accession = null, laterality = null } = inspected?.proposal ?? {};
    const media = unwrap(await takeIn(services(here), { patientId, bytes, source: 'file', metadata: { ...metadata, laterality, fromFile: { modality, view, deviceName, accession } } }));
    expect(media).toMatchObject({ kind: 'animation', contentType: 'application/dicom', frames: clip.frames, width: clip.width, height: clip.height, noteCount: 0 });
    expect(media.thumbnail).toMatch(/^[0-9a-f]{16}$/);
    const current = (await here.cache.media(media.id))?.current;
    expect(current).toMatchObject({
      type: { coding: [{ code: 'image' }] }, modality: { coding: [{ code: 'CT' }] }, deviceName: 'Acme, Scanner 3', frames: clip.frames, bodySite: { text: 'Left' },
      extension: [{ url: 'http://xcaliber-fhir/structureDefinition/external-accession-id', valueString: 'ACC-77' }],
    });
    // The chart takes it as it is, and gives it back.
    await here.engine.runUntilIdle();
    expect((await here.cache.mediaView(media.id))?.safety.state).toBe('proven');
  });

  it('that names another patient is not taken in before a person says so; who said so is kept with it, whom it names is not', async () => {
    const here = await stations.open('N. Nurse');
    const patientId = await here.patientIdOf(anothers);
    const bytes = dicomClip();
    const before = await counts(here);
    expect(await takeIn(services(here), { patientId, bytes, source: 'drop', metadata })).toEqual({ ok: false, error: { code: 'data.other-patient', detail: 'name, birthDate, id' } });
    expect(await counts(here)).toEqual(before);
    expect(unwrap(await inspectFile(services(here), { patientId, bytes }))?.differences).toEqual([
      { what: 'name', inFile: 'Wieczorek, Tomasz', inChart: 'Marchbanks Rosalind' },
      { what: 'birthDate', inFile: '1978-11-30', inChart: '1951-03-08' },
      { what: 'id', inFile: 'LB-100388', inChart: 'LB-100231' },
    ]);
    const media = unwrap(await takeIn(services(here), { patientId, bytes, source: 'drop', metadata, keepIdentity: true }));
    const current = (await here.cache.media(media.id))?.current;
    expect(current?.note).toMatchObject([{ authorString: 'N. Nurse', text: 'The DICOM file gives another name and another birth date and another patient number than the chart. N. Nurse compared both and kept it for this patient.' }]);
    expect(JSON.stringify(current)).not.toMatch(/Wieczorek|LB-100388|1978/);
  });

  it('that ends early, or has no picture, is refused and leaves nothing', async () => {
    const here = await stations.open('N. Nurse');
    const patientId = await here.patientIdOf(theirs);
    const before = await counts(here);
    const refused = async (bytes: Uint8Array) => {
      const taken = await takeIn(services(here), { patientId, bytes, source: 'file', metadata });
      return taken.ok ? 'taken' : taken.error.code;
    };
    expect(await refused(dicomClip().subarray(0, -clip.width * 2))).toBe('data.truncated');
    expect(await refused(dicomClip({ '7fe00010 OW': [] }))).toMatch(/^data\./);
    expect(await counts(here)).toEqual(before);
  });

  it('has a thumbnail of its middle frame, through the window it proposes', async () => {
    const thumbnail = unwrap(await imaging.thumbnail(dicomClip()));
    const { data, info } = await sharp(thumbnail ?? new Uint8Array()).greyscale().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([clip.width, clip.height]);
    // Stored 1000 is 0 HU, the middle of the window: half grey. Frame 2 begins at 1000 in its corner.
    expect(Math.abs((data[0] ?? 0) - 128)).toBeLessThan(12);
    expect(data.at(-1)).toBeGreaterThan(220);
  });

  it('is known by its bytes without a preamble, and in every compression', async () => {
    for (const name of ['made_implicit.dcm', 'emri_small_jpeg_ls_lossless.dcm', 'HTJ2K_08_RGB.dcm', 'made_deflated.dcm']) {
      expect(await imaging.probe(dicomFixture(name)), name).toMatchObject({ ok: true, value: { contentType: 'application/dicom' } });
    }
    const bare = dicomClip().subarray(132 + 28);
    expect(bare[0]).toBe(8);
    expect(await imaging.probe(bare)).toMatchObject({ ok: true, value: { contentType: 'application/dicom', frames: clip.frames } });
  });
});
