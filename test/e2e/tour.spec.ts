import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { chestSlices } from '../support/chestSlices.ts';
import { expect, test } from './launchLightbox.ts';
import { inspectScreen } from './inspectScreen.ts';
import { clickOnPicture, dropFiles, goTo, openPatient, openPicture, patientBanner, saveDrawing, stepTo, unlock } from './steps.ts';

/**
 * A walk through the main job, screen by screen, as a new clinician makes it. `npm run tour` keeps a picture of every screen for the
 * README; in every run the screens must be there and be accessible.
 */

const passphrase = 'correct horse battery staple';
const camera = ['--use-fake-device-for-media-stream'];

test('tour', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(240_000);
  const dataDirectory = join(temporaryDirectory, 'Lightbox');
  const { page, kill } = await launchLightbox({ dataDirectory, chromiumArgs: camera });
  await page.setViewportSize({ width: 1440, height: 900 });

  await test.step('first run', async () => {
    await page.getByLabel('Your name').fill('Rosa Marlowe, RN');
    await page.getByLabel('Passphrase', { exact: true }).or(page.getByLabel('Passphrase *', { exact: true })).fill(passphrase);
    await page.getByLabel('Passphrase again').fill(passphrase);
    await inspectScreen(page, '01-first-run');
    await page.getByRole('button', { name: 'Create passphrase' }).click();
    await page.getByLabel('I have printed it or stored it in a safe place').check();
    await inspectScreen(page, '02-recovery-key');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('button', { name: 'Try the demo EHR on this computer' })).toBeVisible();
    await inspectScreen(page, '03-connect');
    await page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();
  });

  await test.step('patients', async () => {
    await expect(page.getByRole('link', { name: 'Marchbanks, Rosalind' })).toBeVisible();
    await expect(page.getByText('6 pictures')).toBeVisible();
    await inspectScreen(page, '04-patients');
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Find a patient or an action').fill('march');
    await expect(page.getByRole('dialog').getByText('Marchbanks, Rosalind')).toBeVisible();
    await expect(page.getByRole('dialog').getByText('Wieczorek')).toBeHidden();
    await inspectScreen(page, '05-command-palette');
    await page.keyboard.press('Escape');
  });

  await test.step('a patient', async () => {
    await openPatient(page, 'Marchbanks');
    await expect(thumbnail(page)).toHaveCount(6);
    await expect(page.getByText(/In the chart, proven/).first()).toBeVisible();
    await thumbnailsDrawn(page);
    await inspectScreen(page, '06-patient');
  });

  await test.step('a photo, outlined', async () => {
    await openPicture(page, 'Marchbanks', 'Lower leg ulcer, visit 3');
    await page.keyboard.press('g');
    await clickOnPicture(page, [[0.35, 0.46], [0.38, 0.39], [0.45, 0.34], [0.54, 0.32], [0.62, 0.34], [0.65, 0.4], [0.6, 0.48], [0.52, 0.53], [0.43, 0.545], [0.37, 0.53]]);
    await page.keyboard.press('Enter');
    await expect(page.getByText('1 layer', { exact: true })).toBeVisible();
    await saveDrawing(page);
    await expect(page.getByText(/In the chart, proven/).first()).toBeVisible();
    await inspectScreen(page, '07-viewer-photo');
    await page.getByRole('tab', { name: 'Details' }).click();
    await inspectScreen(page, '08-viewer-details');
    await page.getByRole('tab', { name: 'Proof & history' }).click();
    await inspectScreen(page, '09-viewer-proof');
    await page.keyboard.press('Shift+?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await inspectScreen(page, '10-keyboard-help');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Back', exact: true }).click();
  });

  await test.step('an animation, frame by frame', async () => {
    await openPicture(page, 'Wieczorek', 'Liver, sector sweep');
    await stepTo(page, 5);
    await inspectScreen(page, '11-viewer-animation');
    await page.getByRole('button', { name: 'Back', exact: true }).click();
  });

  await test.step('offline: the camera and the sync centre', async () => {
    await goTo(page, 'Sync');
    await page.getByRole('switch', { name: 'Work offline' }).click();
    await openPatient(page, 'Marchbanks');
    await patientBanner(page).getByRole('link', { name: 'Capture' }).click();
    await expect(page.getByRole('button', { name: 'Take picture' })).toBeEnabled();
    await page.keyboard.press('Space');
    await expect(page.getByText('Saved on this computer')).toBeVisible();
    await inspectScreen(page, '12-capture');
    await goTo(page, 'Sync');
    await expect(page.getByRole('main').getByText('Only on this computer')).toBeVisible();
    await inspectScreen(page, '13-sync-offline');
    await page.getByRole('switch', { name: 'Work offline' }).click();
    await expect(page.getByRole('main').getByText(/In the chart, proven/).first()).toBeVisible();
    await inspectScreen(page, '14-sync');
  });

  await test.step('a DICOM file and a film', async () => {
    const file = join(temporaryDirectory, 'chest.dcm');
    await writeFile(file, chestSlices());
    await openPatient(page, 'Wieczorek');
    await dropFiles(page, [file]);
    await page.getByRole('button', { name: 'Save it' }).press('Enter');
    await page.getByRole('region', { name: 'Just added' }).getByRole('link').press('Enter');
    await expect(page.getByTestId('look')).toHaveText('C 50 W 350 HU');
    await page.keyboard.press('Shift+S');
    await stepTo(page, 4);
    const strip = page.getByRole('group', { name: 'Frame strip' });
    await expect.poll(() => strip.locator('canvas').evaluateAll((all) => all.filter((canvas) => canvas.dataset['drawn'] !== 'true').length)).toBe(0);
    await expect(page.getByText(/In the chart, proven/).first()).toBeVisible();
    await page.mouse.move(700, 400);
    await inspectScreen(page, '22-viewer-dicom');
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await openPicture(page, "O'Brien-Núñez", 'Ankle, active movement');
    await stepTo(page, 6);
    await page.mouse.move(700, 400);
    await inspectScreen(page, '23-viewer-video');
    await page.getByRole('button', { name: 'Back', exact: true }).click();
  });

  await test.step('library and settings', async () => {
    await goTo(page, 'Library');
    await page.getByLabel('Search pictures').fill('ulcer');
    await expect(page.getByRole('link', { name: /visit 1/ })).toBeVisible();
    await inspectScreen(page, '15-library');
    await goTo(page, 'Settings');
    await inspectScreen(page, '16-settings');
    await page.getByText('Dark', { exact: true }).click();
    await inspectScreen(page, '17-settings-dark');
    await openPatient(page, 'Marchbanks');
    await thumbnailsDrawn(page);
    await inspectScreen(page, '18-patient-dark');
    await page.setViewportSize({ width: 1024, height: 768 });
    await inspectScreen(page, '19-patient-small-window');
    await openPicture(page, 'Marchbanks', 'Lower leg ulcer, visit 3');
    await inspectScreen(page, '20-viewer-small-window');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('button', { name: 'Back', exact: true }).click();
  });

  await test.step('locked', async () => {
    await page.getByRole('button', { name: 'Lock' }).click();
    await expect(page.getByRole('button', { name: 'Unlock', exact: true })).toBeVisible();
    await inspectScreen(page, '21-unlock-dark');
    await unlock(page, passphrase);
    await expect(patientBanner(page)).toContainText('Marchbanks');
  });
  await kill();
});

function thumbnail(page: Page) {
  return page.locator('article img');
}

async function thumbnailsDrawn(page: Page): Promise<void> {
  await expect.poll(() => thumbnail(page).evaluateAll((images) => images.every((image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0))).toBe(true);
}
