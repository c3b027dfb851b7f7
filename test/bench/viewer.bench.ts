import gifenc from 'gifenc';
import sharp from 'sharp';
import { HeldPicture } from '../../electron/imaging/viewing/HeldPicture.ts';
import { openDicom } from '../../shared/dicom/openDicom.ts';
import { dicomFixture, dicomPorts as ports } from '../support/dicomFixtures.ts';
import { framesOfCodestreams } from '../support/viewerBench/framesOfCodestreams.ts';
import { openWorkerPage } from '../support/openWorkerPage.ts';
import { noisePattern } from '../support/stillPatterns.ts';
import { tiffFile } from '../support/tiffFile.ts';
import type { ComparedSteps, ViewerAsked } from '../support/viewerBench/viewerWorker.ts';
import { quantile } from './measure.ts';

/**
 * The viewer's decoders against what they stand on, by turns in the same run: GIF and stills in a worker of a real Chromium, TIFF and DICOM where
 * the main side decodes them. What the window feels meanwhile is measured by frames of its own. Video: viewer-video.bench.ts.
 */
const megapixels = Number(process.env['LIGHTBOX_BENCH_MEGAPIXELS'] ?? 48);
const times = Number(process.env['LIGHTBOX_BENCH_TIMES'] ?? 40);

console.log('| what | viewer median ms | p95 ms | reference | median ms | ratio |\n|---|---|---|---|---|---|');
row('TIFF page', 'raw sharp', await tiffPages());
row('DICOM frame, JPEG 2000', 'the bare codec', await dicomFrames('693_J2KR.dcm', 'jpeg2000'));
row('DICOM frame, JPEG-LS', 'the bare codec', await dicomFrames('JLSL_16_15_1_1F.dcm', 'jpegLs'));

const page = await openWorkerPage<ViewerAsked>(new URL('../support/viewerBench/viewerWorker.ts', import.meta.url));
try {
  await watchFrames();
  const idle = await gapsDuring(() => page.page.waitForTimeout(2000));
  const gif = page.serve('sweep.gif', gifOf(400, 300, 120));
  row('GIF, frames at random', 'ImageDecoder', await page.ask('animation', { url: gif, contentType: 'image/gif', frames: Array.from({ length: times }, (_, index) => (index * 53) % 120) }));
  const large = { url: page.serve('large.jpg', await jpegOf(megapixels * 1e6)), contentType: 'image/jpeg', times: Math.ceil(times / 4), alone: false };
  row(`${String(megapixels)} megapixel JPEG, to first pixels`, 'createImageBitmap', await page.ask('still', large));
  row('a part of it, 2160 x 1350 at 1:1', 'createImageBitmap of a part', await page.ask('parts', large));
  row('window over 2048 x 2048 of 16 bits', 'its last step alone', await page.ask('window', { side: 2048, times }));
  const opening = await gapsDuring(() => page.ask('still', { ...large, alone: true }));
  const looking = await gapsDuring(() => page.ask('parts', { ...large, alone: true }));
  console.log('\nGaps between the window’s frames, ms:');
  for (const [what, gaps] of [['idle', idle], ['a large picture decoded beside it and painted by it, again and again', opening], ['parts of one', looking]] as const) {
    console.log(`- ${what}: ${String(gaps.length)} frames, median ${at(gaps, 0.5)}, p99 ${at(gaps, 0.99)}, longest ${at(gaps, 1)}`);
  }
} finally {
  await page.close();
}

/** Paints what the worker hands over, as the viewer does, and notes how far the window's frames are apart. */
async function watchFrames(): Promise<void> {
  await page.page.evaluate(() => {
    const canvas = document.body.appendChild(document.createElement('canvas'));
    window.askedWorker?.addEventListener('message', ({ data }: MessageEvent<{ readonly image?: ImageBitmap }>) => {
      const { image } = data;
      if (image === undefined) return;
      Object.assign(canvas, { width: image.width, height: image.height });
      Object.assign(canvas.style, { width: '1000px' });
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      image.close();
      // What drawing costs beyond the call shows in the frames after it.
      requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => window.askedWorker?.postMessage('painted'))));
    });
    window.frameGaps = [];
    let before = performance.now();
    requestAnimationFrame(function frame(now) {
      window.frameGaps.push(now - before);
      before = now;
      requestAnimationFrame(frame);
    });
  });
}

async function gapsDuring(work: () => Promise<unknown>): Promise<readonly number[]> {
  await page.page.evaluate(() => { window.frameGaps = []; });
  await work();
  return page.page.evaluate(() => window.frameGaps.slice(1));
}

async function tiffPages(): Promise<ComparedSteps> {
  const size = { width: 1200, height: 900, channels: 1 };
  const bytes = tiffFile(Array.from({ length: 8 }, (_, frame) => ({ width: size.width, height: size.height, samples: 1, bits: 16 as const, values: noisePattern(size, 16, frame) })));
  const held = new HeldPicture({ heifLibrary: () => { throw new Error('a TIFF needs none'); } });
  const opened = await held.open('tiff', bytes);
  if (!opened.ok) throw new Error(opened.error.code);
  return byTurns(times, {
    ours: (time) => held.view({ key: 'tiff', frame: time % 8, region: null }),
    reference: (time) => sharp(bytes, { page: time % 8 }).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer(),
  });
}

async function dicomFrames(name: string, codec: 'jpeg2000' | 'jpegLs'): Promise<ComparedSteps> {
  const bytes = dicomFixture(name);
  const [opened, codestreams] = [await openDicom(bytes, ports), await framesOfCodestreams(bytes, ports)];
  if (!opened.ok) throw new Error(opened.error.code);
  return byTurns(times, {
    ours: (time) => opened.value.frame(time % opened.value.count),
    reference: (time) => ports.codecs[codec](codestreams[time % codestreams.length] ?? new Uint8Array()),
  });
}

async function byTurns(count: number, { ours, reference }: { readonly ours: (time: number) => Promise<unknown>; readonly reference: (time: number) => Promise<unknown> }): Promise<ComparedSteps> {
  const steps = { ours: [] as number[], reference: [] as number[] };
  // The first of each loads what the others use.
  for (let time = -1; time < count; time += 1) {
    for (const [of, work] of [['reference', reference], ['ours', ours]] as const) {
      const started = performance.now();
      await work(Math.max(0, time));
      if (time >= 0) steps[of].push(performance.now() - started);
    }
  }
  return steps;
}

function gifOf(width: number, height: number, count: number): Uint8Array {
  const encoder = gifenc.GIFEncoder();
  const palette = Array.from({ length: 256 }, (_, shade) => [shade, shade, shade] as const);
  for (let frame = 0; frame < count; frame += 1) {
    const shades = Uint8Array.from({ length: width * height }, (_, index) => ((index % width) + Math.floor(index / width) * 3 + frame * 7) & 255);
    encoder.writeFrame(shades, width, height, { ...(frame === 0 ? { palette } : {}), delay: 40 });
  }
  encoder.finish();
  return encoder.bytes();
}

declare global {
  interface Window {
    frameGaps: number[];
  }
}

/** Four thirds as wide as high, with detail everywhere. */
async function jpegOf(pixels: number): Promise<Uint8Array> {
  const height = Math.round(Math.sqrt((pixels * 3) / 4));
  const width = Math.round(pixels / height);
  const shades = Buffer.alloc(width * height * 3);
  for (let index = 0; index < shades.length; index += 1) shades[index] = (index * 2654435761) >>> 24;
  return sharp(shades, { raw: { width, height, channels: 3 } }).blur(2).jpeg({ quality: 85 }).toBuffer();
}

function row(what: string, against: string, { ours, reference }: ComparedSteps): void {
  console.log(`| ${what} | ${at(ours, 0.5)} | ${at(ours, 0.95)} | ${against} | ${at(reference, 0.5)} | ${(quantile(ours, 0.5) / quantile(reference, 0.5)).toFixed(2)}x |`);
}

function at(values: readonly number[], share: number): string {
  return quantile(values, share).toFixed(2);
}
