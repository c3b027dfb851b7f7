import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { demoPatients } from '../../electron/mediaServer/demo/catalogue.ts';
import { letterPage, pdfFile, type PdfPage } from '../support/pdf/pdfFile.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { createPassphrase, dropFiles, goTo, openPatient, paintedPixels, pixelAt } from './steps.ts';

const frameShown = (page: Page, frame: number) => expect(page.getByTestId('frame-canvas')).toHaveAttribute('data-frame', String(frame));
/** A square inch whose colour tells the page, in the upper left corner. */
const marked = (number: number): PdfPage => {
  const letter = letterPage(number);
  return { ...letter, content: `${String(number / 5)} 0 0.4 rg 0 770 72 72 re f 0 g ${letter.content}` };
};

test('a PDF: taken in, found in the library, paged and drawn on by keyboard alone; one with a password is refused by that name', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(240_000);
  const files = { letter: join(temporaryDirectory, 'letter.pdf'), secret: join(temporaryDirectory, 'secret.pdf') };
  await writeFile(files.letter, pdfFile([1, 2, 3].map(marked)));
  await writeFile(files.secret, pdfFile([letterPage(1)], { password: 'secret' }));
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
  await page.setViewportSize({ width: 1440, height: 900 });
  await createPassphrase(page, { name: 'Test Nurse', passphrase: 'quartz lantern orbits seven meadows' });
  await page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();

  await test.step('it is taken in', async () => {
    await openPatient(page, 'Wieczorek');
    await dropFiles(page, [files.letter]);
    await expect(page.getByRole('region', { name: 'Just added' })).toContainText('Saved on this computer');
    // Its first page and how many there are, before anybody opened it.
    const card = page.getByRole('article').filter({ hasText: '3 pages' });
    await expect(card.getByRole('presentation')).toHaveJSProperty('naturalHeight', 400);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [width, height] of [[1024, 768], [1440, 900]] as const) {
        await page.setViewportSize({ width, height });
        await card.scrollIntoViewIfNeeded();
        await inspectScreen(page, `pdf-taken-in-${colorScheme}-${String(width)}x${String(height)}`);
      }
    }
  });

  await test.step('it opens from the library, page by page', async () => {
    await goTo(page, 'Library');
    await page.getByRole('link', { name: 'Document', exact: true }).first().press('Enter');
    await frameShown(page, 0);
    await expect(page.getByTestId('frame-count')).toHaveText('1 / 3');
    await expect(page.getByText(/The chart says/)).toHaveCount(0);
    expect(await pixelAt(page, 100, 100)).toEqual([51, 0, 102]);
    await page.keyboard.press('ArrowRight');
    await frameShown(page, 1);
    expect(await pixelAt(page, 100, 100)).toEqual([102, 0, 102]);
    await page.keyboard.press('End');
    await frameShown(page, 2);
    expect(await pixelAt(page, 100, 100)).toEqual([153, 0, 102]);
    await page.keyboard.press('Home');
    await frameShown(page, 0);
    await page.keyboard.press('Shift+S');
    await expect(page.getByRole('group', { name: 'Frame strip' }).getByRole('button', { name: 'Frame 3', exact: true }).locator('canvas')).toHaveAttribute('data-drawn', 'true');
    await inspectScreen(page, 'pdf-page-1440x900');
  });

  await test.step('what is drawn on a page is on that page', async () => {
    await page.keyboard.press('ArrowRight');
    await frameShown(page, 1);
    await page.keyboard.press('x');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+s');
    await expect(page.getByTestId('drawing-save-state')).toHaveText('Saved on this computer');
    await expect.poll(() => paintedPixels(page)).toBeGreaterThan(0);
    await page.keyboard.press('1');
    await inspectScreen(page, 'pdf-drawing-1440x900');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowLeft');
    await frameShown(page, 0);
    await expect.poll(() => paintedPixels(page)).toBe(0);
    await page.getByRole('button', { name: 'Back' }).press('Enter');
  });

  await test.step('a password is asked of nobody', async () => {
    await openPatient(page, demoPatients.child.family);
    await dropFiles(page, [files.secret]);
    const card = page.getByRole('article').filter({ has: page.getByRole('link', { name: 'Document', exact: true }) });
    await expect(card).toBeVisible();
    await expect(card.getByRole('presentation')).toHaveCount(0);
    await expect(card.getByText(/page/)).toHaveCount(0);
    await inspectScreen(page, 'pdf-secret-card-1440x900');
    await page.getByRole('link', { name: 'Document', exact: true }).first().press('Enter');
    await expect(page.getByRole('alert')).toContainText('protected by a password');
    await inspectScreen(page, 'pdf-password-1440x900');
  });
});
