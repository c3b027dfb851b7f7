import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { sweep, sweepColour } from '../../electron/mediaServer/demo/catalogue.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { clickOnPicture, createPassphrase, dragOnPicture, openPicture, paintedPixels, pixelAt, unlock } from './steps.ts';

const passphrase = 'quartz lantern orbits seven meadows';
const frameShown = (page: Page, frame: number) => expect(page.getByTestId('frame-canvas')).toHaveAttribute('data-frame', String(frame));
const shapes = (page: Page) => page.getByTestId('layer-shape-count');
const saved = (page: Page) => expect(page.getByTestId('drawing-save-state')).toHaveText('Saved on this computer');

test('the viewer: frames, zoom, every tool, by mouse and by keyboard, and nothing drawn is lost', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(180_000);
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
  await createPassphrase(page, { name: 'Test Nurse', passphrase });
  await page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();
  await openPicture(page, 'Wieczorek', 'Liver, sector sweep');
  const canvas = page.getByTestId('frame-canvas');

  await test.step('frames by keys, buttons and slider; the pixels are the frame’s', async () => {
    const middle = sweep.patch.size / 2;
    const patch = () => pixelAt(page, sweep.patch.x + middle, sweep.patch.y + middle);
    await page.keyboard.press('End');
    const last = Number((await page.getByTestId('frame-count').innerText()).split('/')[1]) - 1;
    await frameShown(page, last);
    expect(await patch()).toEqual([...sweepColour(last)]);
    await page.keyboard.press('ArrowRight');
    await frameShown(page, 0);
    await page.keyboard.press('Shift+ArrowRight');
    await frameShown(page, Math.min(10, last));
    await page.getByRole('slider', { name: 'Frame' }).focus();
    await page.keyboard.press('ArrowLeft');
    await frameShown(page, Math.min(10, last) - 1);
    expect(await patch()).toEqual([...sweepColour(Math.min(10, last) - 1)]);
    await page.getByRole('button', { name: 'First frame' }).click();
    await frameShown(page, 0);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect(canvas).not.toHaveAttribute('data-frame', '0');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'First frame' }).click();
    await frameShown(page, 0);
  });

  await test.step('zoom, rotate and fit', async () => {
    const size = async () => (await canvas.boundingBox()) ?? { width: 0, height: 0 };
    const fitted = await size();
    await page.getByTestId('picture-surface').hover();
    await page.mouse.wheel(0, -300);
    await expect.poll(async () => (await size()).width).toBeGreaterThan(fitted.width * 1.3);
    await page.getByRole('button', { name: 'Fit to window' }).click();
    await expect.poll(size).toEqual(fitted);
    await page.keyboard.press(']');
    await expect.poll(async () => { const { width, height } = await size(); return width / height; }).toBeCloseTo(fitted.height / fitted.width, 2);
    await page.keyboard.press('[');
    await expect.poll(size).toEqual(fitted);
    await page.keyboard.press('Shift+H');
    await expect(page.getByText('Mirrored left to right')).toBeVisible();
    // Turned on the screen, whatever was done before.
    await page.keyboard.press(']');
    await expect(page.getByText('Mirrored, turned 90° right')).toBeVisible();
    await page.keyboard.press('[');
    await page.keyboard.press('Shift+H');
    await expect(page.getByText('Mirrored left to right')).toBeHidden();
  });

  await test.step('two fingers zoom and pan, and draw nothing', async () => {
    const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...at: readonly number[]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: at.map((place, id) => ({ x: place, y, id })) });
    await touch('touchStart', x - 50);
    await touch('touchStart', x - 50, x + 50);
    // Twice as far apart, around the same middle.
    await touch('touchMove', x - 75, x + 75);
    await touch('touchMove', x - 100, x + 100);
    await touch('touchEnd');
    await expect.poll(async () => (((await canvas.boundingBox())?.width ?? 0) / box.width)).toBeCloseTo(2, 2);
    const zoomed = (await canvas.boundingBox()) ?? box;
    expect(zoomed.x + zoomed.width / 2).toBeCloseTo(x, 0);
    await touch('touchStart', x - 50, x + 50);
    await touch('touchMove', x - 20, x + 80);
    await touch('touchEnd');
    await expect.poll(async () => ((await canvas.boundingBox())?.x ?? 0) - zoomed.x).toBeCloseTo(30, 0);
    await session.detach();
    await expect(shapes(page)).toHaveCount(0);
    await page.keyboard.press('0');
  });

  await test.step('a closer look: the pixel, moved to by keys, is the frame’s', async () => {
    await page.keyboard.press('p');
    await page.keyboard.press('z');
    await expect(page.getByTestId('magnifier')).toBeVisible();
    const before = /^x (\d+)/.exec(await page.getByTestId('pixel-probe').innerText())?.[1];
    await page.keyboard.press('Alt+Shift+ArrowRight');
    const [x = NaN, y = NaN] = (await page.getByTestId('pixel-probe').innerText()).match(/\d+/g)?.map(Number) ?? [];
    expect(x).toBe(Number(before) + 10);
    const [red, green, blue] = await pixelAt(page, x, y);
    await expect(page.getByTestId('pixel-probe')).toContainText(`R ${String(red)}  G ${String(green)}  B ${String(blue)}`);
    await page.keyboard.press('p');
    await page.keyboard.press('z');
    await expect(page.getByTestId('magnifier')).toBeHidden();
  });

  await test.step('a range plays, back and forth; the strip shows the frames and goes to them', async () => {
    // A button that has the focus would take Space for itself.
    await page.getByTestId('picture-surface').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('<');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('>');
    await expect(page.getByTestId('play-range')).toBeVisible();
    await page.keyboard.press('r');
    await expect(page.getByRole('button', { name: 'Plays back and forth' })).toBeVisible();
    await page.keyboard.press('End');
    await page.keyboard.press('Space');
    await expect(canvas).toHaveAttribute('data-frame', /^[123]$/);
    await page.keyboard.press('Space');
    await page.keyboard.press('c');
    await expect(page.getByTestId('play-range')).toHaveCount(0);
    await page.keyboard.press('r');
    await page.keyboard.press('r');
    await page.keyboard.press('Shift+S');
    const strip = page.getByRole('group', { name: 'Frame strip' });
    await expect(strip.getByRole('button', { name: 'Frame 3', exact: true }).locator('canvas')).toHaveAttribute('data-drawn', 'true');
    await page.keyboard.press('Home');
    await strip.getByRole('button', { name: 'Frame 3', exact: true }).click();
    await frameShown(page, 2);
    await page.keyboard.press('ArrowLeft');
    await frameShown(page, 1);
    await expect(strip.getByRole('button', { name: 'Frame 2', exact: true })).toBeFocused();
    await page.keyboard.press('Shift+S');
    await page.keyboard.press('Home');
    await frameShown(page, 0);
  });

  await test.step('smooth until single pixels are inspected, or squares from actual size on; remembered, and no value is another', async () => {
    const drawn = () => canvas.evaluate((element) => getComputedStyle(element).imageRendering);
    const corners = page.getByTestId('corner-overlays');
    const patch = await pixelAt(page, sweep.patch.x + 1, sweep.patch.y + 1);
    await page.keyboard.press('1');
    for (let step = 1; step <= 5; step += 1) await page.keyboard.press('+');
    await expect(corners).toContainText('Zoom 305 %, smoothed');
    expect(await drawn()).toBe('auto');
    await page.keyboard.press('Shift+P');
    await expect(corners).toContainText('Zoom 305 %, single pixels');
    expect(await drawn()).toBe('pixelated');
    expect(await pixelAt(page, sweep.patch.x + 1, sweep.patch.y + 1)).toEqual(patch);
    await inspectScreen(page, 'viewer-squares');
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('link', { name: 'Liver, sector sweep', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Pixels as squares' })).toHaveAttribute('aria-pressed', 'true');
    await expect.poll(drawn).toBe('pixelated');
    await page.getByRole('button', { name: 'Pixels as squares' }).click();
    await expect.poll(drawn).toBe('auto');
    await inspectScreen(page, 'viewer-smoothed');
    await page.setViewportSize({ width: 1024, height: 768 });
    await inspectScreen(page, 'viewer-smoothed-small-window');
    await page.setViewportSize({ width: 1280, height: 720 });
    for (let step = 1; step <= 5; step += 1) await page.keyboard.press('+');
    await expect(corners).toContainText('Zoom 931 %, single pixels');
    expect(await drawn()).toBe('pixelated');
    await page.keyboard.press('0');
  });

  await test.step('full screen leaves whose it is', async () => {
    await page.keyboard.press('F11');
    await expect(page.getByRole('button', { name: 'Leave full screen' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Patient', exact: true })).toContainText('Wieczorek');
    await expect(page.getByRole('button', { name: 'Zoom in' })).toBeHidden();
    await page.getByRole('button', { name: 'Leave full screen' }).click();
    await expect(page.getByRole('button', { name: 'Zoom in' })).toBeVisible();
  });

  await test.step('drawn with the mouse', async () => {
    await page.getByRole('button', { name: 'Arrow', exact: true }).click();
    await dragOnPicture(page, [0.3, 0.3], [0.45, 0.4]);
    await page.getByRole('button', { name: 'Freehand', exact: true }).click();
    await dragOnPicture(page, [0.3, 0.6], [0.5, 0.7]);
    await page.getByRole('button', { name: 'Text', exact: true }).click();
    await clickOnPicture(page, [[0.55, 0.4]]);
    await page.getByRole('textbox', { name: 'Text on the picture' }).fill('capsule');
    await page.keyboard.press('Enter');
    await expect(shapes(page)).toHaveText('3 shapes');
    await expect(page.getByRole('button', { name: 'Text “capsule”' })).toHaveAttribute('aria-pressed', 'true');
  });

  await test.step('drawn, moved, deleted and undone without a mouse', async () => {
    await page.keyboard.press('x');
    await page.keyboard.press('Enter');
    await expect(shapes(page)).toHaveText('4 shapes');
    await page.keyboard.press('Shift+ArrowRight');
    await frameShown(page, 0);
    await page.keyboard.press('Delete');
    await expect(shapes(page)).toHaveText('3 shapes');
    await page.keyboard.press('Control+z');
    await expect(shapes(page)).toHaveText('4 shapes');
    await page.keyboard.press('Control+Shift+z');
    await expect(shapes(page)).toHaveText('3 shapes');
  });

  await test.step('the layer is renamed, hidden and shown', async () => {
    const name = page.getByRole('textbox', { name: 'Layer name' });
    await name.fill('Capsule');
    await name.press('Enter');
    await expect(page.getByRole('listitem', { name: 'Layer Capsule' })).toBeVisible();
    const shown = page.getByRole('button', { name: 'Show layer Capsule' });
    await expect.poll(() => paintedPixels(page)).toBeGreaterThan(0);
    await shown.click();
    await expect.poll(() => paintedPixels(page)).toBe(0);
    await shown.click();
    await expect.poll(() => paintedPixels(page)).toBeGreaterThan(0);
  });

  await test.step('a drawing of another frame is not seen on this one', async () => {
    await saved(page);
    await page.keyboard.press('ArrowRight');
    await frameShown(page, 1);
    await expect.poll(() => paintedPixels(page)).toBe(0);
    await page.keyboard.press('g');
    await page.keyboard.press('Enter');
    await expect(shapes(page)).toHaveText(['3 shapes', '1 shape']);
  });

  await test.step('leaving at once saves first; coming back shows it all', async () => {
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('link', { name: 'Liver, sector sweep', exact: true }).click();
    // The frame it was left at.
    await frameShown(page, 1);
    await page.keyboard.press('Home');
    await frameShown(page, 0);
    await expect(shapes(page)).toHaveText(['3 shapes', '1 shape']);
    await saved(page);
    await expect.poll(() => paintedPixels(page)).toBeGreaterThan(0);
  });

  await test.step('so does locking', async () => {
    await page.keyboard.press('a');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+l');
    await unlock(page, passphrase);
    await frameShown(page, 0);
    await expect(shapes(page)).toHaveText(['4 shapes', '1 shape']);
  });
});
