import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { readDirectory, tiffHeader, type TiffEntries } from './readDirectory.ts';

/** One page of a TIFF, as its directory describes it. */
export interface TiffPage {
  /** Which of the file's directories it is. */
  readonly directory: number;
  /** Pixels of the upright page. */
  readonly width: number;
  readonly height: number;
  /** Of a sample; several samples of a pixel have the same. */
  readonly bits: number;
  readonly samples: number;
  readonly format: 'unsigned' | 'signed' | 'float' | 'complex';
  /** As TIFF numbers them. */
  readonly compression: number;
  readonly photometric: number;
  /** 1 to 8, as in EXIF. */
  readonly orientation: number;
  /** Height of a pixel over its width, upright: a fax has twice as many columns to the millimetre as rows. */
  readonly pixelAspect: number;
}

/** A file may chain its directories in a ring. */
const mostDirectories = 10_000;
const formats = ['unsigned', 'unsigned', 'signed', 'float', 'unsigned', 'complex', 'complex'] as const;

/**
 * The pages of a TIFF or BigTIFF in their order; reduced copies of a page and masks are no pages. TIFF 6.0, section 8.
 * Fails with `data.undecodable` or `data.truncated`.
 */
export function readTiffPages(bytes: Uint8Array): Result<readonly TiffPage[]> {
  const header = tiffHeader(bytes);
  if (!header) return fail('data.undecodable', { detail: 'TIFF header' });
  const pages: TiffPage[] = [];
  const seen = new Set<number>();
  let next = header.first;
  for (let directory = 0; next !== 0 && !seen.has(next) && directory < mostDirectories; directory += 1) {
    seen.add(next);
    const read = readDirectory(bytes, header, next);
    // What stands before the place where the file breaks off is whole.
    if (!read) break;
    const page = pageOf(read.entries, directory);
    if (page) pages.push(page);
    next = read.next;
  }
  return pages.length === 0 ? fail('data.truncated', { detail: 'TIFF directory' }) : succeed(pages);
}

function pageOf(entries: TiffEntries, directory: number): TiffPage | undefined {
  const number = (tag: number, otherwise: number): number => entries.get(tag)?.[0] ?? otherwise;
  const [width, height] = [number(256, 0), number(257, 0)];
  const subfile = number(254, 0);
  const isCopyOrMask = (subfile & 0b101) !== 0 || number(255, 1) === 2;
  if (isCopyOrMask || width < 1 || height < 1) return undefined;
  const orientation = number(274, 1);
  const lying = orientation >= 5 && orientation <= 8;
  const [across, down] = [number(282, 0), number(283, 0)];
  const aspect = across > 0 && down > 0 ? across / down : 1;
  return {
    directory, orientation,
    width: lying ? height : width,
    height: lying ? width : height,
    bits: Math.max(...(entries.get(258) ?? [1])),
    samples: number(277, 1),
    format: formats[number(339, 1)] ?? 'unsigned',
    compression: number(259, 1),
    photometric: number(262, number(277, 1) >= 3 ? 2 : 1),
    pixelAspect: lying ? 1 / aspect : aspect,
  };
}
