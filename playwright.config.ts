import { defineConfig } from '@playwright/test';
import { findElectron } from './scripts/desktop/electronBinary.ts';
import type { PlatformOptions } from './test/e2e/launchLightbox.ts';

const electron = findElectron();
// Workers read this file too; one of them saying it is enough.
if (electron === undefined && process.env['TEST_WORKER_INDEX'] === undefined) {
  console.log("e2e: Electron's binary is not installed here, so the project 'electron' is left out; 'host' runs the same tests on the same build.");
}

/** The built app, as its user meets it: on the stand-in everywhere, on Electron where it is installed. */
export default defineConfig<PlatformOptions>({
  testDir: 'test/e2e',
  outputDir: '.cache/test/e2e',
  // Bounds for what hangs, not for what is slow.
  timeout: 600_000,
  expect: { timeout: 90_000 },
  use: { actionTimeout: 90_000 },
  forbidOnly: true,
  // Each test runs a browser, a main process, a database worker and an EHR of its own.
  workers: 1,
  projects: [{ name: 'host', use: { electronBinary: null } }, ...(electron === undefined ? [] : [{ name: 'electron', use: { electronBinary: electron } }])],
});
