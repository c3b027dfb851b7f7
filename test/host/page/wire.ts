export interface Encoded {
  /** JSON. */
  readonly text: string;
  /** The bytes the text refers to by number. */
  readonly parts: readonly Uint8Array[];
}

/**
 * Structured clone as text plus bytes, for what crosses between this process and the page: Electron's IPC copies by the same
 * algorithm. Keeps undefined, -0, NaN, bigint, Date, Map, Set, Error, typed arrays, shared references and cycles; functions and
 * symbols throw DataCloneError, as there.
 *
 * Self-contained, because its source text also runs in the page.
 */
export function createWire() {
  const viewTypes = {
    Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array,
    BigUint64Array, DataView,
  };
  const isViewType = (name: string): name is keyof typeof viewTypes => Object.hasOwn(viewTypes, name);

  const encode = (root: unknown): Encoded => {
    const nodes: unknown[] = [];
    const parts: Uint8Array[] = [];
    const seen = new Map<object, number>();
    const put = (value: unknown): unknown => {
      if (value === undefined) return ['u'];
      if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
      if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : ['n', Object.is(value, -0) ? '-0' : String(value)];
      if (typeof value === 'bigint') return ['i', String(value)];
      if (typeof value !== 'object') throw new DOMException('An object could not be cloned.', 'DataCloneError');
      const known = seen.get(value);
      if (known !== undefined) return ['r', known];
      const index = nodes.push(null) - 1;
      seen.set(value, index);
      nodes[index] = putObject(value);
      return ['r', index];
    };
    const putObject = (value: object): unknown => {
      if (Array.isArray(value)) return ['a', value.map(put)];
      if (value instanceof Date) return ['d', value.getTime()];
      if (value instanceof Map) return ['m', [...value].map(([key, item]) => [put(key), put(item)])];
      if (value instanceof Set) return ['s', [...value].map(put)];
      if (value instanceof Error) return ['e', value.name, value.message];
      if (value instanceof ArrayBuffer) return ['b', 'ArrayBuffer', parts.push(new Uint8Array(value)) - 1];
      if (ArrayBuffer.isView(value)) {
        // A subclass (Node's Buffer) arrives as its base, as with structured clone.
        const name = value instanceof Uint8Array ? 'Uint8Array' : value.constructor.name;
        return ['b', name, parts.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) - 1];
      }
      return ['o', Object.entries(value).map(([key, item]) => [key, put(item)])];
    };
    return { text: JSON.stringify([put(root), nodes]), parts };
  };

  const decode = ({ text, parts }: Encoded): unknown => {
    const [root, nodes] = JSON.parse(text) as [unknown, [string, ...unknown[]][]];
    const made = new Map<number, unknown>();
    const bytesOf = (type: string, index: number): unknown => {
      const bytes = parts[index] ?? new Uint8Array();
      const buffer = bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
      const View: (new (buffer: ArrayBuffer) => unknown) | undefined = isViewType(type) ? viewTypes[type] : undefined;
      return View === undefined ? buffer : new View(buffer as ArrayBuffer);
    };
    const take = (value: unknown): unknown => {
      if (!Array.isArray(value)) return value;
      const [tag, content] = value as [string, unknown];
      if (tag === 'u') return undefined;
      if (tag === 'n') return Number(content);
      if (tag === 'i') return BigInt(content as string);
      return takeObject(content as number);
    };
    const takeObject = (index: number): unknown => {
      if (made.has(index)) return made.get(index);
      const node = nodes[index];
      if (node === undefined) throw new DOMException('Damaged message.', 'DataCloneError');
      const [tag, content, more] = node;
      const keep = <Made>(object: Made): Made => {
        made.set(index, object);
        return object;
      };
      if (tag === 'd') return keep(new Date(content as number));
      if (tag === 'b') return keep(bytesOf(content as string, more as number));
      if (tag === 'e') return keep(Object.assign(new Error(more as string), { name: content as string }));
      if (tag === 'a') {
        const array = keep<unknown[]>([]);
        for (const item of content as unknown[]) array.push(take(item));
        return array;
      }
      if (tag === 's') {
        const set = keep(new Set<unknown>());
        for (const item of content as unknown[]) set.add(take(item));
        return set;
      }
      if (tag === 'm') {
        const map = keep(new Map<unknown, unknown>());
        for (const [key, item] of content as [unknown, unknown][]) map.set(take(key), take(item));
        return map;
      }
      const object = keep<Record<string, unknown>>({});
      // defineProperty, because a key may be __proto__.
      for (const [key, item] of content as [string, unknown][]) Object.defineProperty(object, key, { value: take(item), writable: true, enumerable: true, configurable: true });
      return object;
    };
    return take(root);
  };

  return { encode, decode };
}

export type Wire = ReturnType<typeof createWire>;
