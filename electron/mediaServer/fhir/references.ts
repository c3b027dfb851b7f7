export interface LocalReference {
  readonly type: string;
  readonly id: string;
}

const local = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/**
 * @param base this server's FHIR base url.
 * @returns undefined when the reference does not lead to a resource of this server. https://hl7.org/fhir/R4/references.html
 */
export function parseReference(reference: string, base: string): LocalReference | undefined {
  const relative = base !== '' && reference.startsWith(`${base}/`) ? reference.slice(base.length + 1) : reference;
  const match = local.exec(relative);
  return match?.[1] === undefined || match[2] === undefined ? undefined : { type: match[1], id: match[2] };
}
