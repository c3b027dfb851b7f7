import type { HeifProperty } from './itemProperties.ts';

/**
 * Bits of a sample, as the file says: of the picture where it says so (ISO/IEC 23008-12, 6.5.6), else of how it is coded (ISO/IEC 14496-15,
 * 8.3.3.1.2); the most, where its pictures differ. libheif knows, too, but its bindings end with a fault when they are asked. 8 where nothing is said.
 */
export function sampleBits(properties: readonly HeifProperty[]): number {
  const stated = properties.flatMap(({ type, data }) => (type === 'pixi' ? [...data.subarray(5)] : []));
  const coded = properties.flatMap(({ type, data }) => (type === 'hvcC' && data.length > 17 ? [((data[17] ?? 0) & 7) + 8] : []));
  const most = Math.max(0, ...(stated.length > 0 ? stated : coded));
  return most >= 1 && most <= 16 ? most : 8;
}
