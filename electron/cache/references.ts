import { FailureError } from '../../shared/errors/result.ts';
import { localReferences, withReference } from '../../shared/sync/localReferences.ts';
import type { MediaRows } from './repositories/media.ts';
import type { Outbox } from './repositories/outbox.ts';
import type { Patients } from './repositories/patients.ts';
import type { Registrations } from './repositories/registrations.ts';
import type { Waits } from './repositories/waits.ts';

interface Repositories {
  readonly media: MediaRows;
  readonly patients: Patients;
  readonly registrations: Registrations;
  readonly outbox: Outbox;
  readonly waits: Waits;
}

/** The resource with the chart's references to what the chart is proven to hold by now. */
export function withKnownReferences<Kind>(repositories: Repositories, resource: Kind): Kind {
  return localReferences(resource).reduce((known, uuid) => {
    const reference = provenReference(repositories, uuid);
    return reference === undefined ? known : withReference(known, uuid, reference);
  }, resource);
}

/**
 * Keeps what a resource has to wait for, as it stands here now: the others that were made on this computer and that the chart is not proven to hold.
 * @throws FailureError `data.invalid-input` when each would wait for the other.
 */
export function keepWaits(repositories: Repositories, id: string): void {
  const { media, registrations, waits } = repositories;
  const resource = media.record(id)?.current ?? registrations.record(id)?.current;
  const isHere = (uuid: string) => uuid !== id && (media.record(uuid) !== undefined || registrations.has(uuid)) && provenReference(repositories, uuid) === undefined;
  const on = localReferences(resource).filter(isHere);
  if (on.some((uuid) => waits.leadsTo(uuid, id))) throw new FailureError({ code: 'data.invalid-input', detail: 'references in a circle' });
  waits.save(id, on);
}

/** The chart is proven to hold it: those who waited refer to it by the chart's name, and may go. */
export function tellWaiting(repositories: Repositories, id: string): void {
  const reference = provenReference(repositories, id);
  if (reference === undefined) return;
  for (const waiting of repositories.waits.on(id)) {
    changeResource(repositories, waiting, (resource) => withReference(resource, id, reference));
    keepWaits(repositories, waiting);
  }
}

/** What is shown of a Media, or what was registered, written anew. */
function changeResource({ media, registrations }: Repositories, id: string, change: <Kind extends object>(resource: Kind) => Kind): void {
  const record = media.record(id);
  if (record) media.saveResource(id, { ...record, current: change(record.current) });
  const registration = registrations.record(id);
  if (registration) registrations.saveCurrent(id, change(registration.current));
}

/** How the chart refers to it, once it is proven to hold it. */
function provenReference({ media, patients, registrations, outbox }: Repositories, uuid: string): string | undefined {
  if (outbox.unsettled(uuid).some(({ operation }) => operation === 'create')) return undefined;
  const registration = registrations.record(uuid);
  if (!registration) return reference('Media', media.record(uuid)?.serverId);
  return registration.current.resourceType === 'Patient' ? reference('Patient', patients.serverId(registration.patientId)) : reference('Encounter', registration.serverId);
}

function reference(type: string, serverId: string | null | undefined): string | undefined {
  return serverId === null || serverId === undefined ? undefined : `${type}/${serverId}`;
}
