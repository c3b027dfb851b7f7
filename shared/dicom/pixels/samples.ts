/** Numbers of one picture. 64-bit samples are those of Double Float Pixel Data. */
export type Samples = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

export type IntegerSamples = Exclude<Samples, Float32Array | Float64Array>;

/** The smallest array that holds integers of `bits`. */
export function integerSamples(length: number, bits: number, signed: boolean): IntegerSamples {
  if (bits <= 8) return signed ? new Int8Array(length) : new Uint8Array(length);
  if (bits <= 16) return signed ? new Int16Array(length) : new Uint16Array(length);
  return signed ? new Int32Array(length) : new Uint32Array(length);
}
