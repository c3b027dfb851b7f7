import type { Attachment } from '../../shared/fhir/elements.ts';

/** The bytes an Attachment carries itself; base64 may hold white space. Undefined when it carries none. */
export function inlineBytes({ data }: Attachment): Uint8Array | undefined {
  return data === undefined ? undefined : Buffer.from(data, 'base64');
}
