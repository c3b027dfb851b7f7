export interface Encoded {
  /** JSON. */
  readonly text: string;
  /** The bytes the text refers to by number. */
  readonly parts: readonly Uint8Array[];
}

/**
 * Values as text plus bytes, for what crosses between this process and the page, where Electron copies by structured clone. Carries
 * what Lightbox sends: primitives, arrays, plain objects, buffers and their views. Anything else throws DataCloneError.
 *
 * Self-contained, because its source text also runs in the page.
 */
export function createWire() {
  const viewTypes = { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array };
  const isViewType = (name: string): name is keyof typeof viewTypes => Object.hasOwn(viewTypes, name);
  const refuse = (what: string) => new DOMException(`${what} could not be cloned.`, 'DataCloneError');

  /** A scalar stands for itself; an array is [tag, content…]. */
  const encode = (root: unknown): Encoded => {
    const parts: Uint8Array[] = [];
    const put = (value: unknown): unknown => {
      if (value === undefined) return ['undefined'];
      if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
      if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : ['number', Object.is(value, -0) ? '-0' : String(value)];
      if (typeof value !== 'object') throw refuse(`A ${typeof value}`);
      if (Array.isArray(value)) return ['array', ...value.map(put)];
      if (value instanceof ArrayBuffer) return ['bytes', 'ArrayBuffer', parts.push(new Uint8Array(value)) - 1];
      if (ArrayBuffer.isView(value)) {
        // A subclass (Node's Buffer) arrives as its base, as with structured clone.
        const name = value instanceof Uint8Array ? 'Uint8Array' : value.constructor.name;
        if (!isViewType(name)) throw refuse(`A ${name}`);
        return ['bytes', name, parts.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) - 1];
      }
      const prototype: unknown = Object.getPrototypeOf(value);
      if (prototype !== Object.prototype && prototype !== null) throw refuse(`A ${value.constructor.name}`);
      return ['object', ...Object.entries(value).map(([key, item]) => [key, put(item)])];
    };
    return { text: JSON.stringify(put(root)), parts };
  };

  const decode = ({ text, parts }: Encoded): unknown => {
    const bytesOf = (type: string, index: number): unknown => {
      // A copy, so that the buffer holds these bytes and no others.
      const { buffer } = new Uint8Array(parts[index] ?? []);
      return isViewType(type) ? new viewTypes[type](buffer) : buffer;
    };
    const take = (value: unknown): unknown => {
      if (!Array.isArray(value)) return value;
      const [tag, ...content] = value as [string, ...unknown[]];
      if (tag === 'undefined') return undefined;
      if (tag === 'number') return Number(content[0]);
      if (tag === 'array') return content.map(take);
      if (tag === 'bytes') return bytesOf(String(content[0]), Number(content[1]));
      return Object.fromEntries((content as [string, unknown][]).map(([key, item]) => [key, take(item)]));
    };
    return take(JSON.parse(text));
  };

  return { encode, decode };
}
