import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dicomFixture, referencePicture } from '../../support/dicomFixtures.ts';
import { openPdfPage } from '../../support/pdf/openPdfPage.ts';
import { pdfFile, type PdfPage, type PdfPicture } from '../../support/pdf/pdfFile.ts';
import type { OpenedAnswer, PdfAsked } from '../../support/pdf/pdfWorker.ts';

/** Pages whose every pixel is known before anybody draws them, drawn by the viewer's own source in a real Chromium under the policy of the app's workers. */

const minutes = 60_000;
const white = [255, 255, 255, 255];
const outside = [0, 0, 0, 0];
const red = [255, 0, 0, 255];
const blue = [0, 0, 255, 255];

let pdf: Awaited<ReturnType<typeof openPdfPage>>;
/** Every address anything in the page asked for. */
const asked: URL[] = [];
beforeAll(async () => {
  pdf = await openPdfPage();
  pdf.page.on('request', (request) => asked.push(new URL(request.url())));
}, 5 * minutes);
afterAll(() => pdf.close());

let served = 0;
const open = (bytes: Uint8Array) => pdf.ask<OpenedAnswer | string>('open', { url: pdf.serve(`${String(served++)}.pdf`, bytes) });
const colours = (frame: number, ...at: PdfAsked['colours']['at']) => pdf.ask<readonly (readonly number[])[] | string>('colours', { frame, at });

/** 9 points are 25 pixels, exactly. A red square whose lower left corner is 18 points from that of the page, its side 36. */
const square: PdfPage = { width: 216, height: 144, content: '1 0 0 rg 18 18 36 36 re f' };
/** Its colour tells which page it is. */
const numbered = (index: number): PdfPage => ({ width: 72, height: 72, content: `${String((index & 15) / 15)} ${String((index >> 4) / 15)} 0.2 rg 0 0 72 72 re f` });

describe('a page', () => {
  it('has its shapes where the file says, to the pixel, and no time and no scale', async () => {
    expect(await open(pdfFile([square]))).toEqual({ count: 1, width: 600, height: 400, durations: null, spacing: 'uncalibrated' });
    // From x 50 up to 150, and from y 250 up to 350.
    expect(await colours(0, [50, 250], [149, 349], [49, 250], [150, 349], [50, 249], [149, 350])).toEqual([red, red, white, white, white, white]);
  });

  it('is turned upright and enlarged as it says', async () => {
    expect(await open(pdfFile([{ ...square, rotate: 90 }, { ...square, userUnit: 2 }]))).toMatchObject({ count: 2, width: 1200, height: 800 });
    // Turned right, what was at the lower left is at the upper left.
    expect(await colours(0, [50, 50], [149, 149], [49, 50], [150, 149], [399, 599], [400, 599], [399, 600])).toEqual([red, red, white, white, white, outside, outside]);
    expect(await colours(1, [100, 500], [299, 699], [99, 500], [300, 699], [1199, 799])).toEqual([red, red, white, white, white]);
  });

  it('has letters, in a font the file does not bring', async () => {
    await open(pdfFile([{ width: 216, height: 144, content: 'BT /F1 18 Tf 1 0 0 1 90 90 Tm (Hello) Tj ET' }]));
    expect(await pdf.ask('dark', { frame: 0, left: 240, top: 60, width: 200, height: 100 })).toBeGreaterThan(800);
    expect(await pdf.ask('dark', { frame: 0, left: 0, top: 0, width: 230, height: 400 })).toBe(0);
    expect(asked.map(({ pathname }) => pathname)).toContain('/pdf/standard_fonts/LiberationSans-Regular.ttf');
  });

  it('has pictures, sample by sample', async () => {
    const data = Uint8Array.from([255, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 255]);
    await open(pdfFile([{ width: 72, height: 72, content: '72 0 0 72 0 0 cm /P1 Do', picture: { width: 2, height: 2, data } }]));
    expect(await colours(0, [10, 10], [190, 10], [10, 190], [190, 190])).toEqual([red, blue, white, blue]);
  });

  it('has pictures that only our own WebAssembly decodes', async () => {
    const reference = sharp(referencePicture('HTJ2K_08_RGB.dcm')).removeAlpha();
    const { data: expected, info: { width, height } } = await reference.raw().toBuffer({ resolveWithObject: true });
    const file = Buffer.from(dicomFixture('HTJ2K_08_RGB.dcm'));
    // The codestream begins with SOC and SIZ.
    const data = file.subarray(file.indexOf(Buffer.from('ff4fff51', 'hex')));
    const size = { width: (width * 72) / 200, height: (height * 72) / 200 };
    expect(await open(pdfFile([{ ...size, content: `${String(size.width)} 0 0 ${String(size.height)} 0 0 cm /P1 Do`, picture: { filter: 'JPXDecode', width, height, data } }]))).toMatchObject({ width, height });
    const places = Array.from({ length: 40 }, (_, index) => [(index * 37) % width, (index * 53) % height] as const);
    const seen = await colours(0, ...places);
    if (typeof seen === 'string') throw new Error(seen);
    const differences = places.flatMap(([x, y], index) => [0, 1, 2].map((channel) => Math.abs((seen[index]?.[channel] ?? NaN) - (expected[(y * width + x) * 3 + channel] ?? NaN))));
    expect(Math.max(...differences)).toBeLessThanOrEqual(2);
    expect(asked.map(({ pathname }) => pathname)).toContain('/pdf/wasm/openjpeg.wasm');
  });

  it('that another program wrote is drawn as that program says', async () => {
    const maker = await pdf.page.context().browser()?.newPage();
    if (maker === undefined) throw new Error('no browser');
    await maker.setContent('<style>body{margin:0}div{position:absolute;width:1in;height:1in}</style><div style="left:1in;top:2in;background:#f00">wound</div><div style="left:4in;top:13in;background:#00f"></div>');
    const bytes = await maker.pdf({ width: '8in', height: '11in', printBackground: true });
    await maker.close();
    expect(await open(bytes)).toMatchObject({ count: 2, width: 1600, height: 2200 });
    expect(await colours(0, [210, 590], [390, 590], [190, 590], [410, 590], [210, 610])).toEqual([red, red, white, white, white]);
    // In a font it brings.
    expect(await pdf.ask('dark', { frame: 0, left: 200, top: 400, width: 200, height: 200 })).toBeGreaterThan(200);
    expect(await colours(1, [810, 410], [990, 590], [790, 410])).toEqual([blue, blue, white]);
  });
});

describe('many pages', () => {
  it('are counted, and shown in any order', async () => {
    expect(await open(pdfFile(Array.from({ length: 200 }, (_, index) => numbered(index))))).toMatchObject({ count: 200, width: 200, height: 200 });
    for (const index of [199, 0, 100, 99, 17, 198, 1]) expect(await colours(index, [100, 100])).toEqual([[(index & 15) * 17, (index >> 4) * 17, 51, 255]]);
  });

  it('of which one is given up leave the next as it is', async () => {
    await open(pdfFile([square, numbered(3), numbered(4)]));
    expect(await pdf.ask('giveUp', { given: 0, frame: 2 })).toEqual(['local.cancelled', 'drawn']);
    expect(await colours(0, [50, 250])).toEqual([red]);
  });

  it('of which one has a damaged picture are shown without it', async () => {
    const broken: PdfPage = { width: 72, height: 72, content: '72 0 0 72 0 0 cm /P1 Do', picture: { filter: 'DCTDecode', width: 8, height: 8, data: Buffer.from('no JPEG at all') } };
    expect(await open(pdfFile([numbered(1), broken, numbered(2)]))).toMatchObject({ count: 3 });
    expect(await colours(1, [0, 0])).toBe('data.undecodable');
    expect(await colours(2, [100, 100])).toEqual([[34, 0, 51, 255]]);
  });
});

describe('a page that cannot be drawn whole is said to be damaged:', () => {
  const picture = (width: number): PdfPicture => ({ filter: 'FlateDecode', width, height: width, data: deflateSync(new Uint8Array(3000)) });
  it.each<[string, PdfPage]>([
    ['a picture of more pixels than a screen ever shows', { ...square, content: `${square.content} 9 0 0 9 0 0 cm /P1 Do`, picture: picture(30_000) }],
    ['a picture that is not there', { ...square, content: `${square.content} /P2 Do` }],
  ])('%s', async (_name, page) => {
    expect(await open(pdfFile([page, square]))).toMatchObject({ count: 2 });
    expect(await colours(0, [50, 250])).toBe('data.undecodable');
    expect(await colours(1, [50, 250])).toEqual([red]);
  });
});

describe('a document', () => {
  it('with one page that says it has a million has one', async () => {
    const bytes = Buffer.from(Buffer.from(pdfFile([square])).toString('latin1').replace('/Count 1 ', '/Count 1000000 '), 'latin1');
    expect(await open(bytes)).toMatchObject({ count: 1 });
  });

  it.each([
    ['of nothing', new Uint8Array()],
    ['that only begins like one', Buffer.from('%PDF-1.7\n%no more\n')],
    ['without pages', pdfFile([])],
  ])('%s is refused', async (_name, bytes) => {
    expect(await open(bytes)).toBe('data.undecodable');
  });

  it('with a password is refused by that name; one that only says what may be done is not', async () => {
    expect(await open(pdfFile([square], { password: 'secret' }))).toBe('data.password-protected');
    expect(await open(pdfFile([square], { password: '' }))).toMatchObject({ count: 1 });
    expect(await colours(0, [50, 250], [49, 250])).toEqual([red, white]);
  });

  it('runs nothing and asks for nothing that is not ours', async () => {
    asked.length = 0;
    const elsewhere = 'https://elsewhere.invalid/';
    const action = `<< /S /JavaScript /JS (app.alert\\(1\\); this.submitForm\\('${elsewhere}'\\); while \\(true\\) {}) >>`;
    expect(await open(pdfFile([square], { catalog: `/OpenAction ${action} /AA << /WC ${action} >> /URI << /Base (${elsewhere}) >>` }))).toMatchObject({ count: 1 });
    expect(await colours(0, [50, 250])).toEqual([red]);
    expect(asked.map(({ origin }) => origin).filter((origin) => origin !== new URL(pdf.absent('')).origin)).toEqual([]);
    expect(asked.map(({ pathname }) => pathname).filter((path) => /sandbox|quickjs/.test(path))).toEqual([]);
  });
});
