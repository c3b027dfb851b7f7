import { openVideoPage } from '../support/video/openVideoPage.ts';
import type { OpenedAnswer, ReadAnswer } from '../support/video/videoWorker.ts';
import { quantile } from './measure.ts';

/**
 * Stepping through a video: the viewer's source in its worker against a `<video>` that seeks to the middle of each frame, in the same run on the
 * same clip; how steady stepping back is; what is kept in memory; and what the window feels of it.
 */
const frames = Number(process.env['LIGHTBOX_BENCH_FRAMES'] ?? 1000);
const clip = { codec: 'vp9', width: 1280, height: 720, frames, framesPerSecond: 30, keyEvery: 30 } as const;
const steps = Math.min(60, frames);
const displayFrame = 1000 / 60;
const clockMilliseconds = 0.1;
/** renderer/viewer/frames/video/VideoFrames.ts */
const budgetMegabytes = 192;

declare global {
  interface Window {
    pictureGaps: number[];
  }
}

const page = await openVideoPage();
try {
  const url = page.serve('clip.webm', toBytes(await page.ask('make', clip)));
  const opened = await page.ask<OpenedAnswer | string>('open', { url });
  if (typeof opened === 'string' || opened.count !== frames) throw new Error(`not the clip: ${JSON.stringify(opened)}`);
  const forward = Array.from({ length: steps }, (_, index) => index + 90 < frames ? index + 90 : index);
  const backward = forward.toReversed();
  const [ahead, back] = [await page.ask<ReadAnswer>('read', { frames: forward }), await page.ask<ReadAnswer>('read', { frames: backward })];
  const [elementAhead, elementBack] = [await seekElement(url, forward), await seekElement(url, backward)];
  console.log('| step | viewer median ms | p95 ms | <video> median ms | times faster |\n|---|---|---|---|---|');
  row('forward, until the frame can be drawn', ahead.ready, elementAhead.ready);
  row('forward, until it is drawn and read back', ahead.milliseconds, elementAhead.milliseconds);
  row('backward, until the frame can be drawn', back.ready, elementBack.ready);
  row('backward, until it is drawn and read back', back.milliseconds, elementBack.milliseconds);

  const all = Array.from({ length: frames }, (_, frame) => frames - 1 - frame);
  await watchGaps();
  const paced = await page.ask<readonly number[]>('paced', { frames: all, everyMilliseconds: displayFrame });
  const gaps = await page.page.evaluate(() => window.pictureGaps.slice(1));
  const settled = paced.slice(clip.keyEvery);
  const late = settled.filter((step) => step > 1.5 * displayFrame).length;
  console.log(`\nback through ${String(frames)} frames, one each display frame, after the first group: median ${at(settled, 0.5)} ms, p95 ${at(settled, 0.95)}, longest ${at(settled, 1)}; over 1.5 display frames: ${String(late)}`);
  console.log(`gaps between the window's frames meanwhile: median ${at(gaps, 0.5)} ms, p99 ${at(gaps, 0.99)}, longest ${at(gaps, 1)}`);
  const whole = await page.ask<ReadAnswer>('read', { frames: all.toReversed() });
  console.log(`kept at most, of ${String(Math.round((frames * clip.width * clip.height * 1.5) / 1e6))} MB in all frames: ${(whole.keptBytes / 1024 / 1024).toFixed(0)} MiB of ${String(budgetMegabytes)}`);
} finally {
  await page.close();
}

function row(name: string, ours: readonly number[], element: readonly number[]): void {
  // A frame that is there already takes less than the clock tells apart.
  const times = quantile(element, 0.5) / Math.max(quantile(ours, 0.5), clockMilliseconds);
  console.log(`| ${name} | ${at(ours, 0.5)} | ${at(ours, 0.95)} | ${at(element, 0.5)} | ${times.toFixed(1)} |`);
}

function at(values: readonly number[], share: number): string {
  return quantile(values, share).toFixed(1);
}

/** What crossed from the page as an object of numbers. */
function toBytes(value: unknown): Uint8Array {
  return Uint8Array.from(Object.values(value as Record<string, number>));
}

/** Seeks a `<video>` to the middle of each frame and draws it: the only place where it shows the right one. */
function seekElement(url: string, wanted: readonly number[]): Promise<Pick<ReadAnswer, 'ready' | 'milliseconds'>> {
  return page.page.evaluate(async ([source, order, rate]) => {
    const video = document.createElement('video');
    video.src = source;
    video.muted = true;
    await new Promise((resolve) => { video.addEventListener('loadeddata', resolve, { once: true }); });
    const context = Object.assign(document.createElement('canvas'), { width: video.videoWidth, height: video.videoHeight }).getContext('2d', { willReadFrequently: true });
    const [milliseconds, ready]: [number[], number[]] = [[], []];
    for (const frame of order) {
      const started = performance.now();
      const sought = new Promise((resolve) => { video.addEventListener('seeked', resolve, { once: true }); });
      video.currentTime = (frame + 0.5) / rate;
      await sought;
      ready.push(performance.now() - started);
      context?.drawImage(video, 0, 0, 192, 108);
      context?.getImageData(0, 0, 192, 108);
      milliseconds.push(performance.now() - started);
    }
    video.removeAttribute('src');
    return { milliseconds, ready };
  }, [url, wanted, clip.framesPerSecond] as const);
}

/** Paints what the worker hands over, and notes how long the window's frames are apart. */
async function watchGaps(): Promise<void> {
  await page.page.evaluate(() => {
    const canvas = document.body.appendChild(Object.assign(document.createElement('canvas'), { width: 1280, height: 720 }));
    const context = canvas.getContext('2d');
    window.askedWorker?.addEventListener('message', ({ data }: MessageEvent<{ readonly image?: VideoFrame }>) => {
      if (data.image === undefined) return;
      context?.drawImage(data.image, 0, 0);
      data.image.close();
    });
    const gaps: number[] = [];
    window.pictureGaps = gaps;
    let before = performance.now();
    requestAnimationFrame(function frame(now) {
      gaps.push(now - before);
      before = now;
      requestAnimationFrame(frame);
    });
  });
}
