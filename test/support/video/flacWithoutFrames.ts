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
