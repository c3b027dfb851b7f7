import { fail, succeed, type Result } from '../../../../shared/errors/result.ts';
import type { Failure } from '../../../../shared/errors/errorCode.ts';
import type { FrameSource } from '../frameSource.ts';
import { inLargerFrame } from './inLargerFrame.ts';

export interface PageOpener {
  readonly count: number;
  /** @param page counted from 0. */
  readonly open: (page: number) => Promise<Result<FrameSource>>;
}

/** One frame of the whole, and where it comes from: frame `frame` of page `page`, or what is wrong with that page. */
type Place = { readonly page: number; readonly frame: number } | { readonly failure: Failure };

/**
 * A document that is told page by page, as one source: the frames of its pages one after the other, smaller ones at the top left of the largest. Each page is opened once
 * to be measured, and again when it is looked at; one is open at a time. A page that cannot be opened is one frame that says so.
 */
export async function openPages({ count, open }: PageOpener): Promise<Result<FrameSource>> {
  const places: Place[] = [];
  let [width, height, bits, pixelAspect] = [0, 0, 0, 1];
  for (let page = 0; page < count; page += 1) {
    const opened = await open(page);
    if (!opened.ok) {
      places.push({ failure: opened.error });
      continue;
    }
    const source = opened.value;
    if (width === 0) ({ pixelAspect } = source);
    [width, height, bits] = [Math.max(width, source.width), Math.max(height, source.height), Math.max(bits, source.bits)];
    for (let frame = 0; frame < source.count; frame += 1) places.push({ page, frame });
    source.close();
  }
  const [first] = places;
  if (first === undefined || width === 0) return first !== undefined && 'failure' in first ? { ok: false, error: first.failure } : fail('data.undecodable', { detail: 'no page' });
  const pages = new OnePageAtATime(open);
  const frame: FrameSource['frame'] = async (index, signal) => {
    const place = places[index];
    if (place === undefined) return fail('data.undecodable');
    if ('failure' in place) return { ok: false, error: place.failure };
    const source = await pages.at(place.page);
    const decoded = source.ok ? await source.value.frame(place.frame, signal) : source;
    return decoded.ok ? succeed(await inLargerFrame(decoded.value, { width, height })) : decoded;
  };
  return succeed({
    count: places.length, width, height, bits, pixelAspect, frameBytes: width * height * 4, durations: null, spacing: { kind: 'uncalibrated' },
    frame, close: () => pages.close(),
  });
}

class OnePageAtATime {
  readonly #open: PageOpener['open'];
  #held: { readonly page: number; readonly source: FrameSource } | null = null;

  constructor(open: PageOpener['open']) {
    this.#open = open;
  }

  async at(page: number): Promise<Result<FrameSource>> {
    if (this.#held?.page === page) return succeed(this.#held.source);
    this.close();
    const opened = await this.#open(page);
    if (opened.ok) this.#held = { page, source: opened.value };
    return opened;
  }

  close(): void {
    this.#held?.source.close();
    this.#held = null;
  }
}
