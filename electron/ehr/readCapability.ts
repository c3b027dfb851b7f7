import { z } from 'zod';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { resumableUploadUrl } from '../../shared/fhir/resumableUploadUrl.ts';
import type { ServerReport } from '../../shared/sync/ports.ts';

const searchParameters = z.array(z.looseObject({ name: z.string() })).optional();

/** https://hl7.org/fhir/R4/capabilitystatement.html, as far as it is asked. */
const capabilitySchema = z.looseObject({
  resourceType: z.literal('CapabilityStatement'),
  fhirVersion: z.string(),
  software: z.looseObject({ name: z.string(), version: z.string().optional() }).optional(),
  rest: z
    .array(z.looseObject({ searchParam: searchParameters, resource: z.array(z.looseObject({ type: z.string(), searchParam: searchParameters, updateCreate: z.boolean().optional(), extension: z.array(z.looseObject({ url: z.string(), valueBoolean: z.boolean().optional() })).optional() })).optional() }))
    .optional(),
});

/** Fails with `server.not-fhir` when it is no FHIR R4 server or one without Media. */
export function readCapability(body: unknown): Result<ServerReport> {
  const capability = capabilitySchema.safeParse(body);
  if (!capability.success) return fail('server.not-fhir', { detail: 'no CapabilityStatement' });
  const { fhirVersion, software, rest } = capability.data;
  if (!fhirVersion.startsWith('4.')) return fail('server.not-fhir', { detail: `FHIR ${fhirVersion}, not R4` });
  const media = rest?.flatMap((side) => side.resource ?? []).find((resource) => resource.type === 'Media');
  if (!media) return fail('server.not-fhir', { detail: 'no Media' });
  const searchable = [...(media.searchParam ?? []), ...(rest?.flatMap((side) => side.searchParam ?? []) ?? [])];
  return succeed({
    dialect: 'fhir',
    software: software ? [software.name, software.version].filter((part) => part !== undefined).join(' ') : 'FHIR server',
    fhirVersion,
    supportsLastUpdated: searchable.some((parameter) => parameter.name === '_lastUpdated'),
  });
}

export interface BinaryAbilities {
  /** A PUT may make a Binary under the client's own id. https://hl7.org/fhir/R4/http.html#upsert */
  readonly names: boolean;
  /** It may come in parts. */
  readonly parts: boolean;
}

/** What a chart says of Binaries; what it does not say, it is taken to refuse. */
export function readBinaryAbilities(body: unknown): BinaryAbilities {
  const capability = capabilitySchema.safeParse(body);
  const resources = capability.success ? (capability.data.rest?.flatMap((side) => side.resource ?? []) ?? []) : [];
  const binary = resources.find(({ type }) => type === 'Binary');
  const parts = binary?.extension?.some(({ url, valueBoolean }) => url === resumableUploadUrl && valueBoolean === true) === true;
  return { names: binary?.updateCreate === true, parts: parts && binary.updateCreate === true };
}
