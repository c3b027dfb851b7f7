import type { MediaRecord, SyncStore } from '../../shared/sync/ports.ts';
import { hasOtherBytes } from './hasOtherBytes.ts';
import { putBack } from './putBack.ts';
import type { Conflicts } from './repositories/conflicts.ts';
import type { GoneMedia } from './repositories/goneMedia.ts';
import type { MediaRows } from './repositories/media.ts';
import type { Outbox } from './repositories/outbox.ts';
import type { SetAside } from './repositories/setAside.ts';

interface Repositories {
  readonly media: MediaRows;
  readonly outbox: Outbox;
  readonly gone: GoneMedia;
  readonly conflicts: Conflicts;
  readonly setAside: SetAside;
}

/** To be called inside a transaction; see SyncStore. */
export function decideConflict(repositories: Repositories, decision: Parameters<SyncStore['decideConflict']>[0], at: number): boolean {
  const { media, outbox, gone, conflicts, setAside } = repositories;
  const { mediaId, outcome, author } = decision;
  const [record, conflict] = [media.record(mediaId), conflicts.read(mediaId)];
  if (!record || conflict?.shown !== decision.shown) return false;
  conflicts.remove(mediaId);
  setAside.add(mediaId, { at, author, items: decision.setAside });
  switch (outcome.kind) {
    case 'send':
      media.saveResource(mediaId, { current: outcome.current, base: outcome.base, serverId: outcome.base.id, versionId: outcome.versionId, provenAt: null });
      if (hasOtherBytes(record.current, outcome.current)) media.detachContent(mediaId);
      outbox.save(outcome.entry);
      return true;
    case 'put-back':
      putBack(repositories, mediaId, record.current, at);
      return true;
    case 'follow':
      outbox.drop(mediaId);
      media.saveResource(mediaId, followed(record, conflict));
      if (conflict.theirs === null) gone.add(mediaId, at);
      return true;
  }
}

/** As the chart has it now, or had it last. */
function followed(record: MediaRecord, { theirs, versionId }: NonNullable<ReturnType<Conflicts['read']>>): MediaRecord {
  return theirs === null ? { ...record, current: record.base ?? record.current } : { ...record, current: theirs, base: theirs, serverId: theirs.id ?? record.serverId, versionId };
}
