import { FailureError } from '../../errors/result.ts';

/**
 * RLE Lossless of one frame: up to 15 segments, one per byte of each sample, most significant first. DICOM PS3.5, annex G.
 * @returns the samples' bytes in little endian, plane by plane.
 * @throws FailureError `data.undecodable` when a segment is missing, `data.truncated` when one is short.
 */
export function decodeRunLengths(bytes: Uint8Array, planeLength: number, planes: number, bytesPerSample: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments = bytes.length >= 64 ? view.getUint32(0, true) : 0;
  if (segments !== planes * bytesPerSample) throw new FailureError({ code: 'data.undecodable', detail: `${String(segments)} RLE segments` });
  const starts = Array.from({ length: segments }, (_, index) => view.getUint32(4 + index * 4, true));
  const output = new Uint8Array(planeLength * planes * bytesPerSample);
  starts.forEach((start, segment) => {
    const plane = Math.floor(segment / bytesPerSample);
    const significance = bytesPerSample - 1 - (segment % bytesPerSample);
    const end = starts[segment + 1] ?? bytes.length;
    const target = { output, at: plane * planeLength * bytesPerSample + significance, step: bytesPerSample, left: planeLength };
    decodeSegment(bytes.subarray(Math.min(start, bytes.length), Math.max(start, Math.min(end, bytes.length))), target);
  });
  return output;
}

function decodeSegment(segment: Uint8Array, target: { readonly output: Uint8Array; at: number; readonly step: number; left: number }): void {
  for (let position = 0; target.left > 0; ) {
    const control = segment[position++];
    if (control === undefined) throw new FailureError({ code: 'data.truncated', detail: 'RLE segment' });
    if (control === 128) continue;
    const run = control > 128;
    const length = Math.min(target.left, run ? 257 - control : control + 1);
    if (position + (run ? 1 : length) > segment.length) throw new FailureError({ code: 'data.truncated', detail: 'RLE segment' });
    for (let index = 0; index < length; index += 1) {
      target.output[target.at] = segment[run ? position : position + index] ?? 0;
      target.at += target.step;
    }
    position += run ? 1 : length;
    target.left -= length;
  }
}
