import { existsSync } from 'node:fs';
import { z } from 'zod';
import { attempt, unwrap, type Result } from '../../shared/errors/result.ts';
import type { LightboxEvent } from '../../shared/ipc/contract.ts';
import { openBlobStore } from '../blobs/openBlobStore.ts';
import { openCache } from '../cache/openCache.ts';
import { openImaging } from '../imaging/imaging.ts';
import { createFrameDecoder } from '../imaging/viewing/frameDecoder.ts';
import type { KeyRing } from '../keys/keyRing.ts';
import { createSyncEngine } from '../sync/syncEngine.ts';
import { Connections } from './connections.ts';
import { dataDirectoryAt } from './dataDirectory.ts';
import { startDemoEhr } from './demoEhr.ts';
import type { LightboxAppOptions } from './lightboxApp.ts';
import { rememberedPause } from './pauses.ts';
import { sweepBlobs } from './sweepBlobs.ts';
import { Thumbnailer } from './thumbnailer.ts';
import { chosenLimitBytes } from './keptContents.ts';
import { createWorkspace, offlineSetting, type Workspace } from './workspace.ts';

export interface WorkspaceOptions extends Omit<LightboxAppOptions, 'systemKeyRing'> {
  readonly emit: (event: LightboxEvent) => void;
  /** The desktop syncs by itself; a command line command only when it is told to. */
  readonly background: boolean;
}

/** A workspace and the end of it. */
export interface OpenWorkspace {
  readonly workspace: Workspace;
  /** Settles what is being written, ends every worker and child, forgets the keys. */
  readonly close: () => Promise<void>;
}

const authorSetting = 'author-name';

/**
 * Opens everything that stands on the unlocked keys. `newAuthorName` is written when the directory is new.
 * Fails with what opening the cache or the blobs fails with; a chart that cannot be reached is no failure here.
 */
export async function openWorkspace(keys: KeyRing, options: WorkspaceOptions, newAuthorName?: string): Promise<Result<OpenWorkspace>> {
  return attempt(async () => {
    const directory = dataDirectoryAt(options.dataDirectory);
    const undo: (() => Promise<void> | void)[] = [];
    try {
      const blobs = unwrap(await openBlobStore({ directory: directory.blobs, key: keys.key('blobs') }));
      undo.push(() => {
        blobs.close();
      });
      const provenWhole = existsSync(directory.highWaterMark);
      const cache = unwrap(
        await openCache({
          file: directory.database,
          key: keys.key('database'),
          highWaterKey: keys.key('high-water-mark'),
          workerEntry: options.entries.cacheWorker,
        }),
      );
      undo.push(() => cache.close());
      if (provenWhole) await sweepBlobs({ cache, blobs });
      if (newAuthorName !== undefined) await cache.saveSetting(authorSetting, newAuthorName);
      const authorName = z.string().parse((await cache.setting(authorSetting)) ?? '');
      const imaging = openImaging({ spawnChild: options.spawnChild, entry: options.entries.imaging });
      undo.push(() => imaging.close());
      const frameDecoder = createFrameDecoder({ spawnChild: options.spawnChild, entry: options.entries.imaging });
      undo.push(() => frameDecoder.close());

      const { emit } = options;
      const thumbnailer = new Thumbnailer({
        cache,
        blobs,
        imaging,
        onMade: (media) => {
          emit({ topic: 'media', mediaId: media.id, patientId: media.patientId });
        },
        onDefect: options.onDefect,
      });
      undo.push(() => thumbnailer.stop());
      const sync = createSyncEngine({
        chart: null,
        store: cache,
        blobs,
        contentBudgetBytes: await chosenLimitBytes(cache),
        offline: z.boolean().parse((await cache.setting(offlineSetting)) ?? false),
        pause: await rememberedPause(cache),
        onChange: (event) => {
          emit(event);
          // That a transfer is further on brings no bytes.
          if (options.background && event.topic !== 'transfer') thumbnailer.wake();
        },
        onDefect: options.onDefect,
      });
      undo.push(() => sync.stop());
      const connections = new Connections({
        cache,
        key: keys.key('secrets'),
        demoOnly: options.demo,
        openInBrowser: options.openInBrowser,
        startDemoEhr: () =>
          startDemoEhr({
            spawnChild: options.spawnChild,
            entry: options.entries.mediaServer,
            dataDirectory: directory.demoEhr,
            key: keys.key('demo-ehr'),
            demoMediaDirectory: options.demoMediaDirectory,
          }),
        onChart: (chart) => {
          sync.setChart(chart);
          emit({ topic: 'connection' });
        },
      });
      undo.push(() => connections.close());

      await connections.restore();
      if (options.background) {
        await sync.start();
        thumbnailer.wake();
      }
      const workspace = createWorkspace({
        cache, blobs, imaging, frameDecoder, sync, connections, thumbnailer, authorName, now: Date.now, emit,
        blobSource: { directory: directory.blobs, key: keys.key('blobs') }, chooseFolder: options.chooseFolder,
      });
      return { workspace, close: () => unwind(undo, keys) };
    } catch (error) {
      await unwind(undo, keys);
      throw error;
    }
  });
}

/** Last opened, first closed; one that fails to close does not keep the others open. */
async function unwind(undo: (() => Promise<void> | void)[], keys: KeyRing): Promise<void> {
  const problems: unknown[] = [];
  for (const step of undo.reverse()) {
    try {
      await step();
    } catch (error) {
      problems.push(error);
    }
  }
  keys.lock();
  if (problems.length > 0) throw new AggregateError(problems, 'the workspace did not close cleanly');
}
