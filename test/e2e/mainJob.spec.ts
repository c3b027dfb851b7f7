import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { demoMedia, demoPatients, sweep, sweepColour } from '../../electron/mediaServer/demo/catalogue.ts';
import seedMedia from '../../electron/mediaServer/demo/seedMedia.json' with { type: 'json' };
import { mediaSchema } from '../../shared/fhir/resources.ts';
import { openDemoChart } from './demoChart.ts';
import { expect, test } from './launchLightbox.ts';
import {
  ask, clickOnPicture, createPassphrase, dragOnPicture, dropFiles, goTo, openPatient, openPicture, paintedPixels, patientBanner, pixelAt, saveDrawing, stepTo, unlock,
} from './steps.ts';
import { tracesOf } from './tracesOf.ts';

const passphrase = 'quartz lantern orbits seven meadows';
const noteText = 'Periwound skin intact, dressing changed';
const camera = ['--use-fake-device-for-media-stream'];
const frame = 5;

test('a picture taken offline reaches the chart, is stepped through and drawn on, and the drawing reaches the chart too', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(240_000);
  const dataDirectory = join(temporaryDirectory, 'first');
  const dropped = join(temporaryDirectory, 'from-elsewhere.jpg');
  await makeJpeg(dropped);
  const first = await launchLightbox({ dataDirectory, chromiumArgs: camera });

  await test.step('a passphrase is made, the demo EHR syncs', async () => {
    await createPassphrase(first.page, { name: 'Test Nurse', passphrase });
    await first.page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();
    await expect(first.page.getByText('6 patients')).toBeVisible();
    await everythingFetched(first.page);
  });

  await test.step("the seed's Media is opened and drawn on", async () => {
    await openPicture(first.page, 'Thistlewood', await titleOfSeedMedia(first.page));
    await first.page.getByRole('button', { name: 'Rectangle' }).click();
    await dragOnPicture(first.page, [0.4, 0.4], [0.6, 0.6]);
    await saveDrawing(first.page);
    await first.page.getByRole('button', { name: 'Back' }).click();
  });

  await test.step("the animation is stepped to a frame, the pixels are that frame's, and a polygon is drawn on it", async () => {
    await openPicture(first.page, 'Wieczorek', 'Liver, sector sweep');
    await stepTo(first.page, frame);
    const { x, y, size } = sweep.patch;
    expect(await pixelAt(first.page, x + size / 2, y + size / 2)).toEqual([...sweepColour(frame)]);
    await first.page.getByRole('button', { name: 'Polygon' }).click();
    await clickOnPicture(first.page, [[0.4, 0.4], [0.6, 0.45], [0.55, 0.65], [0.42, 0.6]]);
    await first.page.keyboard.press('Enter');
    await saveDrawing(first.page);
    await first.page.getByRole('button', { name: 'Back' }).click();
  });
  const drawn = await layersOfSweep(first.page);
  expect(drawn.map(({ frame: on, shapes }) => [on, shapes.map(({ kind }) => kind)])).toEqual([[frame, ['polygon']]]);

  await test.step('offline, a photo is taken and a JPEG dropped in', async () => {
    await goTo(first.page, 'Sync');
    await first.page.getByRole('switch', { name: 'Work offline' }).click();
    await expect(first.page.getByRole('link', { name: /^Connection: Offline/ })).toBeVisible();
    await openPatient(first.page, 'Marchbanks');
    await patientBanner(first.page).getByRole('link', { name: 'Capture' }).click();
    await expect(patientBanner(first.page)).toContainText('Marchbanks');
    await first.page.getByLabel('Title').fill('Ulcer by camera');
    await first.page.getByLabel('Note', { exact: true }).fill(noteText);
    await first.page.getByRole('button', { name: 'Take picture' }).click();
    await expect(justAdded(first.page, 'Ulcer by camera')).toContainText('Saved on this computer');
    await first.page.getByLabel('Title').fill('Ulcer by file');
    await dropFiles(first.page, [dropped]);
    await expect(justAdded(first.page, 'Ulcer by file')).toContainText('Saved on this computer');
  });
  const captured = await hashesByTitle(first.page, ['Ulcer by camera', 'Ulcer by file']);
  expect(captured.get('Ulcer by file')).toBe(sha256(await readFile(dropped)));
  // What must not stand in clear anywhere; also in what the window itself keeps.
  const secrets = [...Object.values(demoPatients).map(({ family }) => family), noteText, ...demoMedia.flatMap(({ note }) => note ?? [])];
  expect(tracesOf(first.windowProfile, secrets)).toEqual([]);

  await first.kill();
  expect(tracesOf(dataDirectory, secrets)).toEqual([]);
  // The search does find what is in clear: beside the data lies the file that was dropped in.
  expect(tracesOf(temporaryDirectory, secrets)).toEqual([`${dropped}: JPEG`]);

  const again = await launchLightbox({ dataDirectory, chromiumArgs: camera });
  await test.step('after the kill both are there', async () => {
    await unlock(again.page, passphrase);
    await openPatient(again.page, 'Marchbanks');
    for (const title of captured.keys()) await expect(again.page.getByRole('link', { name: title, exact: true })).toBeVisible();
    expect(await hashesByTitle(again.page, [...captured.keys()])).toEqual(captured);
    expect(await layersOfSweep(again.page)).toEqual(drawn);
  });

  await test.step('online again, everything is proven to be in the chart', async () => {
    await goTo(again.page, 'Sync');
    await again.page.getByRole('switch', { name: 'Work offline' }).click();
    await expect.poll(async () => (await ask(again.page, 'sync.entries', undefined)).map(({ state }) => state), { timeout: 60_000 }).toEqual(['confirmed', 'confirmed', 'confirmed', 'confirmed']);
    await expect(again.page.getByText('Waiting to be sent').locator('..')).toContainText('0 changes');
  });

  const connection = await ask(again.page, 'connection.current', undefined);
  await test.step('the chart holds the same bytes, the note and the drawing', async () => {
    const chart = await openDemoChart(connection);
    const held = await chart.mediaOfPatient(demoPatients.wound.id);
    for (const [title, hash] of captured) {
      const media = held.find(({ content }) => content.title === title);
      expect(sha256(await chart.bytes(media?.content.url ?? 'missing'))).toBe(hash);
    }
    expect(held.find(({ content }) => content.title === 'Ulcer by camera')?.note?.map(({ text }) => text)).toContain(noteText);
    const [animation] = await chart.mediaOfPatient(demoPatients.ultrasound.id);
    expect(JSON.stringify(animation?.note)).toContain(drawn[0]?.shapes[0]?.id);

    // What the server makes, and the note; nothing else may differ.
    const { note, meta, ...trip } = mediaSchema.parse(await chart.read('Media/example'));
    const { versionId, lastUpdated, ...keptMeta } = meta ?? {};
    expect({ ...trip, meta: keptMeta }).toEqual(seedMedia);
    expect([versionId, lastUpdated, note?.length]).toEqual([expect.any(String), expect.any(String), 1]);
  });

  const second = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'second') });
  await test.step('a second, empty workstation shows the same polygon on the same frame', async () => {
    await createPassphrase(second.page, { name: 'Other Nurse', passphrase });
    await second.page.getByLabel('Name', { exact: true }).fill('Demo EHR next door');
    await second.page.getByLabel('Address of the chart').fill(connection?.baseUrl ?? '');
    await second.page.getByLabel('Client ID').fill(connection?.demoCredentials?.clientId ?? '');
    await second.page.getByLabel('Client secret').fill(connection?.demoCredentials?.clientSecret ?? '');
    await second.page.getByLabel('Token URL').fill(connection?.demoCredentials?.tokenUrl ?? '');
    await second.page.getByRole('button', { name: 'Connect', exact: true }).click();
    await everythingFetched(second.page);
    await openPicture(second.page, 'Wieczorek', 'Liver, sector sweep');
    await stepTo(second.page, frame - 1);
    await expect.poll(() => paintedPixels(second.page)).toBe(0);
    await second.page.getByRole('button', { name: 'Next frame' }).click();
    await expect(second.page.getByTestId('frame-canvas')).toHaveAttribute('data-frame', String(frame));
    await expect.poll(() => paintedPixels(second.page)).toBeGreaterThan(0);
    expect((await layersOfSweep(second.page)).map(({ frame: on, shapes }) => ({ on, shapes }))).toEqual(drawn.map(({ frame: on, shapes }) => ({ on, shapes })));
  });
  await second.kill();
  expect(tracesOf(join(temporaryDirectory, 'second'), secrets)).toEqual([]);
});

async function everythingFetched(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      const { link, patients, media, contentMissing } = await ask(page, 'sync.status', undefined);
      return { link, patients, media: media >= demoMedia.length + 1, contentMissing };
    }, { timeout: 60_000 })
    .toEqual({ link: 'online', patients: 6, media: true, contentMissing: 0 });
}

async function patientIdOf(page: Page, family: string): Promise<string> {
  const [patient] = await ask(page, 'patients.list', { query: family });
  if (patient === undefined) throw new Error('no such patient');
  return patient.id;
}

async function titleOfSeedMedia(page: Page): Promise<string> {
  const [media] = await ask(page, 'media.list', { patientId: await patientIdOf(page, demoPatients.seed.family) });
  return media?.title ?? '';
}

async function layersOfSweep(page: Page) {
  const [media] = await ask(page, 'media.list', { patientId: await patientIdOf(page, demoPatients.ultrasound.family) });
  return (await ask(page, 'media.get', { mediaId: media?.id ?? '' })).layers;
}

/** SHA-256 of what the window gets for each picture of the wound patient. */
async function hashesByTitle(page: Page, titles: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const media = await ask(page, 'media.list', { patientId: await patientIdOf(page, demoPatients.wound.family) });
  const found = titles.map((title) => [title, media.find((one) => one.title === title)?.id ?? 'missing'] as const);
  const hashes = await page.evaluate(
    (pairs) =>
      Promise.all(pairs.map(async ([title, id]) => {
        const response = await fetch(`/media/${id}/content`);
        const digest = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
        return [title, response.ok ? new Uint8Array(digest).reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '') : String(response.status)] as const;
      })),
    found,
  );
  return new Map(hashes);
}

function justAdded(page: Page, title: string) {
  return page.getByRole('region', { name: 'Just added' }).getByRole('listitem').filter({ hasText: title });
}

async function makeJpeg(path: string): Promise<void> {
  const picture = sharp({ create: { width: 640, height: 480, channels: 3, background: '#b07050', noise: { type: 'gaussian', mean: 128, sigma: 30 } } });
  await writeFile(path, await picture.jpeg().toBuffer());
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
