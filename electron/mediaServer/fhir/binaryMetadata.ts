import { refuse } from './outcome.ts';

/** A Binary without its data, as it is stored. */
export type BinaryMetadata = Readonly<Record<string, unknown>>;

/** Of bytes that are sent as they are. @param context the header X-Security-Context. */
export function binaryMetadata(contentType: string, context: string | undefined): BinaryMetadata {
  return { resourceType: 'Binary', contentType, ...(context === undefined ? {} : securityContextOf(context)) };
}

export function securityContextOf(reference: string): BinaryMetadata {
  if (!/^(https?:\/\/\S+\/)?[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(reference)) throw refuse(400, 'value', 'X-Security-Context must be a reference', 'Binary.securityContext');
  return { securityContext: { reference } };
}
