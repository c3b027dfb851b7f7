/**
 * Whether the packets of a sound that has no index come to an end, and are any. Where a damaged one says of itself that it is empty, the next stands where
 * it stands: whoever looks for the last one would look without end.
 */
export async function comesToAnEnd(packets: AsyncIterable<{ readonly byteLength: number }>): Promise<boolean> {
  let isAny = false;
  for await (const { byteLength } of packets) {
    if (byteLength === 0) return false;
    isAny = true;
  }
  return isAny;
}
