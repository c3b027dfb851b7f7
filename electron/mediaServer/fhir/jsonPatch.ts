import { isObject } from './resourceText.ts';

/** A patch that cannot be applied; the document is not to be used any more. */
export class PatchFailure extends Error {
  readonly reason: 'malformed' | 'test' | 'path';
  /** Which operation, from 0. */
  readonly index: number;

  constructor(reason: PatchFailure['reason'], index: number) {
    super(`operation ${String(index)}: ${reason}`);
    this.name = 'PatchFailure';
    this.reason = reason;
    this.index = index;
  }
}

type Container = unknown[] | Record<string, unknown>;

/**
 * Applies a JSON Patch (RFC 6902) to a parsed document, in place where it can. Values are moved, never made anew, so that numbers kept as
 * written stay so; equality is that of the JSON they would be written as, members in any order.
 * @throws PatchFailure
 */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw new PatchFailure('malformed', 0);
  // The whole document is a member of this, so that the empty path is no special case.
  const root: Record<string, unknown> = { document };
  for (const [index, operation] of patch.entries()) applyOperation(root, operation, index);
  return root['document'];
}

function applyOperation(root: Record<string, unknown>, operation: unknown, index: number): void {
  if (!isObject(operation)) throw new PatchFailure('malformed', index);
  const path = pointer(operation['path'], index);
  const value = () => {
    if (!('value' in operation)) throw new PatchFailure('malformed', index);
    return operation['value'];
  };
  switch (operation['op']) {
    case 'add':
      return add(root, path, value(), index);
    case 'remove':
      remove(root, path, index);
      return;
    case 'replace': {
      const replacement = value();
      remove(root, path, index);
      return add(root, path, replacement, index);
    }
    case 'move': {
      const from = pointer(operation['from'], index);
      if (from.length < path.length && from.every((token, at) => token === path[at])) throw new PatchFailure('path', index);
      return add(root, path, remove(root, from, index), index);
    }
    case 'copy':
      return add(root, path, copied(read(root, pointer(operation['from'], index), index)), index);
    case 'test':
      if (written(read(root, path, index)) !== written(value())) throw new PatchFailure('test', index);
      return;
    default:
      throw new PatchFailure('malformed', index);
  }
}

/** RFC 6901, with the root's own member before it. */
function pointer(text: unknown, index: number): readonly string[] {
  if (typeof text !== 'string' || (text !== '' && !text.startsWith('/')) || /~(?![01])/.test(text)) throw new PatchFailure('malformed', index);
  return ['document', ...text.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))];
}

function add(root: Record<string, unknown>, path: readonly string[], value: unknown, index: number): void {
  const [container, token] = locate(root, path, index);
  if (Array.isArray(container)) container.splice(token === '-' ? container.length : position(token, container.length, index), 0, value);
  else Object.defineProperty(container, token, { value, enumerable: true, writable: true, configurable: true });
}

function remove(root: Record<string, unknown>, path: readonly string[], index: number): unknown {
  const removed = read(root, path, index);
  const [container, token] = locate(root, path, index);
  if (Array.isArray(container)) container.splice(position(token, container.length - 1, index), 1);
  else delete container[token];
  return removed;
}

function read(root: Record<string, unknown>, path: readonly string[], index: number): unknown {
  return path.reduce<unknown>((value, token) => {
    if (Array.isArray(value)) return value[position(token, value.length - 1, index)] as unknown;
    if (!isContainer(value) || !Object.hasOwn(value, token)) throw new PatchFailure('path', index);
    return (value as Readonly<Record<string, unknown>>)[token];
  }, root);
}

function locate(root: Record<string, unknown>, path: readonly string[], index: number): readonly [Container, string] {
  const container = read(root, path.slice(0, -1), index);
  if (!isContainer(container)) throw new PatchFailure('path', index);
  return [container, path.at(-1) ?? ''];
}

function position(token: string, last: number, index: number): number {
  const at = /^(0|[1-9]\d{0,8})$/.test(token) ? Number(token) : Number.NaN;
  if (!(at <= last)) throw new PatchFailure('path', index);
  return at;
}

/** Objects without a prototype are numbers kept as written. */
function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) !== null;
}

function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  return isContainer(value) ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, copied(item)])) : value;
}

function written(value: unknown): string {
  return JSON.stringify(value, (_name, item: unknown) =>
    isContainer(item) && !Array.isArray(item) ? Object.fromEntries(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1))) : item,
  );
}
