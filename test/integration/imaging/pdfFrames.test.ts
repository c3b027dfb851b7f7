import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FrameBatch } from '../../../electron/imaging/messages.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { dicomFixture, referencePicture } from '../../support/dicomFixtures.ts';
import { letterPage, pdfFile, pdfOfObjects, type PdfPage, type PdfPicture } from '../../support/pdf/pdfFile.ts';
import { openWatchedImaging, type WatchedImaging } from '../../support/watchedImaging.ts';

/** The pages of a PDF as the command line writes them: every one whole, at 200 dots to an inch, or said to be damaged. */

let watched: WatchedImaging;
beforeAll(() => { watched = openWatchedImaging(); });
afterAll(() => watched.imaging.close());

const frames = async (bytes: Uint8Array, first = 0) => unwrap(await watched.imaging.frames(bytes, { first, window: 'stored' }));

async function drawn(made: FrameBatch['batch'][number] | undefined) {
  if (made === undefined || !('png' in made)) throw new Error(made?.failure.code ?? 'no page');
  const { data, info } = await sharp(made.png).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels, at: (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels, (y * info.width + x + 1) * info.channels)] };
}

const [white, red, blue] = [[255, 255, 255], [255, 0, 0], [0, 0, 255]];
/** 9 points are 25 pixels, exactly. A red square whose lower left corner is 18 points from that of the page, its side 36. */
const square: PdfPage = { width: 216, height: 144, content: '1 0 0 rg 18 18 36 36 re f' };
const pictured = (picture: PdfPicture, content = '72 0 0 72 0 0 cm /P1 Do'): PdfPage => ({ width: 72, height: 72, content, picture });

describe('a page', () => {
  it('has its shapes where the file says, to the pixel', async () => {
    const { batch, ...description } = await frames(pdfFile([square]));
    expect(description).toEqual({ medium: 'application/pdf', width: 600, height: 400, bits: 8, photometric: 'RGB', frames: 1, declaredFrames: null, cutOff: false, durationsMs: null, spacing: null, compression: null, storedOffset: 0 });
    const page = await drawn(batch[0]);
    expect(page).toMatchObject({ width: 600, height: 400, channels: 3 });
    expect([page.at(50, 250), page.at(149, 349), page.at(49, 250), page.at(150, 349), page.at(50, 249), page.at(149, 350)]).toEqual([red, red, white, white, white, white]);
  });

  it('is turned upright, in its own size at the same scale as the others', async () => {
    const { batch, width, height } = await frames(pdfFile([square, { ...square, rotate: 90 }]));
    expect({ width, height }).toEqual({ width: 600, height: 600 });
    const turned = await drawn(batch[1]);
    expect([turned.width, turned.height]).toEqual([400, 600]);
    // Turned right, what was at the lower left is at the upper left.
    expect([turned.at(50, 50), turned.at(149, 149), turned.at(49, 50), turned.at(150, 149)]).toEqual([red, red, white, white]);
    expect(await drawn(batch[0])).toMatchObject({ width: 600, height: 400 });
  });

  it('has pictures, sample by sample', async () => {
    const page = await drawn((await frames(pdfFile([pictured({ width: 2, height: 2, data: Uint8Array.from([255, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 255]) })]))).batch[0]);
    expect([page.at(10, 10), page.at(190, 10), page.at(10, 190), page.at(190, 190)]).toEqual([red, blue, white, blue]);
    const { data: expected, info: { width, height } } = await sharp(referencePicture('HTJ2K_08_RGB.dcm')).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const file = Buffer.from(dicomFixture('HTJ2K_08_RGB.dcm'));
    const size = { width: (width * 72) / 200, height: (height * 72) / 200 };
    const codestream = { filter: 'JPXDecode', width, height, data: file.subarray(file.indexOf(Buffer.from('ff4fff51', 'hex'))) };
    const wavelets = await drawn((await frames(pdfFile([{ ...pictured(codestream, `${String(size.width)} 0 0 ${String(size.height)} 0 0 cm /P1 Do`), ...size }]))).batch[0]);
    expect([wavelets.width, wavelets.height]).toEqual([width, height]);
    const places = Array.from({ length: 40 }, (_, index) => [(index * 37) % width, (index * 53) % height] as const);
    const differences = places.flatMap(([x, y]) => wavelets.at(x, y).map((value, channel) => Math.abs(value - (expected[(y * width + x) * 3 + channel] ?? NaN))));
    expect(Math.max(...differences)).toBeLessThanOrEqual(2);
  });

  it('has letters in a font that the file does not bring, and what was filled in on each form', async () => {
    const field = '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (H) /F 4 /Rect [0 0 100 100] /DA (/F1 90 Tf 0 g) >>';
    const form: PdfPage = { ...square, entries: `/Annots [${field}]` };
    const { batch } = await frames(pdfFile([{ ...square, content: 'BT /F1 90 Tf 1 0 0 1 10 20 Tm (H) Tj ET' }, form, form], { catalog: '/AcroForm << /Fields [] /DA (/F1 90 Tf 0 g) /DR << /Font << /F1 3 0 R >> >> >>' }));
    for (const made of batch) {
      const page = await drawn(made);
      expect(Array.from({ length: 300 * 300 }, (_, index) => page.at(index % 300, 100 + Math.floor(index / 300))).filter(([r, g, b]) => r === 0 && g === 0 && b === 0).length).toBeGreaterThan(1000);
    }
  });

  it('of more pixels than a frame may have is drawn more coarsely, within the memory of any file', async () => {
    const before = watched.started.length;
    const { batch, width, height } = await frames(pdfFile([{ width: 2384, height: 3370, content: '1 0 0 rg 0 0 1192 3370 re f' }]));
    expect(width * height).toBeGreaterThan(31_900_000);
    expect(width * height).toBeLessThan(32_010_000);
    const poster = await drawn(batch[0]);
    expect(poster).toMatchObject({ width, height });
    expect([poster.at(Math.floor(width / 2) - 2, height - 1), poster.at(Math.ceil(width / 2) + 2, 0)]).toEqual([red, white]);
    expect(await frames(pdfFile([{ width: 14_400, height: 20, content: '' }]))).toMatchObject({ width: 16_384, height: 23 });
    expect(watched.started.length).toBe(Math.max(1, before));
  });
});

describe('a page that cannot be drawn whole is said to be damaged, and the others are written:', () => {
  it.each<[string, PdfPicture]>([
    ['a picture that is no JPEG', { filter: 'DCTDecode', width: 8, height: 8, data: Buffer.from('no JPEG at all') }],
    ['a picture that is no JPEG 2000', { filter: 'JPXDecode', width: 8, height: 8, data: Buffer.from('no JPEG 2000 at all') }],
    ['a picture of more pixels than there are', { filter: 'FlateDecode', width: 30_000, height: 30_000, data: deflateSync(new Uint8Array(3000)) }],
  ])('%s', async (_name, picture) => {
    const { batch } = await frames(pdfFile([square, pictured(picture), pictured(picture, `q 72 0 0 72 0 0 cm /P1 Do Q ${square.content}`), square]));
    expect(batch.map((made) => ('failure' in made ? [made.failure.code, made.failure.detail] : 'drawn'))).toEqual(['drawn', ['data.undecodable', 'PDF page 2'], ['data.undecodable', 'PDF page 3'], 'drawn']);
  });
});

describe('a picture that is no samples of the page itself:', () => {
  const stream = (data: Uint8Array | string, entries: string) => Buffer.concat([Buffer.from(`<< ${entries} /Length ${String(data.length)} >>\nstream\n`), Buffer.from(data), Buffer.from('\nendstream')]);
  /** One page of 200 x 200 px that draws a form, which draws a picture over all of it. */
  const inForm = (data: Uint8Array | string, picture: string) => pdfOfObjects([
    '<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] /Contents 4 0 R /Resources << /XObject << /N 5 0 R >> >> >>',
    stream('0 0 1 rg /N Do', ''), stream('72 0 0 72 0 0 cm /P Do', '/Type /XObject /Subtype /Form /BBox [0 0 72 72] /Resources << /XObject << /P 6 0 R >> >>'),
    stream(data, `/Type /XObject /Subtype /Image ${picture}`),
  ]);
  const checks = Uint8Array.of(0b01111111, 0b10111111);

  it.each<[string, Uint8Array, readonly (readonly number[])[]]>([
    ['a stencil', inForm(checks, '/Width 2 /Height 2 /ImageMask true /BitsPerComponent 1'), [blue, white]],
    ['black and white', inForm(checks, '/Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 1'), [[0, 0, 0], white]],
    ['a palette', inForm(checks, '/Width 2 /Height 2 /ColorSpace [/Indexed /DeviceRGB 1 <FF00000000FF>] /BitsPerComponent 1'), [red, blue]],
  ])('%s in a form', async (_name, bytes, [first, second]) => {
    const page = await drawn((await frames(bytes)).batch[0]);
    expect([page.at(10, 10), page.at(190, 10), page.at(10, 190), page.at(190, 190)]).toEqual([first, second, second, first]);
  });

  it('a damaged picture in a form is missed, too', async () => {
    expect((await frames(inForm('no JPEG at all', '/Width 8 /Height 8 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode'))).batch).toEqual([{ failure: { code: 'data.undecodable', detail: 'PDF page 1' } }]);
  });
});

describe('a document', () => {
  it('of many pages comes in several answers, which hold no more than one', async () => {
    const before = watched.started.length;
    const letter = pdfFile(Array.from({ length: 20 }, (_, index) => letterPage(index + 1)));
    let count = 0;
    for (let answers = 0; count < 20; answers += 1) {
      const { batch, frames: all } = await frames(letter, count);
      expect(all).toBe(20);
      expect(batch.length).toBeGreaterThan(0);
      expect(batch.every((made) => 'png' in made)).toBe(true);
      count += batch.length;
      expect(answers).toBeLessThan(20);
    }
    expect(count).toBe(20);
    expect(watched.started.length).toBe(Math.max(1, before));
  });

  it('with a password is refused by that name; one that only says what may be done is not', async () => {
    expect(await watched.imaging.frames(pdfFile([square], { password: 'secret' }), { first: 0, window: 'stored' })).toMatchObject({ ok: false, error: { code: 'data.password-protected' } });
    expect((await drawn((await frames(pdfFile([square], { password: '' }))).batch[0])).at(50, 250)).toEqual(red);
  });

  it.each([
    ['without pages', pdfFile([])],
    ['that only begins like one', Buffer.from('%PDF-1.7\n%no more\n')],
  ])('%s is refused', async (_name, bytes) => {
    expect(await watched.imaging.frames(bytes, { first: 0, window: 'stored' })).toMatchObject({ ok: false, error: { code: 'data.undecodable' } });
  });
});
