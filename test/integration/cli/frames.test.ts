import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { openDicom } from '../../../shared/dicom/openDicom.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { connectArguments, runCommand, runMediaServer } from '../../support/commandLine.ts';
import { dicomFixture, dicomPorts } from '../../support/dicomFixtures.ts';
import { startPagedGateway, type GatewayPage } from '../../support/pagedGateway.ts';
import { letterPage, pdfFile } from '../../support/pdf/pdfFile.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

/** `lightbox frames`, as a script uses it. */

const fixture = (name: string) => projectPath(`test/fixtures/dicom/${name}`);
/** As much of one as tells what it is. */
const video = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(4), Buffer.from('isommp42'), Buffer.alloc(40)]);
const freshFolder = async () => join(await temporaryDirectory(), 'frames');

describe('lightbox frames', () => {
  it('writes every frame of a DICOM file with its stored values', async () => {
    const out = await freshFolder();
    const done = await runCommand(['frames', fixture('emri_small_RLE.dcm'), '--out', out]);
    expect(done).toMatchObject({
      code: 0,
      document: { medium: 'application/dicom', width: 64, height: 64, bits: 12, photometric: 'MONOCHROME2', frames: 10, declaredFrames: null, durationsMs: null, spacing: { kind: 'uncalibrated' }, compression: 'RLE Lossless', storedOffset: 0, damaged: [] },
    });
    expect(await readdir(out)).toHaveLength(10);
    const source = unwrap(await openDicom(dicomFixture('emri_small_RLE.dcm'), dicomPorts));
    const { data } = await sharp(join(out, 'frame-0007.png')).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer({ resolveWithObject: true });
    expect(new Uint16Array(data.buffer, data.byteOffset, data.length / 2)).toEqual(unwrap(await source.frame(6)).values);
  });

  it('writes colour of 16 bits in 16 bits', async () => {
    const out = await freshFolder();
    expect(await runCommand(['frames', fixture('made_jpeg_lossless_rgb16.dcm'), '--out', out])).toMatchObject({ code: 0, document: { bits: 16, photometric: 'RGB', damaged: [] } });
    const source = unwrap(await openDicom(dicomFixture('made_jpeg_lossless_rgb16.dcm'), dicomPorts));
    const data = await sharp(join(out, 'frame-0001.png')).toColourspace('rgb16').raw({ depth: 'ushort' }).toBuffer();
    expect(new Uint16Array(data.buffer, data.byteOffset, data.length / 2)).toEqual(unwrap(await source.frame(0)).values);
  });

  it('moves signed values up, and says by how much', async () => {
    const out = await freshFolder();
    expect(await runCommand(['frames', fixture('693_J2KR.dcm'), '--out', out])).toMatchObject({ code: 0, document: { storedOffset: 32_768, spacing: { kind: 'calibrated', row: 0.478516, source: 'PixelSpacing' } } });
    const source = unwrap(await openDicom(dicomFixture('693_J2KR.dcm'), dicomPorts));
    const data = await sharp(join(out, 'frame-0001.png')).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer();
    const written = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
    expect(Int16Array.from(written, (value) => value - 32_768)).toEqual(unwrap(await source.frame(0)).values);
  });

  it('writes grey as it is looked at, through the file’s window or another', async () => {
    const [auto, narrow] = [await freshFolder(), await freshFolder()];
    expect(await runCommand(['frames', fixture('693_J2KR.dcm'), '--out', auto, '--window', 'auto'])).toMatchObject({ code: 0, document: { storedOffset: 0 } });
    expect(await runCommand(['frames', fixture('693_J2KR.dcm'), '--out', narrow, '--window', '40,2'])).toMatchObject({ code: 0 });
    const shades = async (folder: string) => new Set(await sharp(join(folder, 'frame-0001.png')).toColourspace('b-w').raw().toBuffer()).size;
    expect(await sharp(join(auto, 'frame-0001.png')).metadata()).toMatchObject({ depth: 'uchar', channels: 1 });
    expect(await shades(auto)).toBeGreaterThan(50);
    expect(await shades(narrow)).toBeLessThan(5);
  });

  it('asks for a window where PNG cannot hold the values', async () => {
    const out = await freshFolder();
    expect(await runCommand(['frames', fixture('parametric_map_float.dcm'), '--out', out])).toMatchObject({ code: 1, document: { error: { code: 'data.invalid-input', fields: [{ path: '--window' }] } } });
    expect(await runCommand(['frames', fixture('parametric_map_float.dcm'), '--out', out, '--window', 'auto'])).toMatchObject({ code: 0 });
  });

  it('writes the frames of an animation with its delays, and the pages of a TIFF with 16 bits', async () => {
    const folder = await temporaryDirectory();
    const colours = ['red', 'green', 'blue'];
    const pictures = await Promise.all(colours.map((background) => sharp({ create: { width: 12, height: 8, channels: 3, background } }).png().toBuffer()));
    await sharp(pictures, { join: { animated: true } }).gif({ delay: [50, 120, 200] }).toFile(join(folder, 'a.gif'));
    const animation = await runCommand(['frames', join(folder, 'a.gif'), '--out', join(folder, 'gif')]);
    expect(animation).toMatchObject({ code: 0, document: { medium: 'image/gif', width: 12, height: 8, bits: 8, frames: 3, durationsMs: [50, 120, 200], spacing: null } });
    const blue = await sharp(join(folder, 'gif/frame-0003.png')).removeAlpha().raw().toBuffer();
    expect([...blue.subarray(0, 3)]).toEqual([0, 0, 255]);

    const values = Uint16Array.from({ length: 96 }, (_, index) => index * 683);
    await sharp(values, { raw: { width: 12, height: 8, channels: 1 } }).toColourspace('grey16').tiff({ compression: 'deflate' }).toFile(join(folder, 'b.tiff'));
    expect(await runCommand(['frames', join(folder, 'b.tiff'), '--out', join(folder, 'tiff')])).toMatchObject({ code: 0, document: { medium: 'image/tiff', bits: 16, frames: 1, durationsMs: null } });
    const page = await sharp(join(folder, 'tiff/frame-0001.png')).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer();
    expect(new Uint16Array(page.buffer, page.byteOffset, page.length / 2)).toEqual(values);
  });

  it('writes every page of a PDF as it is read on paper', async () => {
    const folder = await temporaryDirectory();
    await writeFile(join(folder, 'letter.pdf'), pdfFile([letterPage(1), { ...letterPage(2), rotate: 90 }]));
    expect(await runCommand(['frames', join(folder, 'letter.pdf'), '--out', join(folder, 'pages')])).toMatchObject({
      code: 0,
      document: { medium: 'application/pdf', width: 2339, height: 2339, bits: 8, photometric: 'RGB', frames: 2, durationsMs: null, spacing: null, files: ['frame-0001.png', 'frame-0002.png'], damaged: [] },
    });
    const sizes = await Promise.all([1, 2].map(async (page) => sharp(join(folder, `pages/frame-000${String(page)}.png`)).metadata()));
    expect(sizes.map(({ width, height }) => [width, height])).toEqual([[1653, 2339], [2339, 1653]]);
  });

  it.each<[string, () => Promise<Uint8Array>, object]>([
    ['a video', async () => video, { code: 'data.not-decoded-here', detail: 'video/mp4' }],
    ['a PDF with a password', async () => pdfFile([letterPage(1)], { password: 'secret' }), { code: 'data.password-protected' }],
    ['text', async () => Buffer.from('a letter'), { code: 'data.unsupported-medium' }],
    ['a DICOM file that was cut off', async () => dicomFixture('SC_rgb.dcm').slice(0, 9000), { code: 'data.truncated' }],
    ['a DICOM file without a picture', async () => withoutPixels(dicomFixture('SC_rgb.dcm')), { code: 'data.no-pixels' }],
  ])('says of %s what is wrong', async (_name, make, error) => {
    const folder = await temporaryDirectory();
    await writeFile(join(folder, 'file'), await make());
    expect(await runCommand(['frames', join(folder, 'file'), '--out', join(folder, 'out')])).toMatchObject({ code: 1, document: { error } });
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('names the compression it cannot read, frame by frame', async () => {
    const progressive = join(await temporaryDirectory(), 'progressive.dcm');
    await writeFile(progressive, dicomFixture('made_jpeg_extended12.dcm').map((byte, at, all) => (byte === 0xc1 && all[at - 1] === 0xff ? 0xc2 : byte)));
    const damaged = Array.from({ length: 10 }, (_, frame) => ({ frame, code: 'data.unsupported-compression' }));
    expect(await runCommand(['frames', progressive, '--out', await freshFolder()])).toMatchObject({ code: 1, document: { files: damaged.map(() => null), damaged } });
  });

  it('refuses a folder with something in it', async () => {
    const folder = await temporaryDirectory();
    await writeFile(join(folder, 'mine.txt'), 'mine');
    expect(await runCommand(['frames', fixture('SC_rgb.dcm'), '--out', folder])).toMatchObject({ code: 1, document: { error: { code: 'data.invalid-input' } } });
    expect(await readFile(join(folder, 'mine.txt'), 'utf8')).toBe('mine');
  });

  it('takes a Media of the data directory by its id', async () => {
    const server = await runMediaServer();
    try {
      const data = join(await temporaryDirectory(), 'data');
      expect(await runCommand(['connect', '--data', data, ...connectArguments(server)])).toMatchObject({ code: 0 });
      expect(await runCommand(['sync', '--data', data])).toMatchObject({ code: 0 });
      const listed = await runCommand(['list', '--data', data]);
      const { patients } = z.object({ patients: z.array(z.object({ media: z.array(z.object({ id: z.string(), contentType: z.string().nullable() })) })) }).parse(listed.document);
      const gif = patients.flatMap(({ media }) => media).find(({ contentType }) => contentType === 'image/gif');
      const out = await freshFolder();
      expect(await runCommand(['frames', gif?.id ?? '', '--data', data, '--out', out])).toMatchObject({ code: 0, document: { medium: 'image/gif' } });
      expect((await readdir(out)).length).toBeGreaterThan(0);
      expect(await runCommand(['frames', 'nobody', '--data', data, '--out', await freshFolder()])).toMatchObject({ code: 1, document: { error: { code: 'local.not-found' } } });
    } finally {
      await server.stop();
    }
  });
});

describe('lightbox frames of a document that a gateway tells page by page', () => {
  const plain = (width: number, height: number, background: string) => sharp({ create: { width, height, channels: 3, background } });
  const png = async (width: number, height: number, background: string) => plain(width, height, background).png().toBuffer();

  /** Pulled, with the id that the command line gives its one document; what was asked for since is in `asked`. */
  async function pulled(pages: readonly GatewayPage[]) {
    const gateway = await startPagedGateway(pages);
    onTestFinished(() => gateway.close());
    const data = join(await temporaryDirectory(), 'data');
    const { sourceId, departmentId, categories } = gateway.connection.gateway;
    expect(await runCommand(['connect', '--data', data, '--dialect', 'xcaliber', '--base', gateway.connection.baseUrl, '--source', sourceId, '--department', departmentId, '--category', ...categories])).toMatchObject({ code: 0 });
    expect(await runCommand(['sync', '--data', data])).toMatchObject({ code: 0 });
    const { patients } = z.object({ patients: z.array(z.object({ media: z.array(z.object({ id: z.string() })) })) }).parse((await runCommand(['list', '--data', data])).document);
    return { gateway, data, id: patients[0]?.media[0]?.id ?? '' };
  }
  const topLeft = async (file: string) => {
    const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    return [info.width, info.height, ...data.subarray(0, 3)];
  };

  it('fetches it, and writes all frames of its pages in the order they state', async () => {
    const tiff = await sharp(await Promise.all(['#00c000', '#00c0c0'].map((background) => plain(30, 20, background).png().toBuffer())), { join: { animated: true } }).tiff({ compression: 'deflate' }).toBuffer();
    const { gateway, data, id } = await pulled([
      { contentType: 'image/png', bytes: await png(40, 25, '#0000c0'), order: 4 },
      { contentType: 'image/png', bytes: await png(40, 25, '#c00000'), order: 1 },
      { contentType: 'image/tiff', bytes: tiff, order: '3' },
      { contentType: 'image/png', bytes: await png(20, 10, '#c0c000'), order: 2, inside: true },
      { contentType: 'application/pdf', bytes: pdfFile([{ width: 18, height: 9, content: '0 1 0 rg 0 0 18 9 re f' }]), order: 5 },
    ]);
    const out = await freshFolder();
    const names = ['page-0001-frame-0001.png', 'page-0002-frame-0001.png', 'page-0003-frame-0001.png', 'page-0003-frame-0002.png', 'page-0004-frame-0001.png', 'page-0005-frame-0001.png'];
    expect(await runCommand(['frames', id, '--data', data, '--out', out])).toMatchObject({
      code: 0,
      document: {
        frames: 6, files: names, damaged: [],
        pages: [{ medium: 'image/png', width: 40, height: 25, frames: 1 }, { medium: 'image/png', width: 20, height: 10, frames: 1 }, { medium: 'image/tiff', width: 30, height: 20, frames: 2 }, { medium: 'image/png', width: 40, height: 25, frames: 1 }, { medium: 'application/pdf', width: 50, height: 25, frames: 1 }],
      },
    });
    expect((await readdir(out)).toSorted()).toEqual(names);
    expect(await Promise.all(names.map((name) => topLeft(join(out, name))))).toEqual([[40, 25, 192, 0, 0], [20, 10, 192, 192, 0], [30, 20, 0, 192, 0], [30, 20, 0, 192, 192], [40, 25, 0, 0, 192], [50, 25, 0, 255, 0]]);
    expect(gateway.asked.filter((path) => path.startsWith('pages/')).toSorted()).toEqual(['pages/0', 'pages/1', 'pages/2', 'pages/4']);
    // It is here now.
    expect(await runCommand(['frames', id, '--data', data, '--out', await freshFolder()])).toMatchObject({ code: 0, document: { frames: 6 } });
    expect(gateway.asked.filter((path) => path.startsWith('pages/'))).toHaveLength(4);
  });

  it('says which page it cannot decode, and writes the others', async () => {
    const { data, id } = await pulled([
      { contentType: 'video/mp4', bytes: video, order: 2 },
      { contentType: 'image/png', bytes: await png(40, 25, '#c00000'), order: 1 },
      { contentType: 'image/png', bytes: Buffer.from('no picture'), order: 3 },
    ]);
    const out = await freshFolder();
    expect(await runCommand(['frames', id, '--data', data, '--out', out])).toMatchObject({
      code: 1,
      document: {
        frames: 3, files: ['page-0001-frame-0001.png', null, null], pages: [{ medium: 'image/png' }, null, null],
        damaged: [{ frame: 1, code: 'data.not-decoded-here', detail: 'video/mp4' }, { frame: 2, code: 'data.unsupported-medium' }],
      },
    });
    expect(await readdir(out)).toEqual(['page-0001-frame-0001.png']);
  });

  it('writes nothing of one that cannot be had whole, or of which no page is decoded here', async () => {
    const half = await pulled([{ contentType: 'image/png', bytes: await png(40, 25, '#c00000'), order: 1, inside: true }, { contentType: 'image/png', bytes: await png(40, 25, '#c00000'), order: 2 }]);
    half.gateway.refused.add('pages/1');
    const out = await freshFolder();
    expect(await runCommand(['frames', half.id, '--data', half.data, '--out', out])).toMatchObject({ code: 1, document: { error: { code: 'server.not-found' } } });
    const films = await pulled([1, 2].map((order) => ({ contentType: 'video/mp4', bytes: video, order })));
    expect(await runCommand(['frames', films.id, '--data', films.data, '--out', out])).toMatchObject({ code: 1, document: { error: { code: 'data.not-decoded-here', detail: 'video/mp4' } } });
    expect(await readdir(join(out, '..'))).toEqual([]);
  });
});

/** The pixels' element becomes a private one. */
function withoutPixels(bytes: Uint8Array): Uint8Array {
  const changed = Buffer.from(bytes);
  changed.writeUInt16LE(0x7fe1, changed.lastIndexOf(Buffer.from([0xe0, 0x7f, 0x10, 0x00])));
  return changed;
}
