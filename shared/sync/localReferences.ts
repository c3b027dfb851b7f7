const ofThisComputer = /^urn:uuid:(.+)$/;

/** How a resource that the chart does not hold yet is referred to, by the UUID it has here. https://hl7.org/fhir/R4/bundle.html#references */
export function localReference(uuid: string): string {
  return `urn:uuid:${uuid}`;
}

/** The UUIDs of what a resource refers to that way, wherever in it; each once. */
export function localReferences(resource: unknown): readonly string[] {
  const found = new Set<string>();
  mapReferences(resource, (reference) => {
    const uuid = ofThisComputer.exec(reference)?.[1];
    if (uuid !== undefined) found.add(uuid);
    return reference;
  });
  return [...found];
}

/** The resource with the chart's reference in the place of the local one. */
export function withReference<Kind>(resource: Kind, uuid: string, reference: string): Kind {
  return mapReferences(resource, (before) => (before === localReference(uuid) ? reference : before)) as Kind;
}

function mapReferences(value: unknown, change: (reference: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapReferences(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, name === 'reference' && typeof item === 'string' ? change(item) : mapReferences(item, change)]),
  );
}
