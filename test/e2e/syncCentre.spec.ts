import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { exportManifestSchema } from '../../shared/sync/exportManifest.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { startSlowChart } from './slowChart.ts';
import { ask, createPassphrase, dropFiles, goTo, openPatient, unlock } from './steps.ts';
import { waveFile } from './waveFile.ts';

const passphrase = 'quartz lantern orbits seven meadows';
const long = 'Breath sounds, left lower lobe, after the second inhalation of the day, sitting, recorded with the new stethoscope';

async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeEnabled();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

async function inspectEverySize(page: Page, name: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [width, height] of [[1440, 900], [1024, 768]] as const) {
      await page.setViewportSize({ width, height });
      await inspectScreen(page, `${name}-${scheme}-${String(width)}x${String(height)}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('the sync centre by keyboard alone: see how far all is, pause over a restart, hold one back, export it, try a refused one again', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(240_000);
  const [dataDirectory, folder] = [join(temporaryDirectory, 'Lightbox'), join(temporaryDirectory, 'out')];
  await mkdir(folder);
  const bytes = waveFile(200_000);
  const content = { contentType: 'audio/wav', url: 'Binary/1', title: long, size: bytes.byteLength, hash: createHash('sha1').update(bytes).digest('base64') };
  const chart = await startSlowChart({ bytes, media: { resourceType: 'Media', status: 'completed', createdDateTime: '2026-11-20T09:00:00Z', content } });
  const states = async (page: Page) => (await ask(page, 'sync.entries', undefined)).map(({ state, hold }) => hold ?? state);
  try {
    const first = await launchLightbox({ dataDirectory, folder });
    let { page } = first;
    await page.setViewportSize({ width: 1440, height: 900 });
    await createPassphrase(page, { name: 'Test Nurse', passphrase });
    await ask(page, 'connection.connect', { name: 'Slow', baseUrl: chart.baseUrl, auth: { kind: 'none' } });
    await openPatient(page, 'Oakhaven');

    await test.step('how far one file is, and all of them', async () => {
      const [large, small] = [join(temporaryDirectory, 'cough.wav'), join(temporaryDirectory, 'wheeze.wav')];
      await writeFile(large, waveFile(16 * 1024 * 1024));
      await writeFile(small, waveFile(300_000));
      await dropFiles(page, [large]);
      await expect.poll(() => states(page)).toEqual(['sending']);
      await goTo(page, 'Sync');
      await expect(page.getByRole('progressbar', { name: /^Sending / })).toBeVisible();
      await expect(page.getByText(/^0 of 1 file sent · [\d.]+ MB of 17 MB · \d+ %/)).toBeVisible();
      await openPatient(page, 'Oakhaven');
      await dropFiles(page, [small]);
      await expect.poll(() => states(page)).toEqual(['sending', 'confirmed']);
      await goTo(page, 'Sync');
      await expect(page.getByText(/^1 of 2 files sent · [\d.]+ MB of 17 MB · \d+ %/)).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Done today 1 change' })).toBeVisible();
      await inspectEverySize(page, 'sync-sending');
    });

    await test.step('paused, and still paused after a restart', async () => {
      await tabTo(page, page.getByRole('button', { name: 'Pause', exact: true }));
      await page.keyboard.press('Enter');
      await expect(page.getByRole('link', { name: 'Connection: Paused' })).toBeVisible();
      await expect.poll(() => states(page)).toEqual(['pending', 'confirmed']);
      await inspectEverySize(page, 'sync-paused');
      await first.close();
      ({ page } = await launchLightbox({ dataDirectory, folder }));
      await page.setViewportSize({ width: 1440, height: 900 });
      await unlock(page, passphrase);
      await goTo(page, 'Sync');
      await expect(page.getByText('Sync is paused until you resume it.', { exact: false })).toBeVisible();
      expect(await states(page)).toEqual(['pending', 'confirmed']);
      await page.getByRole('article').first().getByRole('link').click();
      await expect(page.getByRole('link', { name: 'Paused' })).toBeVisible();
      await inspectScreen(page, 'viewer-paused-1440x900');
      await page.getByRole('link', { name: 'Paused' }).click();
    });

    await test.step('one is held back, and goes nowhere when all is resumed', async () => {
      const [entry] = await ask(page, 'sync.entries', undefined);
      const row = page.getByRole('article').filter({ has: page.getByRole('button', { name: /^Hold back/ }) });
      await tabTo(page, row.getByRole('link'));
      await page.keyboard.press('ArrowRight');
      await expect(page.getByRole('button', { name: /^Hold back/ })).toBeFocused();
      await page.keyboard.press('Enter');
      await expect(page.getByText('held back by you')).toBeVisible();
      await tabTo(page, page.getByRole('button', { name: 'Resume', exact: true }));
      await page.keyboard.press('Enter');
      await expect(page.getByRole('link', { name: 'Connection: Online' })).toBeVisible();
      await expect.poll(async () => (await ask(page, 'sync.status', undefined)).busy).toBe(false);
      expect(await states(page)).toEqual(['person', 'confirmed']);
      expect(entry?.attempts).toBe(0);
      await inspectEverySize(page, 'sync-held');
    });

    await test.step('it is exported, with checksums that hold and no name of a patient', async () => {
      await tabTo(page, page.getByRole('button', { name: /^Export a copy/ }).first());
      await page.keyboard.press('Enter');
      await expect(page.getByText('1 picture copied, with notes and a list of checksums. Nothing here was changed.')).toBeVisible();
      const [made = ''] = await readdir(folder);
      const manifest = exportManifestSchema.parse(JSON.parse(await readFile(join(folder, made, 'manifest.json'), 'utf8')));
      const [work] = manifest.works;
      const copied = await readFile(join(folder, made, work?.content?.file ?? ''));
      expect(copied.equals(waveFile(16 * 1024 * 1024))).toBe(true);
      expect(work?.content).toMatchObject({ whole: true, sha256: createHash('sha256').update(copied).digest('hex'), size: copied.byteLength });
      const names = (await readdir(folder, { recursive: true })).join(' ');
      expect(names).not.toMatch(/Oakhaven|Mira|cough/i);
      await inspectEverySize(page, 'sync-exported');
      await page.getByRole('button', { name: 'Close' }).press('Enter');
    });

    await test.step('let go, it goes; refused by the chart, it waits for a person and can be tried again', async () => {
      chart.refusing.media = true;
      chart.up.open();
      chart.down.open();
      const row = page.getByRole('article').filter({ has: page.getByRole('button', { name: /^Let it go/ }) });
      await tabTo(page, row.getByRole('link'));
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { name: 'Needs you 1 change' })).toBeVisible();
      await inspectEverySize(page, 'sync-needs-you');
      chart.refusing.media = false;
      await tabTo(page, page.getByRole('button', { name: 'Try again' }));
      await page.keyboard.press('Enter');
      await expect.poll(() => states(page)).toEqual(['confirmed', 'confirmed']);
      await expect(page.getByRole('heading', { name: 'Done today 2 changes' })).toBeVisible();
    });

    await test.step('on a metered connection notes go and large files wait, until a person lets one go', async () => {
      await tabTo(page, page.getByRole('switch', { name: /^This is a metered connection/ }));
      await page.keyboard.press('Space');
      await expect(page.getByRole('link', { name: 'Connection: Metered' })).toBeVisible();
      const large = join(temporaryDirectory, 'second cough.wav');
      await writeFile(large, Buffer.concat([waveFile(6_000_000), Buffer.from('2')]));
      await openPatient(page, 'Oakhaven');
      await dropFiles(page, [large]);
      await expect.poll(() => states(page)).toEqual(['confirmed', 'confirmed', 'large']);
      await goTo(page, 'Sync');
      await expect(page.getByText('waits: large, on a metered connection')).toBeVisible();
      await inspectEverySize(page, 'sync-metered');
      await tabTo(page, page.getByRole('button', { name: /^Send it although it is large/ }));
      await page.keyboard.press('Enter');
      await expect.poll(() => states(page)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    });

    await test.step('a long name leaves room for what can be done', async () => {
      const [patient] = await ask(page, 'patients.list', { query: '' });
      const pulled = (await ask(page, 'media.list', { patientId: patient?.id ?? '' })).find(({ title }) => title === long);
      // This chart answers a change with what it had before.
      await ask(page, 'media.edit', { mediaId: pulled?.id ?? '', edit: { element: 'deviceName', from: null, to: 'Stethoscope 2' } });
      await expect(page.getByRole('article', { name: long }).getByText('Needs you')).toBeVisible();
      await inspectEverySize(page, 'sync-long-name');
    });
  } finally {
    await chart.close();
  }
});
