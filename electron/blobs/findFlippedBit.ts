/** GCM's reduction polynomial, bits in its own order: the first bit of a block is its highest. NIST SP 800-38D, 6.3. */
const reduction = 0xe1n << 120n;
const firstBit = 1n << 127n;

/**
 * Which one bit of a ciphertext is not as it was sealed, told by what it does to the tag: a flipped bit of the block k before the end adds
 * that bit times H^k. https://doi.org/10.6028/NIST.SP.800-38D, 6.4
 * @param options.hashKey H: the zero block under the file's key. @param options.tagDifference the tag of the ciphertext as it lies there, XOR the
 * one stored with it. @param options.length bytes of ciphertext.
 * @returns its place, counted from the first byte's highest bit; undefined when more than one bit must be wrong.
 */
export function findFlippedBit(options: { readonly hashKey: Uint8Array; readonly tagDifference: Uint8Array; readonly length: number }): number | undefined {
  const inverse = inverseOf(numberOf(options.hashKey));
  const blocks = Math.ceil(options.length / 16);
  // The block of the lengths comes last.
  let factor = multiply(numberOf(options.tagDifference), inverse);
  for (let block = blocks - 1; block >= 0; block -= 1) {
    factor = multiply(factor, inverse);
    const bit = onlyBit(factor);
    if (bit !== undefined && block * 128 + bit < options.length * 8) return block * 128 + bit;
  }
  return undefined;
}

function multiply(left: bigint, right: bigint): bigint {
  let [product, shifted] = [0n, right];
  for (let mask = firstBit; mask > 0n; mask >>= 1n) {
    if ((left & mask) !== 0n) product ^= shifted;
    shifted = (shifted & 1n) === 0n ? shifted >> 1n : (shifted >> 1n) ^ reduction;
  }
  return product;
}

/** By Fermat: to the power of 2^128 - 2. */
function inverseOf(value: bigint): bigint {
  let [result, square] = [firstBit, value];
  for (let bit = 1; bit < 128; bit += 1) {
    square = multiply(square, square);
    result = multiply(result, square);
  }
  return result;
}

function onlyBit(value: bigint): number | undefined {
  return value === 0n || (value & (value - 1n)) !== 0n ? undefined : 128 - value.toString(2).length;
}

function numberOf(block: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(block).toString('hex')}`);
}
