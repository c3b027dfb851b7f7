import { join } from 'node:path';
import { expect, test } from './launchLightbox.ts';
import { startSlowChart } from './slowChart.ts';
import { ask, createPassphrase } from './steps.ts';
import { waveFile } from './waveFile.ts';

test('the chart is asked at once when the network comes back, and when the machine wakes up', async ({ launchLightbox, temporaryDirectory }) => {
  const bytes = waveFile(1_000);
  const chart = await startSlowChart({ bytes, media: { resourceType: 'Media', status: 'completed', content: { contentType: 'audio/wav', url: 'Binary/1', title: 'Breath sounds' } } });
  try {
    const { page, resume } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
    await createPassphrase(page, { name: 'Test Nurse', passphrase: 'quartz lantern orbits seven meadows' });
    await ask(page, 'connection.connect', { name: 'Slow', baseUrl: chart.baseUrl, auth: { kind: 'none' } });
    await expect(page.getByRole('link', { name: 'Connection: Online' })).toBeVisible();
    const lastPull = async () => (await ask(page, 'sync.status', undefined)).lastPullAt ?? 0;
    // By itself it looks every thirty seconds.
    const pulledAgain = async (wake: () => Promise<void>) => {
      const before = await lastPull();
      await wake();
      await expect.poll(lastPull, { timeout: 15_000 }).toBeGreaterThan(before);
    };
    await expect.poll(lastPull).toBeGreaterThan(0);
    await pulledAgain(() => page.evaluate(() => void window.dispatchEvent(new Event('online'))));
    await pulledAgain(resume);
  } finally {
    await chart.close();
  }
});
