import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { largePicture } from '../support/stills/largeStills.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { createPassphrase, dragOnPicture, dropFiles, openPatient, saveDrawing } from './steps.ts';

const size = { width: 8000, height: 6000 };
/** Columns of light and dark by turns: reduced, they are one grey; and soft slopes that say where on the picture a pixel is. */
function stripedColour(x: number, y: number): readonly [number, number, number] {
  return [x % 2 === 0 ? 220 : 40, Math.floor((200 * x) / size.width), Math.floor((200 * y) / size.height)];
}

interface Probed {
  readonly x: number;
  readonly y: number;
  readonly colour: readonly number[];
}

async function probed(page: Page): Promise<Probed> {
  const probe = page.getByTestId('pixel-probe');
  await expect(probe).toContainText('R ');
  const [x = NaN, y = NaN, ...colour] = ((await probe.textContent()) ?? '').match(/\d+/g)?.map(Number) ?? [];
  return { x, y, colour };
}

/** As near as a JPEG keeps it. */
function expectTrue({ x, y, colour }: Probed): void {
  for (const [channel, value] of stripedColour(x, y).entries()) expect(Math.abs(value - (colour[channel] ?? Number.NaN)), `channel ${String(channel)} at ${String(x)}, ${String(y)}`).toBeLessThanOrEqual(6);
}

test('a picture of 48 megapixels: reduced first, every pixel where somebody looks, drawings in its own pixels', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(240_000);
  const file = join(temporaryDirectory, 'camera.jpg');
  await writeFile(file, await largePicture(size, stripedColour).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer());
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
  await page.setViewportSize({ width: 1440, height: 900 });
  await createPassphrase(page, { name: 'Test Nurse', passphrase: 'quartz lantern orbits seven meadows' });
  await page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();
  await openPatient(page, 'Marchbanks');
  await dropFiles(page, [file]);
  await expect(page.getByRole('region', { name: 'Just added' })).toContainText('Saved on this computer', { timeout: 60_000 });
  await page.getByRole('region', { name: 'Just added' }).getByRole('link').press('Enter');
  const canvas = page.getByTestId('frame-canvas');
  const part = page.getByTestId('picture-part');
  await expect(canvas).toHaveAttribute('data-frame', '0');

  await test.step('fitted, it is painted with the pixels that a screen shows, and lies where all of it would', async () => {
    expect(await canvas.evaluate((element) => [(element as HTMLCanvasElement).width, (element as HTMLCanvasElement).height])).toEqual([2000, 1500]);
    expect(await canvas.evaluate((element) => [(element as HTMLCanvasElement).clientWidth, (element as HTMLCanvasElement).clientHeight])).toEqual([size.width, size.height]);
    await expect(part).toHaveCount(0);
    await inspectScreen(page, 'large-fitted-1440x900');
  });

  await test.step('the probe reads the picture’s pixel, and not the mixture that is shown', async () => {
    await page.keyboard.press('p');
    const first = await probed(page);
    expectTrue(first);
    await page.keyboard.press('Alt+ArrowRight');
    await expect(page.getByTestId('pixel-probe')).toContainText(`x ${String(first.x + 1)} `);
    expectTrue(await probed(page));
    await page.keyboard.press('z');
    await expect(page.getByTestId('magnifier')).toBeVisible();
    await page.keyboard.press('z');
  });

  await test.step('at 1:1 every pixel that is seen is the picture’s own', async () => {
    await page.keyboard.press('1');
    await expect(part).toHaveCount(1);
    const box = await page.getByTestId('picture-surface').boundingBox();
    if (box === null) throw new Error('not on the screen');
    await page.mouse.move(box.x + 150, box.y + 200);
    const at = await probed(page);
    expectTrue(at);
    const seen = await part.evaluate((element, [x, y]) => {
      const pixels = element.querySelector('canvas');
      const pen = new OffscreenCanvas(1, 1).getContext('2d');
      if (pixels === null || pen === null) return null;
      const [left, top] = [Number.parseFloat((element as HTMLElement).style.left), Number.parseFloat((element as HTMLElement).style.top)];
      pen.drawImage(pixels, x - left, y - top, 1, 1, 0, 0, 1, 1);
      return { asWide: pixels.width === Number.parseFloat((element as HTMLElement).style.width), colour: [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3) };
    }, [at.x, at.y] as const);
    expect(seen).toEqual({ asWide: true, colour: at.colour });
    const { data } = await sharp(await page.screenshot({ clip: { x: box.x + 300, y: box.y + 300, width: 8, height: 1 } })).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const reds = Array.from({ length: 8 }, (_, pixel) => (data[pixel * 3] ?? 0) > 128);
    expect(reds).toEqual(reds.map((_, pixel) => (pixel % 2 === 0) === reds[0]));
    await inspectScreen(page, 'large-actual-1440x900');
  });

  await test.step('what is drawn lies in the picture’s own pixels', async () => {
    await page.keyboard.press('p');
    await page.getByRole('button', { name: 'Arrow', exact: true }).click();
    await dragOnPicture(page, [0.3, 0.3], [0.45, 0.4]);
    await expect(page.getByTestId('layer-shape-count')).toHaveText('1 shape');
    await saveDrawing(page);
    await page.keyboard.press('v');
    await page.keyboard.press('0');
    await expect(part).toHaveCount(0);
    await inspectScreen(page, 'large-drawn-1440x900');
  });

  await test.step('panning asks for what comes into view', async () => {
    await page.keyboard.press('1');
    await expect(part).toHaveCount(1);
    const before = await part.getAttribute('style');
    await page.getByTestId('picture-surface').hover({ position: { x: 100, y: 100 } });
    await page.mouse.down({ button: 'middle' });
    await page.mouse.move(900, 700, { steps: 8 });
    await page.mouse.up({ button: 'middle' });
    await expect(part).not.toHaveAttribute('style', before ?? '');
    await page.keyboard.press('p');
    expectTrue(await probed(page));
  });
});
