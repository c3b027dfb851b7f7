import type { MediaRows } from './repositories/media.ts';
import type { Outbox } from './repositories/outbox.ts';
import type { Registrations } from './repositories/registrations.ts';
import type { WorkCopies } from './workCopies.ts';

interface Repositories {
  readonly media: MediaRows;
  readonly registrations: Registrations;
  readonly outbox: Outbox;
}

/** The second copy of what waits for this resource, as it is now; none when nothing waits. */
export function copyUnsettled({ media, registrations, outbox }: Repositories, copies: WorkCopies, id: string): void {
  const unsettled = outbox.unsettled(id);
  const work = { operations: unsettled.map(({ operation }) => operation), recordedAt: unsettled[0]?.recordedAt ?? 0 };
  const [record, registration] = unsettled.length === 0 ? [] : [media.record(id), registrations.record(id)];
  if (record) copies.keep({ mediaId: id, media: record.current, contentSha256: record.contentSha256, ...work });
  else if (registration) copies.keep({ registrationId: id, resource: registration.current, ...work });
  else copies.forget(id);
}

/** After a start: copies that a kill kept from being made or removed. One of a resource the database does not know is left alone. */
export function copyAllUnsettled(repositories: Repositories, copies: WorkCopies): void {
  const { media, registrations } = repositories;
  const waiting = waitingIds(repositories);
  for (const id of waiting) if (!copies.read(id)) copyUnsettled(repositories, copies, id);
  for (const id of copies.ids()) if (!waiting.has(id) && (media.record(id) || registrations.has(id))) copies.forget(id);
}

/** Each finding names a row. */
export function copyFindings(repositories: Repositories, copies: WorkCopies): string[] {
  return [...waitingIds(repositories)].filter((id) => !copies.read(id)).map((id) => `${id}: the second copy of what waits here cannot be read`);
}

function waitingIds({ outbox }: Repositories): ReadonlySet<string> {
  return new Set(outbox.all().filter(({ state }) => state !== 'confirmed').map(({ resourceId }) => resourceId));
}
