import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { projectPath } from '../../scripts/build/projectPath.ts';
import { launchOnElectron } from '../host/launchOnElectron.ts';
import { launchOnHost, type LaunchedApp } from '../host/launchOnHost.ts';

export interface PlatformOptions {
  /** Null: on the host. */
  readonly electronBinary: string | null;
}

interface LaunchRequest {
  readonly dataDirectory: string;
  readonly args?: readonly string[];
  readonly chromiumArgs?: readonly string[];
  /** What a person chooses wherever a folder is asked for; without it they choose none. */
  readonly folder?: string;
}

interface Fixtures {
  /** A new folder, removed after the test. */
  readonly temporaryDirectory: string;
  /** Starts the built Lightbox; whatever still runs at the end of the test is killed. */
  readonly launchLightbox: (request: LaunchRequest) => Promise<LaunchedApp>;
}

export const test = base.extend<PlatformOptions & Fixtures>({
  electronBinary: [null, { option: true }],

  temporaryDirectory: async ({ electronBinary: _any }, provide) => {
    const directory = await mkdtemp(join(tmpdir(), 'lightbox-e2e-'));
    await provide(directory);
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  },

  // Depends on the folder, so that the app is gone before the folder is.
  launchLightbox: async ({ electronBinary, temporaryDirectory: _first }, provide) => {
    const launched: LaunchedApp[] = [];
    await provide(async ({ dataDirectory, args = [], chromiumArgs = [], folder }) => {
      const options = { args, chromiumArgs, ...(folder !== undefined && { folder }), environment: { LIGHTBOX_DATA_DIRECTORY: dataDirectory } };
      const main = projectPath('dist/main/main.cjs');
      const app = electronBinary === null ? await launchOnHost(main, options) : await launchOnElectron(electronBinary, main, options);
      launched.push(app);
      return app;
    });
    await Promise.all(launched.map((app) => app.kill()));
  },
});

export { expect } from '@playwright/test';
