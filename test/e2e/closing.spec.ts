import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { LaunchedApp } from '../host/launchOnHost.ts';
import { makeSmallDisk, smallDisksCanBeMade } from '../support/smallDisk.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { startSlowChart } from './slowChart.ts';
import { ask, createPassphrase, dragOnPicture, dropFiles, goTo, openPatient, unlock } from './steps.ts';
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

interface FullDisk {
  readonly launch: () => Promise<LaunchedApp>;
  readonly fill: () => Promise<void>;
  readonly empty: () => Promise<void>;
}

/** A Lightbox on a small disk, ready to take pictures of its one patient. */
async function onSmallDisk(launchLightbox: (request: { readonly dataDirectory: string; readonly chromiumArgs: readonly string[] }) => Promise<LaunchedApp>, work: (app: LaunchedApp, disk: FullDisk) => Promise<void>): Promise<void> {
  const disk = makeSmallDisk(48);
  const [filler, bytes] = [join(disk.directory, 'filler'), waveFile(1_000)];
  const chart = await startSlowChart({ bytes, media: { resourceType: 'Media', status: 'completed', content: { contentType: 'audio/wav', url: 'Binary/1', title: 'Breath sounds' } } });
  const launch = async () => {
    const app = await launchLightbox({ dataDirectory: join(disk.directory, 'Lightbox'), chromiumArgs: camera });
    leaveQuestionsToTheApp(app.page);
    await app.page.setViewportSize({ width: 1440, height: 900 });
    return app;
  };
  const fill = async () => {
    const { bsize, bavail } = await statfs(disk.directory);
    await writeFile(filler, Buffer.alloc(bsize * bavail));
  };
  try {
    const app = await launch();
    await createPassphrase(app.page, { name: 'Test Nurse', passphrase });
    await ask(app.page, 'connection.connect', { name: 'Slow', baseUrl: chart.baseUrl, auth: { kind: 'none' } });
    await openPatient(app.page, 'Oakhaven');
    await goTo(app.page, 'Capture');
    await expect(app.page.getByRole('button', { name: 'Take picture' })).toBeEnabled();
    await work(app, { launch, fill, empty: () => rm(filler) });
  } finally {
    await chart.close();
    disk.remove();
  }
}

// A full disk is made by mounting a small one, which not every system lets its user do.
if (smallDisksCanBeMade) {
  test('a picture that cannot be saved is not lost with the window: closing and quitting ask first, and saving it lets the window go', async ({ launchLightbox }) => {
    test.setTimeout(180_000);
    await onSmallDisk(launchLightbox, async (app, disk) => {
      const { page } = app;
      await disk.fill();
      await page.getByRole('button', { name: 'Take picture' }).click();
      await expect(page.getByRole('alert').getByText(/^Not saved:/)).toBeVisible();
      const question = page.getByRole('dialog', { name: 'Closing now would lose 1 picture for good' });

      await test.step('the cross asks, and says what would be lost and why', async () => {
        await clickClose(page);
        await expect(question).toBeVisible();
        await expect(question).toContainText('It is not on the disk and not in the chart, only in this window.');
        await expect(question).toContainText('The disk is full.');
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
        await disk.empty();
        const closed = page.waitForEvent('close');
        await question.getByRole('button', { name: 'Try again' }).click();
        await closed;
        expect(await app.exited).toBe(0);
        const again = await disk.launch();
        await unlock(again.page, passphrase);
        await openPatient(again.page, 'Oakhaven');
        await expect(again.page.getByRole('link', { name: 'Photograph', exact: true })).toBeVisible();
      });
    });
  });

  test('a drawing that cannot be saved is not lost with the window either; one that is only being saved closes it without a question', async ({ launchLightbox }) => {
    test.setTimeout(180_000);
    await onSmallDisk(launchLightbox, async (app, disk) => {
      const { page } = app;
      await page.getByRole('button', { name: 'Take picture' }).click();
      await expect(page.getByText('Saved on this computer')).toBeVisible();
      await openPatient(page, 'Oakhaven');
      await page.getByRole('link', { name: 'Photograph', exact: true }).first().click();
      await expect(page.getByTestId('frame-canvas')).toHaveAttribute('data-frame', '0');
      await page.getByRole('button', { name: 'Rectangle' }).click();
      await disk.fill();
      await dragOnPicture(page, [0.3, 0.3], [0.5, 0.5]);
      await clickClose(page);
      const question = page.getByRole('dialog', { name: 'Closing now would lose what you drew last for good' });
      await expect(question).toBeVisible();
      await inspectScreen(page, 'closing-drawing-light-1440x900');
      await question.getByRole('button', { name: 'Stay here' }).click();
      await disk.empty();
      const closed = page.waitForEvent('close');
      await clickClose(page);
      await closed;
      expect(await app.exited).toBe(0);

      const again = await disk.launch();
      await unlock(again.page, passphrase);
      await openPatient(again.page, 'Oakhaven');
      const [patient] = await ask(again.page, 'patients.list', { query: '' });
      const drawn = (await ask(again.page, 'media.list', { patientId: patient?.id ?? '' })).map(({ layerCount }) => layerCount);
      expect(drawn.toSorted()).toEqual([0, 1]);
    });
  });
}

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
