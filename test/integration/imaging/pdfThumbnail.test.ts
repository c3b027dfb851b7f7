import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import { letterPage, pdfFile, type PdfPage } from '../../support/pdf/pdfFile.ts';
import { openWatchedImaging, type WatchedImaging } from '../../support/watchedImaging.ts';

/** What the card of a PDF shows, made in the process that can be killed: its first page, and how many there are. */

let watched: WatchedImaging;
beforeAll(() => { watched = openWatchedImaging(); });
afterAll(() => watched.imaging.close());

/** A thumbnail of 400 x 200 px: 2 px to a point. */
const page: PdfPage = { width: 200, height: 100, content: '' };
const red: PdfPage = { ...page, content: '1 0 0 rg 20 20 40 40 re f' };
const blue: PdfPage = { ...page, content: '0 0 1 rg 0 0 200 100 re f' };

async function drawn(bytes: Uint8Array) {
  const thumbnail = unwrap(await watched.imaging.thumbnail(bytes)) ?? new Uint8Array();
  const { data, info } = await sharp(thumbnail).raw().toBuffer({ resolveWithObject: true });
  /** The colour it is nearest to; WebP changes it a little. */
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels, (y * info.width + x) * info.channels + 3)].map((value) => Math.round(value / 255));
  return { format: (await sharp(thumbnail).metadata()).format, width: info.width, height: info.height, channels: info.channels, at };
}

describe('the first page', () => {
  it('is drawn on white, 400 px on its longer side', async () => {
    const { at, ...size } = await drawn(pdfFile([red, blue]));
    expect(size).toEqual({ format: 'webp', width: 400, height: 200, channels: 3 });
    expect([at(80, 120), at(20, 120), at(180, 120), at(80, 20)]).toEqual([[1, 0, 0], [1, 1, 1], [1, 1, 1], [1, 1, 1]]);
  });

  it('is turned as it says, however small or large its paper', async () => {
    const { at, width, height } = await drawn(pdfFile([{ ...red, rotate: 90 }]));
    expect([width, height]).toEqual([200, 400]);
    expect([at(80, 80), at(80, 20), at(20, 80)]).toEqual([[1, 0, 0], [1, 1, 1], [1, 1, 1]]);
    expect(await drawn(pdfFile([{ width: 2, height: 1, content: '' }]))).toMatchObject({ width: 400, height: 200 });
    expect(await drawn(pdfFile([{ width: 14_400, height: 14, userUnit: 50, content: '' }]))).toMatchObject({ width: 400, height: 1 });
  });

  it('has letters in a font that the file does not bring, and what was filled in on a form', async () => {
    const letters = await drawn(pdfFile([{ ...page, content: 'BT /F1 90 Tf 1 0 0 1 10 20 Tm (H) Tj ET' }]));
    expect(letters.at(45, 100)).toEqual([0, 0, 0]);
    const field = '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (H) /F 4 /Rect [0 0 100 100] /DA (/F1 90 Tf 0 g) >>';
    const form = await drawn(pdfFile([{ ...page, entries: `/Annots [${field}]` }], { catalog: `/AcroForm << /Fields [] /DA (/F1 90 Tf 0 g) /DR << /Font << /F1 3 0 R >> >> >>` }));
    const dark = Array.from({ length: 200 * 200 }, (_, index) => form.at(index % 200, Math.floor(index / 200))).filter(([first]) => first === 0);
    expect(dark.length).toBeGreaterThan(500);
  });

  it('is drawn of a file that only says what may be done with it', async () => {
    expect((await drawn(pdfFile([red], { password: '' }))).at(80, 120)).toEqual([1, 0, 0]);
  });
});

describe('the pages', () => {
  it.each([1, 2, 200])('are counted: %i', async (count) => {
    expect(await watched.imaging.probe(pdfFile(Array.from({ length: count }, () => red)))).toEqual({ ok: true, value: { contentType: 'application/pdf', width: null, height: null, frames: count } });
  });

  it('are counted by what is there, as when it is opened, not by what the file claims', async () => {
    const claims = (count: number) => Buffer.from(Buffer.from(pdfFile([red, red, red])).toString('latin1').replace('/Count 3 ', `/Count ${String(count)} `), 'latin1');
    expect(unwrap(await watched.imaging.probe(claims(1_000_000)))).toMatchObject({ frames: 3 });
    expect(unwrap(await watched.imaging.probe(claims(2 ** 31 - 1)))).toMatchObject({ frames: 3 });
  });
});

describe('a PDF of which nothing can be drawn is taken in as it is, and has no thumbnail:', () => {
  it.each<[string, Uint8Array, string]>([
    ['a password is asked for', pdfFile([red], { password: 'secret' }), 'data.password-protected'],
    ['it only begins like one', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n'), 'data.undecodable'],
    ['it has no page', pdfFile([]), 'data.undecodable'],
  ])('%s', async (_name, bytes, code) => {
    expect(await watched.imaging.probe(bytes)).toEqual({ ok: true, value: { contentType: 'application/pdf', width: null, height: null, frames: 1 } });
    expect(await watched.imaging.thumbnail(bytes)).toMatchObject({ ok: false, error: { code } });
  });
});

it('holds no more of a hundred than of one', async () => {
  const before = watched.started.length;
  for (let count = 0; count < 100; count += 1) expect((await watched.imaging.thumbnail(pdfFile([letterPage(1)]))).ok).toBe(true);
  // Its guard would have ended it.
  expect(watched.started.length).toBe(Math.max(1, before));
});
