import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { startSlowChart } from './slowChart.ts';
import { ask, createPassphrase, dropFiles, goTo, openPatient, patientBanner } from './steps.ts';
import { waveFile } from './waveFile.ts';

test('large files on a slow line: a fetch shows how far it is, is cancelled, and goes on where it stopped; what is sent shows its share', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(120_000);
  const bytes = waveFile(40 * 1024 * 1024);
  const content = { contentType: 'audio/wav', url: 'Binary/1', title: 'Breath sounds', size: bytes.byteLength, hash: createHash('sha1').update(bytes).digest('base64') };
  const chart = await startSlowChart({ bytes, media: { resourceType: 'Media', status: 'completed', createdDateTime: '2026-11-20T09:00:00Z', content } });
  try {
    const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
    await page.setViewportSize({ width: 1440, height: 900 });
    await createPassphrase(page, { name: 'Test Nurse', passphrase: 'quartz lantern orbits seven meadows' });
    await ask(page, 'connection.connect', { name: 'Slow', baseUrl: chart.baseUrl, auth: { kind: 'none' } });
    await openPatient(page, 'Oakhaven');
    await page.getByRole('link', { name: 'Breath sounds', exact: true }).click();
    const main = page.getByRole('main');

    await test.step('it tells amount and time left', async () => {
      await expect(main.getByText(/^\d+(\.\d)? MB of 42 MB, \d+ s left$/)).toBeVisible();
      await expect(main.getByRole('progressbar', { name: 'Fetched' })).toBeVisible();
      await inspectScreen(page, 'fetch-running-1440x900');
    });

    await test.step('cancelled is no failure, and what came is kept', async () => {
      await expect.poll(async () => (await ask(page, 'media.transfer', { mediaId: (await onlyMedia()).id })).running?.doneBytes ?? 0).toBeGreaterThan(chart.down.at);
      await main.getByRole('button', { name: 'Cancel' }).click();
      await expect(main.getByText(/^2[4-6] MB of it are here and kept/)).toBeVisible();
      await expect(main.getByRole('button', { name: 'Go on fetching' })).toBeVisible();
      await expect(page.getByRole('alert')).toHaveCount(0);
      await page.setViewportSize({ width: 1024, height: 768 });
      await inspectScreen(page, 'fetch-cancelled-1024x768');
      await page.setViewportSize({ width: 1440, height: 900 });
      // Nobody fetches it behind the person's back.
      await ask(page, 'sync.now', undefined);
      await expect.poll(async () => (await ask(page, 'sync.status', undefined)).busy).toBe(false);
      expect(chart.starts).toEqual([0]);
    });

    await test.step('it goes on where it stopped', async () => {
      chart.down.open();
      await main.getByRole('button', { name: 'Go on fetching' }).click();
      await expect(main.getByTestId('waveform')).toBeVisible();
      expect(chart.starts).toHaveLength(2);
      expect(chart.starts[1]).toBeGreaterThan(chart.down.at - 256 * 1024);
    });

    await test.step('the badge of what is sent tells its share', async () => {
      const file = join(temporaryDirectory, 'cough.wav');
      await writeFile(file, waveFile(16 * 1024 * 1024));
      await patientBanner(page).getByRole('button', { name: 'Back' }).click();
      await expect(patientBanner(page)).toContainText('Oakhaven');
      await dropFiles(page, [file]);
      await expect(page.getByText(/^Sending [1-9]\d? %$/)).toBeVisible();
      await inspectScreen(page, 'sending-card-1440x900');
      await goTo(page, 'Sync');
      await expect(page.getByRole('progressbar', { name: /^Sending / })).toBeVisible();
      await inspectScreen(page, 'sending-sync-1440x900');
      chart.up.open();
      await expect.poll(async () => (await ask(page, 'sync.entries', undefined)).map(({ state }) => state)).toEqual(['confirmed']);
    });

    async function onlyMedia() {
      const [patient] = await ask(page, 'patients.list', { query: '' });
      const [media] = await ask(page, 'media.list', { patientId: patient?.id ?? '' });
      if (!media) throw new Error('no Media');
      return media;
    }
  } finally {
    await chart.close();
  }
});
