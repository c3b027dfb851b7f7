import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import { demoPatients } from '../../electron/mediaServer/demo/catalogue.ts';
import { barColour, everyKind, type KindOfMedium } from '../support/everyKind.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { ask, createPassphrase, openPatient, patientBanner, pixelAt, takeIn } from './steps.ts';
import { waveFile } from './waveFile.ts';

/**
 * Every kind of medium, from the library to two of them side by side, without a mouse. LIGHTBOX_SCREENSHOTS keeps what it looks like, in the large
 * window and the small one.
 */

const { ultrasound } = demoPatients;
const canvases = (page: Page) => page.getByTestId('frame-canvas');
const frameShown = (page: Page, frame: number) => expect(canvases(page)).toHaveAttribute('data-frame', String(frame));
const look = (page: Page) => page.getByTestId('look');
const large = { width: 1440, height: 900 };
const small = { width: 1024, height: 768 };

test('every kind of medium by keyboard alone: opened from the library, stepped, played, windowed, compared', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(420_000);
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
  await page.setViewportSize(large);
  await createPassphrase(page, { name: 'Test Nurse', passphrase: 'quartz lantern orbits seven meadows' });
  await page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();
  await openPatient(page, ultrasound.family);
  const [patient] = await ask(page, 'patients.list', { query: ultrasound.family });
  const take = async ({ title, created, make }: Pick<KindOfMedium, 'title' | 'created' | 'make'>) => takeIn(page, patient?.id ?? '', title, created, await make());
  for (const kind of Object.values(everyKind)) await take(kind);
  await take({ title: 'Kind sound', created: '2026-11-11T08:00:00+01:00', make: () => waveFile(20 * 88_200) });

  for (const kind of Object.values(everyKind)) {
    await test.step(`${kind.title}: opened, stepped${kind.plays ? ' and played' : ''}`, async () => {
      await openFromLibrary(page, kind.title);
      await frameShown(page, 0);
      await expect(patientBanner(page)).toContainText(ultrasound.family);
      if (kind.frames > 1) await stepAndPlay(page, kind);
      await inBothSizes(page, `kind-${kind.title.slice(5).toLowerCase().replaceAll(' ', '-')}`);
    });
  }

  await test.step('a telephone’s HEIC, which no browser decodes, stands upright in the colours it was written in', async () => {
    await openFromLibrary(page, everyKind.heic.title);
    await frameShown(page, 0);
    expect(await canvases(page).evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height])).toEqual([48, 64]);
    // Along the diagonal of its slopes it is grey in every space of colours; lying, it would be so elsewhere.
    for (const [x, y, grey] of [[31, 21, 85], [16, 42, 169]] as const) expect(differenceOf(await pixelAt(page, x, y), [grey, grey, grey])).toBeLessThanOrEqual(6);
    // Red grows downwards, green to the left.
    const [above, below] = [await pixelAt(page, 24, 4), await pixelAt(page, 24, 60)];
    expect((below[0] ?? 0) - (above[0] ?? 0)).toBeGreaterThan(150);
  });

  await test.step('a photograph is turned, mirrored, zoomed, magnified and brightened', async () => {
    await openFromLibrary(page, everyKind.jpeg.title);
    await frameShown(page, 0);
    // In the middle of its bar; what is written there is another colour, in the space of its profile.
    const { data, info } = await sharp(await everyKind.jpeg.make(), { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
    const written = [...data.subarray((120 * info.width + 53) * info.channels)].slice(0, 3);
    expect(differenceOf(written, barColour)).toBeGreaterThan(8);
    expect(differenceOf(await pixelAt(page, 53, 120), barColour)).toBeLessThanOrEqual(3);
    const fitted = await sizeOf(canvases(page));
    await press(page, '+', '+');
    await expect.poll(async () => (await sizeOf(canvases(page))).width).toBeGreaterThan(fitted.width * 1.5);
    await press(page, '1');
    await expect.poll(() => sizeOf(canvases(page))).toEqual({ width: 320, height: 240 });
    await press(page, '0', ']');
    await expect(page.getByText('Turned 90° right')).toBeVisible();
    await press(page, '[', 'Shift+H', 'z', 'p', 'Alt+Shift+ArrowRight');
    await expect(page.getByTestId('pixel-probe')).toContainText('R ');
    await inBothSizes(page, 'kind-closer');
    await press(page, 'z', 'p', 'Shift+H', 'w');
    const brightness = page.getByRole('slider', { name: 'Brightness' });
    await expect(brightness).toBeFocused();
    await press(page, 'ArrowRight', 'ArrowRight');
    await inBothSizes(page, 'kind-colour-display');
    await press(page, 'Escape');
    await expect(brightness).toBeHidden();
    await expect(look(page)).toHaveText('Display adjusted');
    // Nobody says how large a photograph is.
    await press(page, 'Shift+M');
    await expect(page.getByText('Life size is not known. The file does not say how large its pixels are.')).toBeVisible();
    await inspectScreen(page, 'kind-no-life-size');
    await expect(page.getByTestId('life-size')).toHaveCount(0);
    await press(page, 'Shift+W');
    await expect(look(page)).toHaveCount(0);
  });

  await test.step('grey goes through the windows of computed tomography, and comes back as it was left', async () => {
    await openFromLibrary(page, everyKind.grey.title);
    await expect(look(page)).toHaveText('C 50 W 350 HU');
    await press(page, '3');
    await expect(look(page)).toHaveText('C 40 W 80 HU');
    await press(page, '5', 'i');
    await expect(look(page)).toHaveText('C -600 W 1500 HU, inverted');
    await press(page, 'i', 'End');
    await frameShown(page, 11);
    await tabTo(page, page.getByRole('button', { name: 'Windows' }));
    await press(page, 'Enter');
    await expect(page.getByRole('menuitem', { name: 'Temporal bone' })).toBeVisible();
    await inBothSizes(page, 'kind-windows');
    await press(page, 'Escape');
    await expect(page.getByRole('menuitem')).toHaveCount(0);
    await inBothSizes(page, 'kind-lung-window');
    await openFromLibrary(page, everyKind.jpeg.title);
    await openFromLibrary(page, everyKind.grey.title);
    await frameShown(page, 11);
    await expect(look(page)).toHaveText('C -600 W 1500 HU');
  });

  await test.step('the strip, and full screen', async () => {
    await press(page, 'Shift+S');
    await expect(page.getByRole('group', { name: 'Frame strip' }).getByRole('button', { name: 'Frame 12', exact: true }).locator('canvas')).toHaveAttribute('data-drawn', 'true');
    await inBothSizes(page, 'kind-strip');
    await press(page, 'F11');
    await expect(page.getByRole('button', { name: 'Leave full screen' })).toBeVisible();
    await inspectScreen(page, 'kind-full-screen');
    await press(page, 'F11', 'Shift+S');
    await expect(page.getByRole('button', { name: 'Zoom in' })).toBeVisible();
  });

  await test.step('life size, once the screen is calibrated; pixels twice as high as wide keep their shape', async () => {
    await openFromLibrary(page, everyKind.tall.title);
    await frameShown(page, everyKind.tall.frames - 1);
    const { width, height } = await sizeOf(canvases(page));
    // 64 columns and 48 rows, each row as high as two columns are wide.
    expect(height / width).toBeCloseTo(96 / 64, 2);
    await expect(page.getByTestId('life-size')).toHaveCount(0);
    await press(page, 'Shift+M');
    await expect(page.getByRole('slider', { name: 'Length of the bar' })).toBeFocused();
    await inBothSizes(page, 'kind-calibrate');
    // The shortest bar: 2 CSS pixels to the millimetre.
    await press(page, 'Home', 'Tab');
    await tabTo(page, page.getByRole('button', { name: 'It is as long' }));
    await press(page, 'Enter');
    await expect(page.getByTestId('life-size')).toHaveText('Life size');
    // 32 mm wide and 48 mm high.
    await expect.poll(() => sizeOf(canvases(page))).toEqual({ width: 64, height: 96 });
    await inspectScreen(page, 'kind-life-size');
    await press(page, '0');
    await expect(page.getByTestId('life-size')).toContainText('× life size');
    await press(page, 'Shift+M');
    await expect(page.getByTestId('life-size')).toHaveText('Life size');
    await press(page, '0');
  });

  await test.step('sound is gone through and played', async () => {
    await openFromLibrary(page, 'Kind sound');
    await expect(page.getByTestId('sound-time')).toHaveText('00:00.0 / 00:20.0');
    await press(page, 'Shift+ArrowRight');
    await expect(page.getByTestId('sound-time')).toHaveText('00:10.0 / 00:20.0');
    await press(page, 'Space');
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
    await press(page, 'Space');
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
    await inBothSizes(page, 'kind-sound');
  });

  await test.step('DICOM, a film, an animation and a photograph are compared', async () => {
    await press(page, 'Control+1');
    await expect(page.getByRole('searchbox')).toBeFocused();
    await page.keyboard.type(ultrasound.family);
    await press(page, 'Enter');
    await expect(patientBanner(page)).toContainText(ultrasound.family);
    for (const { title } of [everyKind.grey, everyKind.video, everyKind.gif, everyKind.tall]) {
      await tabTo(page, page.getByRole('link', { name: title, exact: true }));
      await press(page, 'Space');
      await expect(page.getByRole('checkbox', { name: `Compare ${title}` })).toBeChecked();
    }
    await press(page, 'c');
    await expect(canvases(page)).toHaveCount(4);
    const frames = () => canvases(page).evaluateAll((all) => all.map((canvas) => canvas.dataset['frame']));
    await expect.poll(frames).toEqual(['0', '0', '0', '0']);
    await press(page, 'ArrowRight', 'ArrowRight');
    await expect.poll(frames).toEqual(['2', '2', '2', '2']);
    // The later one of the second row: the slices with tall pixels.
    const tall = await sizeOf(canvases(page).last());
    expect(tall.height / tall.width).toBeCloseTo(1.5, 1);
    // Two are grey. A window is chosen for both, one alone is inverted, and both go back.
    await expect(look(page)).toHaveText(['C 50 W 350 HU', 'C 0 W 200 HU']);
    await press(page, '3');
    await expect(look(page)).toHaveText(['C 40 W 80 HU', 'C 40 W 80 HU']);
    await press(page, 'Shift+W', '5');
    await expect(look(page)).toHaveText(['C -600 W 1500 HU', 'C -600 W 1500 HU']);
    await press(page, 'l', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'i');
    await expect(look(page)).toHaveText(['C -600 W 1500 HU', 'C -600 W 1500 HU, inverted']);
    await press(page, 'l');
    await inBothSizes(page, 'kind-compare-four');
    await press(page, 'Shift+W', 'ArrowUp', 'ArrowUp', 'ArrowUp');
    await expect(look(page)).toHaveText(['C 50 W 350 HU', 'C 0 W 200 HU']);
    await press(page, 's');
    await inBothSizes(page, 'kind-compare-two');
  });

  await test.step('the keys are all told', async () => {
    await openFromLibrary(page, everyKind.grey.title);
    await press(page, 'Shift+?');
    await expect(page.getByRole('dialog')).toContainText('Life size');
    await inBothSizes(page, 'kind-help');
    await press(page, 'Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  await test.step('settings tell of the screen', async () => {
    await press(page, 'Control+5');
    await expect(page.getByText('2.00 pixels per millimetre')).toBeVisible();
    await inBothSizes(page, 'kind-settings');
  });
});

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Until it has the focus; a screen that cannot be walked through would never end. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const focused = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 200; presses += 1) {
    if (await focused()) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

async function openFromLibrary(page: Page, title: string): Promise<void> {
  await press(page, 'Control+3');
  await expect(page.getByRole('searchbox', { name: 'Search pictures' })).toBeFocused();
  await page.keyboard.type(title);
  await press(page, 'Enter');
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
}

async function stepAndPlay(page: Page, { frames, plays }: KindOfMedium): Promise<void> {
  await press(page, 'ArrowRight');
  await frameShown(page, 1);
  await press(page, 'End');
  await frameShown(page, frames - 1);
  await press(page, 'ArrowLeft');
  await frameShown(page, frames - 2);
  await press(page, 'Home');
  await frameShown(page, 0);
  if (plays) {
    await press(page, 'Space');
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
    await expect(canvases(page)).not.toHaveAttribute('data-frame', '0');
    await press(page, 'Space');
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  }
  await press(page, 'End');
  await frameShown(page, frames - 1);
}

async function inBothSizes(page: Page, name: string): Promise<void> {
  await inspectScreen(page, name);
  await page.setViewportSize(small);
  await inspectScreen(page, `${name}-small`);
  await page.setViewportSize(large);
}

/** Of the channel that differs most. */
function differenceOf(one: readonly number[], other: readonly number[]): number {
  return Math.max(...one.map((value, channel) => Math.abs(value - (other[channel] ?? Number.NaN))));
}

async function sizeOf(locator: Locator): Promise<{ readonly width: number; readonly height: number }> {
  const { width, height } = (await locator.boundingBox()) ?? { width: Number.NaN, height: Number.NaN };
  return { width: Math.round(width), height: Math.round(height) };
}
