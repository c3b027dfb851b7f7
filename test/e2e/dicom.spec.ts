import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { projectPath } from '../../scripts/build/projectPath.ts';
import { clip, clipValue, dicomClip } from '../support/dicomClip.ts';
import { dicomFixture } from '../support/dicomFixtures.ts';
import { mutateFile } from '../support/mutateFile.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { ask, createPassphrase, dragOnPicture, dropFiles, openPatient, pixelAt } from './steps.ts';

const passphrase = 'quartz lantern orbits seven meadows';
const frameShown = (page: Page, frame: number) => expect(page.getByTestId('frame-canvas')).toHaveAttribute('data-frame', String(frame));
const look = (page: Page) => page.getByTestId('look');

/** DICOM PS3.3, C.11.2.1.2.1, worked out here by itself: the grey of a stored value through a linear window, intercept -1000. */
function greyOf(stored: number, centre: number, width: number): number {
  const value = stored - 1000;
  return Math.round(255 * Math.min(1, Math.max(0, (value - (centre - 0.5)) / (width - 1) + 0.5)));
}

test('a DICOM clip: taken in, stepped, windowed and read by keyboard alone; its pixels are exact', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(240_000);
  const file = join(temporaryDirectory, 'clip.dcm');
  await writeFile(file, dicomClip());
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
  await createPassphrase(page, { name: 'Test Nurse', passphrase });
  await page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();

  await test.step('the file’s own words are proposed, and accepted with a key', async () => {
    await openPatient(page, 'Wieczorek');
    await dropFiles(page, [file]);
    const question = page.getByRole('dialog', { name: 'What the file says of itself' });
    await expect(question.getByLabel('Device')).toHaveValue('Acme, Scanner 3');
    await expect(question.getByLabel('Accession number')).toHaveValue('ACC-77');
    await expect(question.getByText('From the file')).toHaveCount(5);
    await inspectScreen(page, 'dicom-intake');
    await expect(question.getByRole('button', { name: 'Save it' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Just added' })).toContainText('Saved on this computer');
  });

  await test.step('it opens, and its pixels are those of the window it proposes', async () => {
    await page.getByRole('region', { name: 'Just added' }).getByRole('link').press('Enter');
    await frameShown(page, 0);
    await expect(look(page)).toHaveText('C 0 W 200 HU');
    const grey = greyOf(clipValue(0, 40, 30), 0, 200);
    expect(await pixelAt(page, 40, 30)).toEqual([grey, grey, grey]);
    await page.keyboard.press('End');
    await frameShown(page, clip.frames - 1);
    const last = greyOf(clipValue(clip.frames - 1, 1, 2), 0, 200);
    expect(await pixelAt(page, 1, 2)).toEqual([last, last, last]);
    await page.keyboard.press('Home');
    await frameShown(page, 0);
  });

  await test.step('presets, invert and steps of the window by keys', async () => {
    await page.keyboard.press('3');
    await expect(look(page)).toHaveText('C 100 W 400 HU');
    await page.keyboard.press('i');
    await expect(look(page)).toHaveText('C 100 W 400 HU, inverted');
    const inverted = 255 - greyOf(clipValue(0, 40, 30), 100, 400);
    await expect.poll(async () => Math.abs(((await pixelAt(page, 40, 30))[0] ?? 0) - inverted)).toBeLessThanOrEqual(1);
    await page.keyboard.press('i');
    // After the file's two windows come those of the modality.
    await page.keyboard.press('4');
    await expect(look(page)).toHaveText('C 40 W 80 HU');
    await page.keyboard.press('Control+ArrowRight');
    await expect(look(page)).toHaveText('C 40 W 84 HU');
    await page.keyboard.press('Shift+W');
    await expect(look(page)).toHaveText('C 0 W 200 HU');
  });

  await test.step('the window is dragged', async () => {
    await page.keyboard.press('w');
    await dragOnPicture(page, [0.4, 0.4], [0.5, 0.5]);
    await expect(look(page)).not.toHaveText('C 0 W 200 HU');
    await page.keyboard.press('Shift+W');
    await page.keyboard.press('v');
    await inspectScreen(page, 'dicom-window');
  });

  await test.step('overlays come and go; the tags are searched', async () => {
    await expect(page.getByTestId('overlay-planes')).toBeVisible();
    await page.keyboard.press('Shift+O');
    await expect(page.getByTestId('overlay-planes')).toHaveCount(0);
    await page.getByRole('tab', { name: 'Layers & notes' }).focus();
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByRole('tab', { name: 'Tags' })).toHaveAttribute('aria-selected', 'true');
    await page.getByLabel('Search the tags').focus();
    await page.keyboard.type('slope');
    await expect(page.getByText('Rescale Slope')).toBeVisible();
    await expect(page.getByText('Patient ID')).toHaveCount(0);
    await inspectScreen(page, 'dicom-tags');
  });
  await page.setViewportSize({ width: 1024, height: 768 });
  await inspectScreen(page, 'dicom-1024');
});

test('a file that names another patient stops, with both shown', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(180_000);
  const file = join(temporaryDirectory, 'clip.dcm');
  await writeFile(file, dicomClip());
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
  await createPassphrase(page, { name: 'Test Nurse', passphrase });
  await page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();
  await openPatient(page, 'Marchbanks');
  const [patient] = await ask(page, 'patients.list', { query: 'Marchbanks' });
  const taken = async () => (await ask(page, 'media.list', { patientId: patient?.id ?? '' })).filter(({ contentType }) => contentType === 'application/dicom').length;
  const stop = page.getByRole('dialog', { name: 'Whose picture is this?' });

  await dropFiles(page, [file]);
  await expect(stop.getByRole('row', { name: 'Patient number' })).toContainText(['LB-100388', 'LB-100231'].join(''));
  await inspectScreen(page, 'dicom-stop');
  // The way that does no harm has the focus.
  await expect(stop.getByRole('button', { name: 'Wrong patient: do not take it' })).toBeFocused();
  expect(await taken()).toBe(0);
  await page.keyboard.press('Enter');
  await expect(stop).toHaveCount(0);
  expect(await taken()).toBe(0);

  await dropFiles(page, [file]);
  await stop.getByRole('button', { name: 'It is this patient, keep' }).press('Enter');
  await expect.poll(taken).toBe(1);
  await page.getByRole('region', { name: 'Just added' }).getByRole('link').press('Enter');
  await frameShown(page, 0);
  await expect(page.getByRole('alert').filter({ hasText: 'names another patient' })).toContainText('Wieczorek');
  await inspectScreen(page, 'dicom-other-patient');
});

/** One small file for every decoder; what mutateFile makes of them. */
const seeds = ['made_jpeg_422.dcm', 'made_jpeg_extended12.dcm', 'made_jpeg_lossless_rgb16.dcm', 'made_jpeg_lossless_sv6.dcm', 'JLSL_08_07_0_1F.dcm', 'emri_small_jpeg_2k_lossless.dcm', 'HTJ2K_08_RGB.dcm', 'emri_small_RLE.dcm', 'made_deflated.dcm', 'liver_deflate.dcm', 'SC_rgb.dcm'];
const mutations = Number(process.env['LIGHTBOX_MUTATIONS'] ?? 64);

test('broken DICOM files never take the window along: each is shown or refused in words', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(120_000 + mutations * 2_000);
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
  await createPassphrase(page, { name: 'Test Nurse', passphrase });
  const worker = await workerPath();
  const random = seededRandom(20_261_129);
  const outcomes = new Map<string, number>();
  let file: Uint8Array = new Uint8Array();
  await page.route('**/media/mutated/content', (route) => route.fulfill({ body: Buffer.from(file), contentType: 'application/dicom' }));
  for (let index = 0; index < mutations + seeds.length; index += 1) {
    const seed = dicomFixture(seeds[index % seeds.length] ?? 'SC_rgb.dcm');
    // The files as they are come first: their decoders do run in this worker.
    file = index < seeds.length ? seed : mutateFile(seed, random);
    const outcome = await page.evaluate(decodeInWorker, worker);
    if (index < seeds.length) expect([seeds[index], outcome]).toEqual([seeds[index], 'frame']);
    expect(outcome).toMatch(/^frame$|^data\./);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  expect(outcomes.size).toBeGreaterThan(2);
  console.log(Object.fromEntries(outcomes));
});

async function workerPath(): Promise<string> {
  const name = (await readdir(projectPath('dist/renderer/workers'))).find((file) => /^frame\.worker-.*\.js$/.test(file));
  if (name === undefined) throw new Error('no built worker');
  return `/workers/${name}`;
}

/** In the page: the built worker opens the bytes and shows the first frame. @returns "frame", or the code it fails with; "deadline" where it has to be ended. */
function decodeInWorker(path: string): Promise<string> {
  return new Promise((resolve) => {
    const worker = new Worker(path, { type: 'module' });
    const deadline = setTimeout(() => settle('data.too-slow'), 10_000);
    const settle = (outcome: string) => {
      clearTimeout(deadline);
      worker.terminate();
      resolve(outcome);
    };
    worker.onerror = () => settle('crashed');
    worker.onmessage = ({ data }: MessageEvent<{ readonly kind: string; readonly failure?: { readonly code: string } }>) => {
      if (data.kind === 'opened') worker.postMessage({ kind: 'show', frame: 0, direction: 1 });
      if (data.kind === 'frame') settle('frame');
      if (data.kind === 'failed' || data.kind === 'frameFailed') settle(data.failure?.code ?? 'no code');
    };
    worker.postMessage({ kind: 'open', url: new URL('/media/mutated/content', window.location.href).href, avoid: [] });
  });
}
