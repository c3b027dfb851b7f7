import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { buildStale } from '../../scripts/build/buildStale.ts';
import { projectPath } from '../../scripts/build/projectPath.ts';
import { getChromium } from '../../scripts/desktop/chromium.ts';
import { ask, createPassphrase, dropFiles, goTo, openPatient } from '../e2e/steps.ts';
import { launchOnHost } from '../host/launchOnHost.ts';
import { startFilledMediaServer } from './filledMediaServer.ts';

/**
 * What a person at the window feels of a first pull and of a morning's photographs being sent: the pauses between its frames, in the built app in
 * a real Chromium, with the same window at rest beside it; and what memory the main process takes.
 */
const pulls = (process.env['LIGHTBOX_BENCH_PULL'] ?? '10000,100000').split(',').map(Number);
const photos = Number(process.env['LIGHTBOX_BENCH_PHOTOS'] ?? 200);
const photoSide = 1_050;
const restMilliseconds = 3_000;
const lookEveryMilliseconds = 250;

declare global {
  interface Window {
    frameGaps: number[];
  }
}

await buildStale();
process.env['LIGHTBOX_CHROMIUM'] = await getChromium();
console.log('| window | seconds | frames | p50 ms | p99 ms | longest ms | main process MB |\n|---|---|---|---|---|---|---|');
for (const media of pulls) {
  await inWindow({ patients: Math.max(1, media / 100), media }, async (page, connect, row) => {
    await row(`first pull of ${String(media)}, among the patients`, async (look) => {
      await connect();
      await goTo(page, 'Patients');
      await look(async () => (await ask(page, 'sync.status', undefined)).media === media);
    });
    await row('at rest', () => delay(restMilliseconds));
  });
}
await inWindow({ patients: 20, media: 0 }, async (page, connect, row, folder) => {
  await connect();
  await openPatient(page, 'Family3');
  await ask(page, 'sync.setOffline', { offline: true });
  const files = await Promise.all(Array.from({ length: photos }, (_, index) => photograph(join(folder, `photo${String(index)}.jpg`))));
  await dropFiles(page, files);
  while ((await ask(page, 'sync.status', undefined)).counts.pending < photos) await delay(lookEveryMilliseconds);
  await row('at rest', () => delay(restMilliseconds));
  await row(`${String(photos)} photos of 2 MB sent and proven`, async (look) => {
    await ask(page, 'sync.setOffline', { offline: false });
    await look(async () => (await ask(page, 'sync.status', undefined)).counts.confirmed === photos);
  });
});

type Look = (done: () => Promise<boolean>) => Promise<void>;
type Row = (name: string, work: (look: Look) => Promise<void>) => Promise<void>;

async function inWindow(
  size: { readonly patients: number; readonly media: number }, work: (page: Page, connect: () => Promise<unknown>, row: Row, folder: string) => Promise<void>,
): Promise<void> {
  const server = await startFilledMediaServer(size);
  const folder = mkdtempSync(join(tmpdir(), 'lightbox-bench-'));
  const app = await launchOnHost(projectPath('dist/main/main.cjs'), { environment: { LIGHTBOX_DATA_DIRECTORY: join(folder, 'Lightbox') } });
  try {
    const { page } = app;
    await createPassphrase(page, { name: 'Test Nurse', passphrase: 'quartz lantern orbits seven meadows' });
    await work(page, () => ask(page, 'connection.connect', server.connection), (name, during) => measured(page, name, during), folder);
  } finally {
    await app.kill();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(page: Page, name: string, work: (look: Look) => Promise<void>): Promise<void> {
  await page.evaluate(() => {
    const gaps: number[] = [];
    window.frameGaps = gaps;
    let last = performance.now();
    const frame = (now: number): void => {
      gaps.push(now - last);
      last = now;
      if (window.frameGaps !== gaps) return;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  let most = 0;
  const started = performance.now();
  await work(async (done) => {
    while (!(await done())) {
      most = Math.max(most, mainMegabytes());
      await delay(lookEveryMilliseconds);
    }
  });
  const seconds = (performance.now() - started) / 1000;
  const gaps = (await page.evaluate(() => window.frameGaps.slice(1))).sort((left, right) => left - right);
  const at = (share: number) => (gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))] ?? Number.NaN).toFixed(0);
  console.log(`| ${name} | ${seconds.toFixed(1)} | ${String(gaps.length)} | ${at(0.5)} | ${at(0.99)} | ${at(1)} | ${Math.max(most, mainMegabytes()).toFixed(0)} |`);
}

/** The app's main process is the only other child of this one that runs the host; ps tells kilobytes. */
function mainMegabytes(): number {
  const lines = execFileSync('ps', ['-A', '-o', 'ppid=,rss=,args=']).toString().split('\n');
  const found = lines.map((line) => /^\s*(\d+)\s+(\d+)\s.*test\/host\/run\.ts/.exec(line)).find((match) => Number(match?.[1]) === process.pid);
  return Number(found?.[2] ?? Number.NaN) / 1000;
}

/** Noise does not compress: this side makes about 2 MB. */
async function photograph(file: string): Promise<string> {
  await sharp(randomBytes(photoSide * photoSide * 3), { raw: { width: photoSide, height: photoSide, channels: 3 } }).jpeg({ quality: 92 }).toFile(file);
  return file;
}
