import type { Locator, Page } from '@playwright/test';
// Declares window.lightbox.
import type {} from '../../renderer/ipc/bridge.ts';
import type { Result } from '../../shared/errors/result.ts';
import type { MethodInput, MethodName, MethodOutput } from '../../shared/ipc/contract.ts';
import { expect } from './launchLightbox.ts';

/** What a person does, by the names the screens offer. */

export async function createPassphrase(page: Page, { name, passphrase }: { readonly name: string; readonly passphrase: string }): Promise<void> {
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel(/^Passphrase( \*)?$/).fill(passphrase);
  await page.getByLabel(/^Passphrase again/).fill(passphrase);
  await page.getByRole('button', { name: 'Create passphrase' }).click();
  await page.getByLabel('I have printed it or stored it in a safe place').check();
  await page.getByRole('button', { name: 'Continue' }).click();
}

export async function unlock(page: Page, passphrase: string): Promise<void> {
  await page.getByLabel(/^Passphrase( \*)?$/).fill(passphrase);
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
}

export async function goTo(page: Page, place: 'Patients' | 'Capture' | 'Library' | 'Sync' | 'Settings'): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click();
}

export async function openPatient(page: Page, patient: string): Promise<void> {
  await goTo(page, 'Patients');
  await page.getByRole('link', { name: patient }).click();
  await expect(patientBanner(page)).toContainText(patient);
}

/** Opens a picture from its patient's page, and waits until its pixels are there. */
export async function openPicture(page: Page, patient: string, title: string): Promise<void> {
  await openPatient(page, patient);
  await page.getByRole('link', { name: title, exact: true }).click();
  await expect(page.getByTestId('frame-canvas')).toHaveAttribute('data-frame', /^\d+$/);
  await expect(patientBanner(page)).toContainText(patient);
}

export async function stepTo(page: Page, frame: number): Promise<void> {
  for (let shown = 0; shown < frame; shown += 1) {
    await page.getByRole('button', { name: 'Next frame' }).click();
    await expect(page.getByTestId('frame-canvas')).toHaveAttribute('data-frame', String(shown + 1));
  }
}

/** The colour of one pixel of the frame that is shown, at the picture's own resolution. */
export function pixelAt(page: Page, x: number, y: number): Promise<readonly number[]> {
  return page.getByTestId('frame-canvas').evaluate((canvas, [left, top]) => {
    const data = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(left, top, 1, 1).data;
    return data === undefined ? [] : [...data].slice(0, 3);
  }, [x, y] as const);
}

/** Shares of the surface's width and height, from its top left corner. */
export async function clickOnPicture(page: Page, points: readonly (readonly [number, number])[]): Promise<void> {
  const box = await boxOf(page.getByTestId('picture-surface'));
  for (const [x, y] of points) await page.mouse.click(box.x + x * box.width, box.y + y * box.height);
}

export async function dragOnPicture(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const box = await boxOf(page.getByTestId('picture-surface'));
  await page.mouse.move(box.x + from[0] * box.width, box.y + from[1] * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + to[0] * box.width, box.y + to[1] * box.height, { steps: 5 });
  await page.mouse.up();
}

export async function saveDrawing(page: Page): Promise<void> {
  const panel = page.getByRole('complementary', { name: 'About this picture' });
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(panel.getByTestId('drawing-save-state')).toHaveText('Saved on this computer');
}

/** Drops files of this computer onto the window, as a file manager does. */
export async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, x: 500, y: 400, data });
  await session.detach();
}

/** How many pixels of the drawings' canvas are painted. */
export function paintedPixels(page: Page): Promise<number> {
  return page.getByTestId('picture-surface').evaluate((surface) => {
    let painted = 0;
    for (const canvas of surface.querySelectorAll<HTMLCanvasElement>('.konvajs-content canvas')) {
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
      for (let alpha = 3; alpha < data.length; alpha += 4) if (data[alpha] !== 0) painted += 1;
    }
    return painted;
  });
}

/** As a file that was dropped, but with a title and a day of its own. @param created FHIR dateTime. */
export async function takeIn(page: Page, patientId: string, title: string, created: string, bytes: Uint8Array): Promise<void> {
  const taken = await page.evaluate(async ([file, metadata, patient]) => {
    const answer = await window.lightbox.invoke('capture.save', { patientId: patient, source: 'file', metadata, bytes: Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0)) });
    return JSON.stringify(answer);
  }, [Buffer.from(bytes).toString('base64'), { title, bodySite: null, laterality: null, createdDateTime: created, reason: '', note: '' }, patientId] as const);
  expect(taken).toContain('"ok":true');
}

export function patientBanner(page: Page): Locator {
  return page.getByRole('region', { name: 'Patient', exact: true });
}

/** Asks the app as its window does. @throws when it answers with a failure. */
export async function ask<Name extends MethodName>(page: Page, name: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>> {
  const result = (await page.evaluate(([method, payload]) => window.lightbox.invoke(method, payload), [name, input] as const)) as Result<MethodOutput<Name>>;
  if (!result.ok) throw new Error(`${name}: ${result.error.code}`);
  return result.value;
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('not on the screen');
  return box;
}
