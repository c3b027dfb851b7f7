import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { pdfFilesPlugin } from './scripts/build/pdfFiles.ts';

/** The window's half of the build, and the tests that need no build. scripts/build/mainSide.ts builds the Node half. */
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const minutes = (count: number) => count * 60_000;

/** One kind of tests; `npm test` names and counts each kind by itself. */
const project = (name: string, testTimeout: number) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.{ts,tsx}`], testTimeout, hookTimeout: testTimeout, deps: { interopDefault: false } },
});

export default defineConfig({
  root: path('renderer'),
  // Relative, because the page is served by app:// in the packaged app and from loopback on the test host.
  base: './',
  cacheDir: path('.cache/vite'),
  plugins: [react(), pdfFilesPlugin()],
  build: {
    outDir: path('dist/renderer'),
    emptyOutDir: true,
    target: 'chrome156',
    // The content security policy allows neither inline scripts nor data: scripts; everything is a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // A desktop app loads from disk: one larger file costs less than knowing how to split it.
    chunkSizeWarningLimit: 4096,
    license: { fileName: 'licenses.json' },
  },
  worker: {
    format: 'es',
    // In a folder of their own: the scheme's handler gives them a policy of their own (electron/shell/answerRequest.ts).
    rolldownOptions: { output: { entryFileNames: 'workers/[name]-[hash].js' } },
  },
  test: {
    root: path('.'),
    // Native modules and processes that tests kill: a fork dies alone.
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      // Bounds for what hangs, not for what is slow: a computer that others use too was seen to take thirty times as long.
      project('unit', minutes(3)),
      project('integration', minutes(8)),
      project('contract', minutes(8)),
      project('architecture', minutes(10)),
    ],
  },
});
