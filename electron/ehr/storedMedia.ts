import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { checkedAs } from '../../shared/fhir/codec/checkedAs.ts';
import { registrationSchema, type Registration, type RegistrationType } from '../../shared/fhir/registration.ts';
import { mediaSchema, type Media } from '../../shared/fhir/resources.ts';
import type { StoredResource } from '../../shared/sync/ports.ts';

/** @param etag of the answer that carried it; without one, `meta.versionId` says the version. */
export function storedMedia(body: unknown, etag: string | null): Result<StoredResource<Media>> {
  const media = checkedAs(mediaSchema, body);
  if (!media.success) return fail('data.invalid-resource', { detail: media.error.issues.map((issue) => issue.path.join('.')).join(' ') });
  const { id } = media.data;
  if (id === undefined) return fail('data.invalid-resource', { detail: 'id' });
  return succeed({ resource: { ...media.data, id }, versionId: versionOf(etag) ?? media.data.meta?.versionId });
}

/** The same of what was registered. */
export function storedRegistration(type: RegistrationType, body: unknown, etag: string | null): Result<StoredResource<Registration>> {
  const checked = checkedAs<Registration>(registrationSchema, body);
  if (!checked.success) return fail('data.invalid-resource', { detail: checked.error.issues.map((issue) => issue.path.join('.')).join(' ') });
  const { id, resourceType } = checked.data;
  if (id === undefined || resourceType !== type) return fail('data.invalid-resource', { detail: id === undefined ? 'id' : 'resourceType' });
  return succeed({ resource: { ...checked.data, id }, versionId: versionOf(etag) ?? checked.data.meta?.versionId });
}

/** W/"3" or "3". https://hl7.org/fhir/R4/http.html#versioning */
function versionOf(etag: string | null): string | undefined {
  return /^(?:W\/)?"([^"]+)"$/.exec(etag?.trim() ?? '')?.[1];
}
