import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { icnsFile } from '../../../scripts/icons/icnsFile.ts';
import { icoFile } from '../../../scripts/icons/icoFile.ts';

const image = (size: number) => ({ size, png: readFileSync(projectPath(`build/icons/${String(size)}x${String(size)}.png`)) });
const pngStart = Buffer.from('\x89PNG', 'latin1');

describe('the icons', () => {
  it('of Windows name each image by offset and length', () => {
    const images = [image(16), image(256)];
    const file = icoFile(images);
    expect(file.readUInt16LE(4)).toBe(images.length);
    for (const [index, { size, png }] of images.entries()) {
      const entry = 6 + index * 16;
      expect(file.readUInt8(entry)).toBe(size % 256);
      const offset = file.readUInt32LE(entry + 12);
      expect(file.subarray(offset, offset + file.readUInt32LE(entry + 8))).toEqual(png);
    }
  });

  it('of macOS are blocks that add up to the file', () => {
    const file = icnsFile([image(16), image(128), image(512)]);
    expect(file.toString('latin1', 0, 4)).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    const blocks: string[] = [];
    for (let offset = 8; offset < file.length; offset += file.readUInt32BE(offset + 4)) {
      blocks.push(file.toString('latin1', offset, offset + 4));
      expect(file.subarray(offset + 8, offset + 12)).toEqual(pngStart);
    }
    // 16 px has no PNG form in the format.
    expect(blocks).toEqual(['ic07', 'ic09']);
  });

  it('that are committed are those the forms make', () => {
    expect(readFileSync(projectPath('build/icon.ico'))).toEqual(icoFile([16, 32, 48, 64, 128, 256].map(image)));
    expect(readFileSync(projectPath('build/icon.icns'))).toEqual(icnsFile([32, 64, 128, 256, 512, 1024].map(image)));
  });
});
