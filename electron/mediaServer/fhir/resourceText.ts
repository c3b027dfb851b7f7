import { jsonWithSource } from '../../../shared/fhir/codec/jsonWithSource.ts';
import { refuse } from './outcome.ts';

export interface ResourceMeta {
  readonly versionId: string;
  /** FHIR instant. */
  readonly lastUpdated: string;
}

/** A JSON object, or a refusal saying why not. */
export function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse(400, 'structure', 'the body is not JSON');
  }
  if (!isObject(value)) throw refuse(400, 'structure', 'the body is not a JSON object');
  if (isDeeperThan(deepest, value)) throw refuse(400, 'too-long', `elements are nested deeper than ${String(deepest)}`);
  return value;
}

/** Far deeper than any resource, far shallower than what would overflow the stack of those who walk it. */
const deepest = 200;

function isDeeperThan(limit: number, value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= limit; depth += 1) {
    level = level.flatMap((item): unknown[] => (typeof item === 'object' && item !== null ? Object.values(item) : []));
    if (level.length === 0) return false;
  }
  return true;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The resource as it was received, with the server's id and meta: elements keep their order and numbers their digits (FHIR
 * decimals are as precise as they are written: `1.50` is not `1.5`). Other parts of meta stay.
 */
export function stampResource(text: string, id: string, meta: ResourceMeta): string {
  const received = parseExactly(text);
  const stamped: Record<string, unknown> = {};
  const stampedMeta = { ...(isObject(received['meta']) ? received['meta'] : {}), ...meta };
  for (const [name, value] of Object.entries(received)) {
    if (name === 'id') stamped['id'] = id;
    else if (name === 'meta') stamped['meta'] = stampedMeta;
    else define(stamped, name, value);
    if (name === 'resourceType' && !('id' in received)) stamped['id'] = id;
    if (!('meta' in received) && name === ('id' in received ? 'id' : 'resourceType')) stamped['meta'] = stampedMeta;
  }
  return JSON.stringify(stamped);
}

/**
 * The resource with other elements at its top: `change` returns what to put there, undefined for nothing. Digits stay as they are.
 */
export function changeMembers(text: string, change: (name: string, value: unknown) => unknown): string {
  const changed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parseExactly(text))) {
    const next = change(name, value);
    if (next !== undefined) define(changed, name, next);
  }
  return JSON.stringify(changed);
}

/** Numbers that would not be written again as they were are kept as written. @throws SyntaxError */
export function parseJsonExactly(text: string): unknown {
  return jsonWithSource.parse(text, (_key, item, context) =>
    typeof item === 'number' && context.source !== undefined && String(item) !== context.source ? jsonWithSource.rawJSON(context.source) : item,
  );
}

function parseExactly(text: string): Readonly<Record<string, unknown>> {
  const value = parseJsonExactly(text);
  if (!isObject(value)) throw refuse(400, 'structure', 'the body is not a JSON object');
  return value;
}

/** Plain assignment would lose an element called `__proto__`. */
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true });
}
