import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { KeyPurpose, KeyRing } from '../../electron/keys/keyRing.ts';
import type { OpenInBrowser } from '../../electron/ehr/auth/signIn.ts';
import { spawnNodeChild } from '../../electron/process/nodeChild.ts';
import { openWorkspace, type OpenWorkspace } from '../../electron/workspace/openWorkspace.ts';
import { fail, unwrap } from '../../shared/errors/result.ts';

/** What unlocking makes of a passphrase; that takes longer than most tests, and is tried elsewhere. */
export const testKeys = (): KeyRing => ({ key: (purpose: KeyPurpose) => createHash('sha256').update(purpose).digest(), lock: () => undefined });

const noBrowser: OpenInBrowser = async () => fail('local.no-browser');

/** The whole workspace, with its processes, on a data directory. */
export async function openTestWorkspace(dataDirectory: string, onDefect: (error: unknown) => void, openInBrowser: OpenInBrowser = noBrowser): Promise<OpenWorkspace> {
  const electron = join(import.meta.dirname, '../../electron');
  return unwrap(
    await openWorkspace(
      testKeys(),
      {
        dataDirectory, demo: false, appVersion: '0.0.0', background: false, demoMediaDirectory: join(electron, 'mediaServer/demo/media'),
        entries: { cacheWorker: join(electron, 'cache/cacheWorker.ts'), imaging: join(electron, 'imaging/process.ts'), mediaServer: join(electron, 'mediaServer/process.ts') },
        spawnChild: spawnNodeChild, emit: () => undefined, openInBrowser, chooseFolder: async () => undefined, onDefect,
      },
      'A. Author',
    ),
  );
}
