import type { FrameSource } from '../../../renderer/viewer/frames/frameSource.ts';
import { openPdf } from '../../../renderer/viewer/frames/pdf/openPdf.ts';

/** The viewer's source of a PDF's pages in a worker of its own, asked one thing at a time. Answers a failure's code where there is one. */

export interface PdfAsked {
  readonly open: { readonly url: string };
  /** Draws a page and reads these pixels of it. */
  readonly colours: { readonly frame: number; readonly at: readonly (readonly [number, number])[] };
  /** How many pixels of a part of the page are darker than the middle. */
  readonly dark: { readonly frame: number; readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  /** Asks for a page and gives it up at once; then draws `frame`. */
  readonly giveUp: { readonly given: number; readonly frame: number };
  /** Opens, and draws pages from everywhere, whatever they show. */
  readonly sample: { readonly url: string };
}

export interface OpenedAnswer {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly durations: FrameSource['durations'];
  readonly spacing: string;
}

type Asked = { readonly [Kind in keyof PdfAsked]: { readonly id: number; readonly kind: Kind; readonly request: PdfAsked[Kind] } }[keyof PdfAsked];

const never = new AbortController().signal;
let source: FrameSource | null = null;

self.addEventListener('message', (event: MessageEvent<Asked>) => {
  // pdf.js and its parser speak through ports of their own; what is not ours would be a leak.
  void answer(event.data).then((value: unknown) => self.postMessage({ id: event.data.id, value }));
});

function answer(asked: Asked): Promise<unknown> {
  switch (asked.kind) {
    case 'open':
      return open(asked.request.url);
    case 'colours':
      return colours(asked.request);
    case 'dark':
      return dark(asked.request);
    case 'giveUp':
      return giveUp(asked.request);
    case 'sample':
      return sample(asked.request.url);
  }
}

async function open(url: string): Promise<OpenedAnswer | string> {
  source?.close();
  source = null;
  const blob = async () => ({ ok: true as const, value: await (await fetch(url)).blob() });
  const opened = await openPdf({ url, contentType: 'application/pdf', blob }, never);
  if (!opened.ok) return opened.error.code;
  source = opened.value;
  const { count, width, height, durations, spacing } = source;
  return { count, width, height, durations, spacing: spacing.kind };
}

async function draw(frame: number, signal = never): Promise<OffscreenCanvasRenderingContext2D | string> {
  const decoded = await source?.frame(frame, signal);
  if (decoded === undefined) return 'nothing is open';
  if (!decoded.ok) return decoded.error.code;
  if (decoded.value.kind !== 'picture') return 'grey';
  const { image } = decoded.value;
  const [width, height] = 'displayWidth' in image ? [image.displayWidth, image.displayHeight] : [image.width, image.height];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  context?.drawImage(image, 0, 0);
  decoded.value.close();
  return context ?? 'no canvas';
}

async function colours({ frame, at }: PdfAsked['colours']): Promise<readonly (readonly number[])[] | string> {
  const drawn = await draw(frame);
  return typeof drawn === 'string' ? drawn : at.map(([x, y]) => [...drawn.getImageData(x, y, 1, 1).data]);
}

async function dark({ frame, left, top, width, height }: PdfAsked['dark']): Promise<number | string> {
  const drawn = await draw(frame);
  if (typeof drawn === 'string') return drawn;
  const { data } = drawn.getImageData(left, top, width, height);
  return data.filter((value, index) => index % 4 === 0 && value < 128).length;
}

async function giveUp({ given, frame }: PdfAsked['giveUp']): Promise<readonly string[]> {
  const controller = new AbortController();
  const asked = source?.frame(given, controller.signal);
  controller.abort();
  const result = await asked;
  if (result?.ok === true) result.value.close();
  const next = await draw(frame);
  return [result === undefined ? 'nothing is open' : result.ok ? 'drawn' : result.error.code, typeof next === 'string' ? next : 'drawn'];
}

async function sample(url: string): Promise<string> {
  const opened = await open(url);
  if (typeof opened === 'string') return opened;
  let outcome = 'drawn';
  for (const frame of new Set([0, opened.count >> 1, opened.count - 1])) {
    const drawn = await draw(frame);
    if (typeof drawn === 'string') outcome = drawn;
  }
  source?.close();
  source = null;
  return outcome;
}
