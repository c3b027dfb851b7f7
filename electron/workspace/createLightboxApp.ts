import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { LightboxEvent } from '../../shared/ipc/contract.ts';
import { demoPassphrase } from '../../shared/ipc/demoPassphrase.ts';
import { createHandlers } from '../ipc/createHandlers.ts';
import { contentOf, type ContentPlace, type MediaRows } from './contentOf.ts';
import { createSession } from './createSession.ts';
import { decodeFrame, describeFrames } from './decodedFrames.ts';
import type { LightboxApp, LightboxAppOptions, OpenContent } from './lightboxApp.ts';
import type { Session } from './session.ts';

const demoAuthor = 'Demo Clinician';

export function createLightboxApp(options: LightboxAppOptions): LightboxApp {
  const listeners = new Set<(event: LightboxEvent) => void>();
  const emit = (event: LightboxEvent) => {
    for (const listener of listeners) listener(event);
  };
  const session = createSession({ ...options, emit, background: true });
  const handlers = createHandlers(session);
  const unlocked = options.demo ? unlockDemo(session) : Promise.resolve();
  if (options.demo) unlocked.then(() => connectDemo(session)).catch(options.onDefect);
  return {
    handlers: {
      ...handlers,
      // A practice copy never asks for a passphrase, not even while it opens.
      'session.state': async (input) => {
        await unlocked;
        return handlers['session.state'](input);
      },
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    content: (mediaId, page) => openBlob(session, mediaId, (rows) => contentOf(rows, page)),
    thumbnail: (mediaId) => openBlob(session, mediaId, ({ thumbnailSha256 }) => (thumbnailSha256 === null ? null : { sha256: thumbnailSha256, size: null, contentType: 'image/webp', pages: 0 })),
    frames: (mediaId, page) => describeFrames(session, mediaId, page),
    frame: (mediaId, page, frame, region, signal) => decodeFrame(session, mediaId, page, frame, region, signal),
    wake: () => {
      const workspace = session.workspace();
      if (workspace.ok) workspace.value.sync.wake();
    },
    lock: session.lock,
    close: session.close,
  };
}

async function unlockDemo(session: Session): Promise<void> {
  const { phase } = await session.view();
  if (phase === 'locked') await session.unlock(demoPassphrase);
  else if (phase === 'first-run') await session.create({ passphrase: demoPassphrase, authorName: demoAuthor, systemUnlock: false });
}

async function connectDemo(session: Session): Promise<void> {
  const workspace = session.workspace();
  if (workspace.ok) await workspace.value.connections.useDemo();
}

async function openBlob(
  session: Session,
  mediaId: string,
  choose: (rows: MediaRows) => ContentPlace | null,
): Promise<Result<OpenContent>> {
  const workspace = session.workspace();
  if (!workspace.ok) return workspace;
  const { cache, blobs } = workspace.value;
  const rows = await cache.mediaRows(mediaId);
  const blob = rows && choose(rows);
  if (!blob) return fail('local.not-found');
  const size = blob.size === null ? await blobs.size(blob.sha256) : succeed(blob.size);
  if (!size.ok) return size;
  return succeed({ contentType: blob.contentType, size: size.value, pages: blob.pages, read: (range) => blobs.read(blob.sha256, range) });
}
