import { FailureError } from '../../errors/result.ts';

/** One element of a data set: where its value lies in the file. Tags are written `ggggeeee` in lower case. */
export interface Element {
  /** Undefined in implicit VR. */
  readonly vr: string | undefined;
  readonly position: number;
  /** Bytes, as far as the file has them. */
  readonly length: number;
  readonly items?: readonly ElementMap[];
  /** Of encapsulated pixels: the basic offset table, and the fragments behind it. */
  readonly encapsulated?: { readonly offsetTable: readonly number[]; readonly fragments: readonly Fragment[] };
}

export interface Fragment {
  /** From the first byte behind the offset table's item. */
  readonly offset: number;
  readonly position: number;
  readonly length: number;
}

export type ElementMap = ReadonlyMap<string, Element>;

export interface Encoding {
  readonly implicit: boolean;
  readonly bigEndian: boolean;
}

/** VRs with a length of 32 bits. DICOM PS3.5, 7.1.2. */
const longLengths = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const undefinedLength = 0xffff_ffff;
const [item, itemEnd, sequenceEnd] = ['fffee000', 'fffee00d', 'fffee0dd'];
const pixelData = '7fe00010';

/** No device nests deeper; a file made for it would end the stack. */
const deepestNesting = 32;
/** No device writes more; a file made of empty items would end the memory. */
const mostElements = 500_000;

interface Header {
  readonly tag: string;
  readonly vr: string | undefined;
  readonly length: number;
}

/** Reads data elements (DICOM PS3.5, section 7) from trusted nobody: every length is checked against the bytes there are. */
export class ElementParser {
  readonly #view: DataView;
  #encoding: Encoding;
  #position: number;
  #count = 0;
  /** The file ended inside an element. */
  cutOff = false;

  constructor(bytes: Uint8Array, start: number, encoding: Encoding) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#position = start;
    this.#encoding = encoding;
  }

  get position(): number {
    return this.#position;
  }

  /**
   * All elements up to `end`, to an item's delimiter, or to the first whose tag `goOn` does not want.
   * @throws FailureError `data.undecodable` for what nests or counts beyond reason.
   */
  elements(end = this.#view.byteLength, goOn: (tag: string) => boolean = () => true, depth = 0): ElementMap {
    if (depth > deepestNesting) throw new FailureError({ code: 'data.undecodable', detail: 'sequences nested too deep' });
    const elements = new Map<string, Element>();
    while (this.#position + 8 <= end && !this.cutOff) {
      const start = this.#position;
      const header = this.#header(end);
      if (header === undefined || !goOn(header.tag)) {
        this.#position = start;
        return elements;
      }
      if (header.tag === itemEnd) return elements;
      if (header.tag === sequenceEnd) {
        // A sequence that ends without its item having ended: left to the sequence.
        this.#position = start;
        return elements;
      }
      if (++this.#count > mostElements) throw new FailureError({ code: 'data.undecodable', detail: 'too many elements' });
      elements.set(header.tag, this.#value(header, end, depth));
    }
    if (this.#position < end && end === this.#view.byteLength && depth === 0 && this.#hasMore(end)) this.cutOff = true;
    return elements;
  }

  /** A few bytes of padding behind the last element are no element. */
  #hasMore(end: number): boolean {
    for (let at = this.#position; at < end; at += 1) if (this.#view.getUint8(at) !== 0) return true;
    return false;
  }

  #tag(): string {
    const [group, element] = [this.#word(this.#position), this.#word(this.#position + 2)];
    this.#position += 4;
    return group.toString(16).padStart(4, '0') + element.toString(16).padStart(4, '0');
  }

  #word(at: number): number {
    return this.#view.getUint16(at, !this.#encoding.bigEndian);
  }

  #long(at: number): number {
    return this.#view.getUint32(at, !this.#encoding.bigEndian);
  }

  #header(end: number): Header | undefined {
    const tag = this.#tag();
    const vr = String.fromCharCode(this.#view.getUint8(this.#position), this.#view.getUint8(this.#position + 1));
    // Delimiters have no VR; some writers left it out elsewhere, too.
    if (this.#encoding.implicit || tag.startsWith('fffe') || !/^[A-Z]{2}$/.test(vr)) {
      const length = this.#long(this.#position);
      this.#position += 4;
      return { tag, vr: undefined, length };
    }
    if (!longLengths.has(vr)) {
      const length = this.#word(this.#position + 2);
      this.#position += 4;
      return { tag, vr, length };
    }
    if (this.#position + 8 > end) {
      this.cutOff = true;
      return undefined;
    }
    const length = this.#long(this.#position + 4);
    this.#position += 8;
    return { tag, vr, length };
  }

  #value({ tag, vr, length }: Header, end: number, depth: number): Element {
    const position = this.#position;
    if (length === undefinedLength) {
      if (tag === pixelData) return { vr, position, length: 0, encapsulated: this.#encapsulated(end) };
      // What is UN and of undefined length is a sequence in implicit VR. DICOM PS3.5, 6.2.2.
      const items = vr === 'UN' ? this.#inEncoding({ implicit: true, bigEndian: false }, () => this.#items(end, depth)) : this.#items(end, depth);
      return { vr, position, length: this.#position - position, items };
    }
    const valueEnd = position + length;
    if (valueEnd > end) {
      this.cutOff = true;
      this.#position = end;
      return { vr, position, length: end - position };
    }
    if (vr === 'SQ' || (vr === undefined && this.#looksLikeItems(tag, length))) {
      const items = this.#items(valueEnd, depth);
      this.#position = valueEnd;
      return { vr, position, length, items };
    }
    this.#position = valueEnd;
    return { vr, position, length };
  }

  /** Implicit VR does not say what is a sequence; there is no need for a dictionary, as items say it themselves. */
  #looksLikeItems(tag: string, length: number): boolean {
    return length >= 8 && !tag.startsWith('7fe0') && this.#word(this.#position) === 0xfffe && this.#word(this.#position + 2) === 0xe000;
  }

  #inEncoding<Value>(encoding: Encoding, read: () => Value): Value {
    const outer = this.#encoding;
    this.#encoding = encoding;
    try {
      return read();
    } finally {
      this.#encoding = outer;
    }
  }

  #items(end: number, depth: number): readonly ElementMap[] {
    const items: ElementMap[] = [];
    while (this.#position + 8 <= end && !this.cutOff) {
      const start = this.#position;
      const tag = this.#tag();
      const length = this.#long(this.#position);
      this.#position += 4;
      if (tag === sequenceEnd) return items;
      if (tag !== item) {
        // Not an item: the sequence has ended without saying so.
        this.#position = start;
        return items;
      }
      if (++this.#count > mostElements) throw new FailureError({ code: 'data.undecodable', detail: 'too many items' });
      const itemEndAt = length === undefinedLength ? end : Math.min(end, this.#position + length);
      items.push(this.elements(itemEndAt, undefined, depth + 1));
      if (length !== undefinedLength) this.#position = itemEndAt;
    }
    return items;
  }

  /** DICOM PS3.5, annex A.4: an offset table, fragments, a delimiter. */
  #encapsulated(end: number): { readonly offsetTable: readonly number[]; readonly fragments: readonly Fragment[] } {
    const offsetTable: number[] = [];
    const fragments: Fragment[] = [];
    let base: number | undefined;
    while (this.#position + 8 <= end) {
      const tag = this.#tag();
      const claimed = this.#long(this.#position);
      this.#position += 4;
      if (tag === sequenceEnd) return { offsetTable, fragments };
      const start = this.#position;
      if (tag !== item) {
        this.#position = start - 8;
        return { offsetTable, fragments };
      }
      const length = Math.min(claimed, end - start);
      if (length < claimed) this.cutOff = true;
      if (base === undefined) {
        for (let at = start; at + 4 <= start + length; at += 4) offsetTable.push(this.#long(at));
        base = start + length;
      } else {
        fragments.push({ offset: start - 8 - base, position: start, length });
      }
      if (++this.#count > mostElements) throw new FailureError({ code: 'data.undecodable', detail: 'too many fragments' });
      this.#position = start + length;
    }
    this.cutOff = true;
    return { offsetTable, fragments };
  }
}
