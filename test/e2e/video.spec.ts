import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ankle, demoPatients } from '../../electron/mediaServer/demo/catalogue.ts';
import { projectPath } from '../../scripts/build/projectPath.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { ask, createPassphrase, dropFiles, openPatient, paintedPixels, takeIn } from './steps.ts';
import { waveFile } from './waveFile.ts';

const frameShown = (page: Page, frame: number) => expect(page.getByTestId('frame-canvas')).toHaveAttribute('data-frame', String(frame));
const last = ankle.frames - 1;

test('video and sound by keyboard alone: step, play, draw on a frame; a note at a moment comes back there', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(240_000);
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
  await page.setViewportSize({ width: 1440, height: 900 });
  await createPassphrase(page, { name: 'Test Nurse', passphrase: 'quartz lantern orbits seven meadows' });
  await page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();
  await openPatient(page, demoPatients.child.family);

  await test.step('a video opens at its first frame and is stepped through', async () => {
    await page.getByRole('link', { name: 'Ankle, active movement', exact: true }).focus();
    await page.keyboard.press('Enter');
    await frameShown(page, 0);
    await expect(page.getByTestId('frame-count')).toHaveText(`1 / ${String(ankle.frames)}`);
    // The chart says nothing of frames, and is not told that it is wrong about them.
    await expect(page.getByText(/The chart says/)).toHaveCount(0);
    await page.keyboard.press('End');
    await frameShown(page, last);
    await page.keyboard.press('ArrowLeft');
    await frameShown(page, last - 1);
    await page.keyboard.press('Shift+ArrowLeft');
    await frameShown(page, last - 11);
    await page.keyboard.press('Home');
    await frameShown(page, 0);
    await page.keyboard.press('Shift+ArrowRight');
    await frameShown(page, 10);
    await inspectScreen(page, 'video-frame-1440x900');
  });

  await test.step('it plays and stands still again', async () => {
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
    await expect(page.getByTestId('frame-canvas')).not.toHaveAttribute('data-frame', '10');
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  });

  await test.step('what is drawn on a frame is on that frame, also when it is opened again', async () => {
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowRight');
    await frameShown(page, 11);
    await page.keyboard.press('x');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+s');
    await expect(page.getByTestId('drawing-save-state')).toHaveText('Saved on this computer');
    await expect.poll(() => paintedPixels(page)).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Back' }).press('Enter');
    await page.getByRole('link', { name: 'Ankle, active movement', exact: true }).press('Enter');
    // As it was left: on that frame.
    await frameShown(page, 11);
    await expect(page.getByTestId('layer-shape-count')).toHaveText('1 shape');
    await page.keyboard.press('Home');
    await frameShown(page, 0);
    await expect.poll(() => paintedPixels(page)).toBe(0);
    await page.getByRole('button', { name: /^Rectangle/ }).last().press('Enter');
    await frameShown(page, 11);
    await expect.poll(() => paintedPixels(page)).toBeGreaterThan(0);
    await inspectScreen(page, 'video-drawing-1440x900');
    await page.getByRole('button', { name: 'Back' }).press('Enter');
  });

  await test.step('a sound is taken in, gone through, and noted at a moment', async () => {
    const file = join(temporaryDirectory, 'breath.wav');
    await writeFile(file, waveFile(30 * 88_200));
    await dropFiles(page, [file]);
    await page.getByRole('link', { name: 'Sound', exact: true }).first().press('Enter');
    const time = page.getByTestId('sound-time');
    await expect(time).toHaveText('00:00.0 / 00:30.0');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(time).toHaveText('00:12.0 / 00:30.0');
    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Note at 00:12.0' }).fill('Wheeze on expiration');
    await page.keyboard.press('Control+Enter');
    const note = page.getByRole('list', { name: 'Notes at moments' }).getByRole('button', { name: /^00:12\.0\s*Wheeze on expiration/ });
    await expect(note).toBeVisible();
    await page.keyboard.press('Home');
    await expect(time).toHaveText('00:00.0 / 00:30.0');
    await note.press('Enter');
    await expect(time).toHaveText('00:12.0 / 00:30.0');
    await inspectScreen(page, 'sound-note-1440x900');
    await page.setViewportSize({ width: 1024, height: 768 });
    await inspectScreen(page, 'sound-note-1024x768');
    await page.getByRole('button', { name: 'Back', exact: true }).press('Enter');
  });

  await test.step('what cannot be played is refused by its name, with what to do', async () => {
    const [patient] = await ask(page, 'patients.list', { query: demoPatients.child.family });
    const refused = [
      { title: 'Film of a telephone', file: 'hevc.mp4', codec: 'HEVC (H.265)' },
      { title: 'Sound of a telephone', file: 'alac.m4a', codec: 'alac' },
    ];
    for (const { title, file, codec } of refused) {
      await takeIn(page, patient?.id ?? '', title, '2026-11-20T09:00:00+01:00', await readFile(projectPath(`test/fixtures/video/${file}`)));
      await page.getByRole('link', { name: title, exact: true }).first().press('Enter');
      const alert = page.getByRole('alert').filter({ hasText: 'cannot be shown' });
      await expect(alert).toContainText(`cannot be played here: ${codec}.`);
      await expect(alert).toContainText('Save a film as MP4 with H.264, a sound as MP3 or WAV');
      await inspectScreen(page, `refused-${codec.slice(0, 4).toLowerCase()}-1024x768`);
      await page.setViewportSize({ width: 1440, height: 900 });
      await inspectScreen(page, `refused-${codec.slice(0, 4).toLowerCase()}-1440x900`);
      await page.setViewportSize({ width: 1024, height: 768 });
      await page.getByRole('button', { name: 'Back', exact: true }).press('Enter');
    }
  });
});
