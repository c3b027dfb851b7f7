import table from './r4Structures.json' with { type: 'json' };

/** One element of R4, as scripts/r4Structures.ts takes it from HL7's definitions. */
export interface R4Element {
  /** A data type, a primitive, a backbone element by its path, or `Resource`. */
  readonly type: string;
  readonly required?: boolean;
  readonly list?: boolean;
  readonly summary?: boolean;
  readonly modifier?: boolean;
  /** `created` for createdDateTime: at most one of a choice is there. */
  readonly choice?: string;
  /** All there are, where the binding is required. */
  readonly codes?: readonly string[];
}

const structures: ReadonlyMap<string, ReadonlyMap<string, R4Element>> = new Map(
  Object.entries<Readonly<Record<string, R4Element>>>(table).map(([type, elements]) => [type, new Map(Object.entries(elements))]),
);

/** @returns undefined for primitives and for types this server does not hold. */
export function r4Structure(type: string): ReadonlyMap<string, R4Element> | undefined {
  return structures.get(type);
}
