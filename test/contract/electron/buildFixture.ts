import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

/** Bundles the fixture as the app is bundled. @returns the new folder; its `main.cjs` starts it. */
export async function buildFixture(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'lightbox-contract-'));
  const source = (name: string) => new URL(`fixture/${name}`, import.meta.url).pathname;
  await cp(source('package.json'), join(directory, 'package.json'));
  for (const name of ['main', 'preload', 'child']) {
    await build({
      configFile: false,
      logLevel: 'error',
      ssr: { external: ['electron'], target: 'node' },
      build: { ssr: source(`${name}.ts`), outDir: directory, emptyOutDir: false, minify: false, rolldownOptions: { output: { format: 'cjs', entryFileNames: `${name}.cjs` } } },
    });
  }
  return directory;
}
