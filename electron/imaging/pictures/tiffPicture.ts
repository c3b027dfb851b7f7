import sharp, { type Sharp } from 'sharp';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { compressionName } from '../tiff/compressionNames.ts';
import { readTiffPages, type TiffPage } from '../tiff/readTiffPages.ts';
import { zstandardToDeflate } from '../tiff/zstandardToDeflate.ts';
import { checkSize, decoding, largestPixels, readsWhole } from './decoding.ts';
import type { OpenedPicture, SampleSpace } from './openedPicture.ts';
import { plainInk } from './plainInk.ts';

/** What sharp's libtiff decodes right; each was compared with another decoder (docs/media.md). */
const decodedByLibvips = new Set([1, 2, 3, 4, 5, 7, 8, 32_773, 32_946]);
const zstandard = 50_000;
/** Cyan, magenta, yellow and black. */
const separated = 5;
const photometrics = ['MinIsWhite', 'MinIsBlack', 'RGB', 'Palette', 'Mask', 'CMYK', 'YCbCr', '', 'CIELab'];

/** The pages of a TIFF, each opened by itself: they may differ in everything. Fails with `data.truncated`, `data.undecodable`, `data.too-many-pixels` or `data.unsupported-compression`. */
export function tiffPicture(bytes: Uint8Array): Result<OpenedPicture> {
  const read = readTiffPages(bytes);
  if (!read.ok) return read;
  const pages = read.value;
  const [first] = pages;
  if (!first) return fail('data.undecodable', { detail: 'TIFF without a page' });
  const [width, height] = [Math.max(...pages.map((page) => page.width)), Math.max(...pages.map((page) => page.height))];
  const size = checkSize(width, height, largestPixels);
  if (!size.ok) return size;
  // A document is refused by its first page; another one's oddity is told when that page is looked at.
  const refusal = reasonToRefuse(first);
  if (refusal !== null) return fail('data.unsupported-compression', { detail: refusal });
  const frame: OpenedPicture['frame'] = async (index) => {
    const page = pages[index];
    if (!page) return fail('data.undecodable', { detail: `page ${String(index + 1)}` });
    const reason = reasonToRefuse(page);
    return reason === null ? openPage(bytes, page) : fail('data.unsupported-compression', { detail: reason });
  };
  return succeed({
    width, height,
    frames: pages.length,
    bits: first.bits,
    photometric: photometrics[first.photometric] ?? `photometric ${String(first.photometric)}`,
    durationsMs: null,
    compression: compressionName(first.compression),
    pixelAspect: first.pixelAspect,
    space: spaceOf(first),
    frame,
    check: async () => {
      for (const [index, page] of pages.entries()) {
        if (index > 0 && reasonToRefuse(page) !== null) continue;
        const opened = await frame(index);
        const whole = opened.ok ? await readsWhole(opened.value) : opened;
        if (!whole.ok) return whole;
      }
      return succeed(true);
    },
    close: () => undefined,
  });
}

/** In words for people; null: it can be decoded. */
function reasonToRefuse({ compression, bits, format, samples }: TiffPage): string | null {
  if (compression !== zstandard && !decodedByLibvips.has(compression)) return `TIFF, ${compressionName(compression)}`;
  // Such numbers have no range of their own to be shown in, and libvips would cut them to 8 bits without a word.
  if (format !== 'unsigned' || bits > 16) return `TIFF of ${String(bits)}-bit ${format} samples`;
  return samples > 5 ? `TIFF of ${String(samples)} samples a pixel` : null;
}

async function openPage(bytes: Uint8Array, { compression, directory, photometric, bits }: TiffPage): Promise<Result<Sharp>> {
  const known = compression === zstandard ? zstandardToDeflate(bytes, directory) : succeed(bytes);
  if (!known.ok) return known;
  const open = (): Sharp => sharp(known.value, { ...decoding, page: directory, pages: 1 });
  if (photometric !== separated || bits !== 8) return succeed(open().autoOrient());
  try {
    return await plainInk(open().autoOrient(), await open().metadata());
  } catch {
    return fail('data.undecodable', { detail: `page ${String(directory + 1)}` });
  }
}

function spaceOf({ bits, samples, photometric }: TiffPage): SampleSpace {
  const grey = samples <= 2 && photometric <= 1;
  return bits > 8 ? (grey ? 'grey16' : 'rgb16') : grey ? 'b-w' : 'srgb';
}
