import type { Identifier } from './elements.ts';

/** The identifier that makes a create safe to repeat: the UUID a resource has on this computer, as a URI (RFC 4122 in `urn:ietf:rfc:3986`). */
export function ownIdentifier(id: string): Identifier & { readonly system: string; readonly value: string } {
  return { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${id}` };
}

/** The UUID in an identifier of that kind, whoever gave it; undefined for any other. */
export function uuidOfOwn({ system, value }: Identifier): string | undefined {
  return system === 'urn:ietf:rfc:3986' ? /^urn:uuid:(.+)$/.exec(value ?? '')?.[1] : undefined;
}
