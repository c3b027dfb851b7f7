import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A folder that looks like an unpacked Electron for Linux to electron-builder, with a program in it that only says what it is.
 * With it the whole packaging runs, and can be tested, where the real binary cannot be had. The result is not an app.
 */
export async function makeStubElectron(folder: string, version: string): Promise<void> {
  await mkdir(join(folder, 'resources'), { recursive: true });
  await mkdir(join(folder, 'locales'), { recursive: true });
  // The fuse wire as @electron/fuses reads it: sentinel, version 1, nine fuses, each '0' (off) or '1' (on).
  const fuses = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX${String.fromCharCode(1, 9)}101100011`;
  const program = `#!/bin/sh\necho 'This is a stand-in for Electron, made to test the packaging.' >&2\nexit 1\n# ${fuses}\n`;
  for (const name of ['electron', 'chrome-sandbox']) {
    await writeFile(join(folder, name), program, 'latin1');
    await chmod(join(folder, name), 0o755);
  }
  await writeFile(join(folder, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak']) await writeFile(join(folder, name), 'A stand-in.\n');
}
