/**
 * Inflates a raw deflate stream (RFC 1951). Rejects when it is broken, or as soon as it is longer than `mostBytes`. DICOM pads what it deflates
 * to an even length (PS3.5, annex A.5), and the browser takes bytes behind the end for damage: such a byte is left out on a second try.
 */
export async function inflateRaw(bytes: Uint8Array, mostBytes: number): Promise<Uint8Array> {
  try {
    return await inflate(bytes, mostBytes);
  } catch (error) {
    if (bytes.at(-1) !== 0) throw error;
    return inflate(bytes.subarray(0, -1), mostBytes);
  }
}

async function inflate(bytes: Uint8Array, mostBytes: number): Promise<Uint8Array> {
  const inflated = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of inflated) {
    length += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (length > mostBytes) throw new Error('inflates to too much');
    chunks.push(chunk);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
