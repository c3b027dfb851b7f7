import { readFileSync } from 'node:fs';
import { projectPath } from '../../../scripts/build/projectPath.ts';

/** A FLAC whose first frame has no sync code: all that describes it is whole. https://www.rfc-editor.org/rfc/rfc9639.html#section-8.1 */
export function flacWithoutFrames(): Uint8Array {
  const bytes = readFileSync(projectPath('test/fixtures/video/sound.flac'));
  let position = 4;
  for (let last = false; !last; ) {
    last = (bytes.readUInt8(position) & 0x80) !== 0;
    position += 4 + bytes.readUIntBE(position + 1, 3);
  }
  bytes.fill(0, position, position + 2);
  return bytes;
}

/** AAC in ADTS whose second frame says that it is empty. ISO/IEC 13818-7, 6.2: the length of a frame is 13 bits from bit 30 on. */
export function adtsWithEmptyFrame(): Uint8Array {
  const bytes = readFileSync(projectPath('test/fixtures/video/sound.aac'));
  const second = ((bytes.readUInt8(3) & 3) << 11) | (bytes.readUInt8(4) << 3) | (bytes.readUInt8(5) >> 5);
  bytes.writeUInt8(bytes.readUInt8(second + 3) & 0xfc, second + 3);
  bytes.writeUInt8(0, second + 4);
  bytes.writeUInt8(bytes.readUInt8(second + 5) & 0x1f, second + 5);
  return bytes;
}
