/** By TIFF's numbers; TIFF 6.0, its technical notes, and the registry of private ones kept by libtiff (tiff.h). */
const names: Readonly<Record<number, string>> = {
  1: 'none', 2: 'CCITT RLE', 3: 'CCITT Group 3', 4: 'CCITT Group 4', 5: 'LZW', 6: 'old-style JPEG', 7: 'JPEG', 8: 'Deflate', 9: 'JBIG', 10: 'JBIG',
  32_766: 'NeXT', 32_771: 'CCITT RLE/W', 32_773: 'PackBits', 32_809: 'ThunderScan', 32_908: 'Pixar film', 32_909: 'Pixar log', 32_946: 'Deflate', 33_003: 'JPEG 2000', 33_005: 'JPEG 2000',
  34_661: 'JBIG', 34_676: 'SGI LogLuv', 34_677: 'SGI LogLuv', 34_712: 'JPEG 2000', 34_887: 'LERC', 34_925: 'LZMA', 50_000: 'ZSTD', 50_001: 'WebP', 50_002: 'JPEG XL', 52_546: 'JPEG XL',
};

export function compressionName(compression: number): string {
  return names[compression] ?? `compression ${String(compression)}`;
}
