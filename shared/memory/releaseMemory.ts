/**
 * Gives the memory of a buffer back at once; it is empty afterwards. Bytes that only pass through are better not left to the garbage
 * collector: it is called for every few dozen megabytes of them, and walks the whole heap each time. Only for who holds the buffer alone; what
 * is part of a larger one stays.
 */
export function releaseMemory(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength) buffer.transfer(0);
}
