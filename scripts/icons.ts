import { mkdir, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { projectPath } from './build/projectPath.ts';
import { icnsFile } from './icons/icnsFile.ts';
import { icoFile } from './icons/icoFile.ts';

/** `node scripts/icons.ts`: draws build/icon.svg in every form the three desktops want. The results are committed. */
const sizes = [16, 32, 48, 64, 128, 256, 512, 1024];
const source = projectPath('build/icon.svg');
const images = await Promise.all(sizes.map(async (size) => ({
  size,
  png: await sharp(source, { density: (72 * size) / 512 }).resize(size, size).png({ compressionLevel: 9 }).toBuffer(),
})));

await mkdir(projectPath('build/icons'), { recursive: true });
for (const { size, png } of images) await writeFile(projectPath(`build/icons/${String(size)}x${String(size)}.png`), png);
await writeFile(projectPath('build/icon.ico'), icoFile(images.filter(({ size }) => size <= 256)));
await writeFile(projectPath('build/icon.icns'), icnsFile(images));
