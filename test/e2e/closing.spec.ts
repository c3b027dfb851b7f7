import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeSmallDisk, smallDisksCanBeMade } from '../support/smallDisk.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { startSlowChart } from './slowChart.ts';
import { ask, createPassphrase, dropFiles, goTo, openPatient, unlock } from './steps.ts';
import { waveFile } from './waveFile.ts';

const passphrase = 'quartz lantern orbits seven meadows';
const camera = ['--use-fake-device-for-media-stream'];

/** A click on the window's own cross. */
async function clickClose(page: Page): Promise<void> {
  await page.close({ runBeforeUnload: true });
}

/** Playwright answers the question whether a page may go where nobody listens for it; here the app does. */
function leaveQuestionsToTheApp(page: Page): void {
  page.on('dialog', () => undefined);
}

async function fill(directory: string, file: string): Promise<void> {
  const { bsize, bavail } = await statfs(directory);
  await writeFile(file, Buffer.alloc(bsize * bavail));
}

test('a picture that cannot be saved is not lost with the window: closing and quitting ask first, and saving it lets the window go', async ({ launchLightbox }) => {
  test.skip(!smallDisksCanBeMade, 'a full disk is made by mounting a small one');
  test.setTimeout(180_000);
  const disk = makeSmallDisk(48);
  const [filler, bytes] = [join(disk.directory, 'filler'), waveFile(1_000)];
  const chart = await startSlowChart({ bytes, media: { resourceType: 'Media', status: 'completed', content: { contentType: 'audio/wav', url: 'Binary/1', title: 'Breath sounds' } } });
  try {
    const dataDirectory = join(disk.directory, 'Lightbox');
    const app = await launchLightbox({ dataDirectory, chromiumArgs: camera });
    const { page } = app;
    leaveQuestionsToTheApp(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await createPassphrase(page, { name: 'Test Nurse', passphrase });
    await ask(page, 'connection.connect', { name: 'Slow', baseUrl: chart.baseUrl, auth: { kind: 'none' } });
    await openPatient(page, 'Oakhaven');
    await goTo(page, 'Capture');
    const shutter = page.getByRole('button', { name: 'Take picture' });
    await expect(shutter).toBeEnabled();
    await fill(disk.directory, filler);
    await shutter.click();
    await expect(page.getByRole('alert').getByText(/^Not saved:/)).toBeVisible();
    const question = page.getByRole('dialog', { name: 'Closing now would lose 1 picture for good' });

    await test.step('the cross asks, and says what would be lost and why', async () => {
      await clickClose(page);
      await expect(question).toBeVisible();
      await expect(question).toContainText('It is not on the disk and not in the chart, only in this window.');
      await expect(question.getByRole('button', { name: 'Stay here' })).toBeFocused();
      await inspectScreen(page, 'closing-light-1440x900');
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 1024, height: 768 });
      await inspectScreen(page, 'closing-dark-1024x768');
      await page.keyboard.press('Enter');
      await expect(question).toBeHidden();
    });

    await test.step('quitting asks, too, and leaves all in working order', async () => {
      await app.quit();
      await expect(question).toBeVisible();
      expect((await ask(page, 'sync.status', undefined)).link).toBe('online');
    });

    await test.step('once it is saved the window closes, and the picture is there', async () => {
      await rm(filler);
      const closed = page.waitForEvent('close');
      await question.getByRole('button', { name: 'Try again' }).click();
      await closed;
      expect(await app.exited).toBe(0);
      const again = await launchLightbox({ dataDirectory });
      await unlock(again.page, passphrase);
      await openPatient(again.page, 'Oakhaven');
      await expect(again.page.getByRole('link', { name: /^Photo/ })).toBeVisible();
    });
  } finally {
    await chart.close();
    disk.remove();
  }
});

test('who means it closes all the same; a file that only was not taken keeps nobody', async ({ launchLightbox, temporaryDirectory }) => {
  const app = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox'), args: ['--demo'], chromiumArgs: camera });
  const { page } = app;
  leaveQuestionsToTheApp(page);
  await openPatient(page, 'Marchbanks');
  await goTo(page, 'Capture');
  await expect(page.getByRole('button', { name: 'Take picture' })).toBeEnabled();
  // This one stays where it is.
  const elsewhere = join(temporaryDirectory, 'x.jpg');
  await writeFile(elsewhere, 'no picture at all');
  await dropFiles(page, [elsewhere]);
  await expect(page.getByRole('alert').getByText(/^Not saved:/)).toHaveCount(1);
  // What the clipboard holds of a picture is nowhere else.
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])], 'x.png', { type: 'image/png' }));
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  });
  await expect(page.getByRole('alert').getByText(/^Not saved:/)).toHaveCount(2);
  await clickClose(page);
  const question = page.getByRole('dialog', { name: 'Closing now would lose 1 picture for good' });
  await expect(question).toBeVisible();
  const closed = page.waitForEvent('close');
  await question.getByRole('button', { name: 'Close and lose it' }).click();
  await closed;
  expect(await app.exited).toBe(0);
});
