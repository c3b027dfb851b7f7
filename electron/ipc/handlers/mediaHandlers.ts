import { fail, succeed } from '../../../shared/errors/result.ts';
import { decideConflict, readConflict } from '../../workspace/conflicts.ts';
import { searchReferences, seenReferences } from '../../workspace/references.ts';
import type { Session } from '../../workspace/session.ts';
import type { Handlers } from '../handlers.ts';
import { withWorkspace } from './withWorkspace.ts';

const searchLimit = 200;

export function mediaHandlers(session: Session) {
  return {
    'media.list': withWorkspace<'media.list'>(session, async ({ cache, withProgress }, { patientId }) =>
      succeed((await cache.mediaOfPatient(patientId)).map(withProgress)),
    ),
    'media.get': withWorkspace<'media.get'>(session, ({ mediaDetail }, { mediaId }) => mediaDetail(mediaId)),
    'media.search': withWorkspace<'media.search'>(session, async ({ cache, withProgress }, { query, enteredInError }) => {
      const found = await cache.searchMedia(query, searchLimit, enteredInError);
      const patients = new Map(
        await Promise.all(
          [...new Set(found.map((media) => media.patientId))].map(
            async (id) => [id, id === null ? null : ((await cache.patient(id)) ?? null)] as const,
          ),
        ),
      );
      return succeed(found.map((media) => ({ media: withProgress(media), patient: patients.get(media.patientId) ?? null })));
    }),
    'media.fetchContent': withWorkspace<'media.fetchContent'>(session, async ({ blobs, cache, sync }, { mediaId }) => {
      const rows = await cache.mediaRows(mediaId);
      if (!rows) return fail('local.not-found', { detail: 'media' });
      const { contentSha256 } = rows.record;
      const here = contentSha256 !== null && (await blobs.has(contentSha256));
      const fetched = here ? succeed(undefined) : await sync.fetchContent(mediaId);
      return fetched.ok ? succeed(undefined) : fetched;
    }),
    'media.cancelFetch': withWorkspace<'media.cancelFetch'>(session, async ({ sync }, { mediaId }) => {
      await sync.cancelFetch(mediaId);
      return succeed(undefined);
    }),
    'media.transfer': withWorkspace<'media.transfer'>(session, async ({ sync }, { mediaId }) =>
      succeed({ ...(await sync.transfer(mediaId)), failure: sync.contentFailure(mediaId) }),
    ),
    'media.edit': withWorkspace<'media.edit'>(session, async ({ editMedia, mediaDetail }, request) => {
      const saved = await editMedia(request);
      return saved.ok ? mediaDetail(request.mediaId) : saved;
    }),
    'media.setAside': withWorkspace<'media.setAside'>(session, async ({ cache }, { mediaId }) => succeed([...(await cache.setAside(mediaId))])),
    'media.bringBack': withWorkspace<'media.bringBack'>(session, async ({ bringBack, mediaDetail }, request) => {
      const saved = await bringBack(request);
      return saved.ok ? mediaDetail(request.mediaId) : saved;
    }),
    'conflict.get': withWorkspace<'conflict.get'>(session, (workspace, request) => readConflict(workspace, request)),
    'conflict.resolve': withWorkspace<'conflict.resolve'>(session, (workspace, request) => decideConflict(workspace, request)),
    'references.seen': withWorkspace<'references.seen'>(session, (workspace, request) => seenReferences(workspace, request)),
    'references.search': withWorkspace<'references.search'>(session, (workspace, request) => searchReferences(workspace, request)),
    'media.move': withWorkspace<'media.move'>(session, async ({ moveMedia, mediaDetail }, request) => {
      const moved = await moveMedia(request);
      if (!moved.ok) return moved;
      const detail = await mediaDetail(request.mediaId);
      return detail.ok ? succeed({ detail: detail.value, edit: moved.value.edit }) : detail;
    }),
  } satisfies Partial<Handlers>;
}
