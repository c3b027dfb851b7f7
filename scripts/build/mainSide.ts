import { cp } from 'node:fs/promises';
import { builtinModules, createRequire } from 'node:module';
import { build, type Rolldown } from 'vite';
import { codecFiles } from '../../electron/imaging/dicom/codecFiles.ts';
import { heifFiles } from '../../electron/imaging/heif/heifFiles.ts';
import { pdfiumFiles } from '../../electron/imaging/pdf/pdfiumFiles.ts';
import { projectPath } from './projectPath.ts';

interface Entry {
  /** Becomes `<name>.cjs`. */
  readonly name: string;
  readonly source: string;
  /** What stays `require`d besides Node's own modules; everything else is bundled. */
  readonly externals: readonly string[];
}

const nativeModules = ['better-sqlite3', 'sharp'];
const nodeModules = builtinModules.flatMap((name) => (name.startsWith('node:') ? [name] : [name, `node:${name}`]));

/**
 * What runs outside the window. Each is one file, because a sandboxed preload cannot require a second one, and because workers and
 * processes are started by path. Only the first two may know Electron: a bundle that does is caught here.
 */
const entries: readonly Entry[] = [
  { name: 'main', source: 'electron/main.ts', externals: ['electron', ...nativeModules] },
  { name: 'preload', source: 'electron/preload.ts', externals: ['electron'] },
  { name: 'cli', source: 'electron/cli.ts', externals: nativeModules },
  { name: 'cacheWorker', source: 'electron/cache/cacheWorker.ts', externals: nativeModules },
  { name: 'imagingProcess', source: 'electron/imaging/process.ts', externals: nativeModules },
  { name: 'mediaServerProcess', source: 'electron/mediaServer/process.ts', externals: nativeModules },
];

const demoMedia = 'electron/mediaServer/demo/media';

/** Builds every entry as CommonJS for Node 24 into `outputDirectory` and puts beside them the demo EHR's pictures and the decoders' WebAssembly. */
export async function buildMainSide(outputDirectory: string): Promise<void> {
  for (const entry of entries) await buildEntry(entry, outputDirectory);
  await cp(projectPath(demoMedia), `${outputDirectory}/demoMedia`, { recursive: true });
  const { resolve } = createRequire(projectPath('package.json'));
  for (const [name, file] of Object.entries({ ...codecFiles, ...heifFiles, ...pdfiumFiles })) await cp(resolve(file), `${outputDirectory}/codecs/${name}`);
}

async function buildEntry(entry: Entry, outputDirectory: string): Promise<void> {
  const outputs = await build({
    configFile: false,
    root: projectPath('.'),
    logLevel: 'error',
    ssr: { noExternal: true, external: [...entry.externals], target: 'node' },
    build: {
      ssr: projectPath(entry.source),
      outDir: outputDirectory,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node24',
      minify: false,
      sourcemap: true,
      license: { fileName: `${entry.name}.licenses.json` },
      rolldownOptions: { output: { format: 'cjs', entryFileNames: `${entry.name}.cjs`, codeSplitting: false } },
    },
  });
  for (const output of [outputs].flat()) if ('output' in output) checkExternals(entry, output.output);
}

function checkExternals(entry: Entry, files: readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[]): void {
  // The sandbox has no Node modules; a dynamic import that was bundled names the bundle itself.
  const allowed = new Set([...entry.externals, ...(entry.name === 'preload' ? [] : nodeModules), `${entry.name}.cjs`]);
  for (const file of files) {
    if (file.type !== 'chunk') continue;
    const foreign = [...file.imports, ...file.dynamicImports].filter((name) => !allowed.has(name));
    if (foreign.length > 0) throw new Error(`${entry.name}.cjs must not require ${foreign.join(', ')}`);
  }
}
