import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Long enough not to turn up in encrypted bytes by chance: a JPEG's three magic bytes alone would, in every few megabytes, so that they
 * count at a file's start only.
 */
const pictureMarks = ['JFIF\0', 'Exif\0\0', '\x89PNG\r\n\x1a\n', 'GIF87a', 'GIF89a', '\x1aE\xdf\xa3\x01\0\0\0'];

/** What of `words` or of a picture stands in clear in any file under `directory`: "<file>: <what>". */
export function tracesOf(directory: string, words: readonly string[]): readonly string[] {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap((file) => {
    const path = join(file.parentPath, file.name);
    const bytes = readFileSync(path);
    const clear = [...words.flatMap((word) => [Buffer.from(word, 'utf8'), Buffer.from(word, 'utf16le')]), ...pictureMarks.map((mark) => Buffer.from(mark, 'latin1'))];
    const found = clear.filter((mark) => bytes.includes(mark)).map((mark) => mark.toString('latin1'));
    if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) found.push('JPEG');
    if (words.some((word) => file.name.includes(word))) found.push('its name');
    return found.map((what) => `${path}: ${what}`);
  });
}
