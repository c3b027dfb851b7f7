import { encodingOf, withoutEscapes } from './characterSet.ts';
import type { Element, ElementMap } from './parseElements.ts';

/** What reading a file needs of the platform. */
export interface ReadingPorts {
  /** Decodes bytes by a label of the Encoding Standard; damaged bytes become U+FFFD. */
  readonly decodeText: (bytes: Uint8Array, label: string) => string;
  /** Inflates a raw deflate stream (RFC 1951). Rejects when it is broken, or longer than `mostBytes`. */
  readonly inflate: (bytes: Uint8Array, mostBytes: number) => Promise<Uint8Array>;
}

/**
 * Typed reading of one data set, or of one item of a sequence. Tags are written `ggggeeee` in lower case. What is absent, empty or of
 * another shape reads as nothing.
 */
export class DicomDataSet {
  readonly #elements: ElementMap;
  readonly #source: { readonly bytes: Uint8Array; readonly bigEndian: boolean; readonly ports: ReadingPorts };
  readonly #encoding: string;

  constructor(elements: ElementMap, source: { readonly bytes: Uint8Array; readonly bigEndian: boolean; readonly ports: ReadingPorts }, encoding?: string) {
    this.#elements = elements;
    this.#source = source;
    const terms = this.strings('00080005');
    this.#encoding = terms.length > 0 || encoding === undefined ? encodingOf(terms) : encoding;
  }

  element(tag: string): Element | undefined {
    return this.#elements.get(tag);
  }

  /** In the order of the file. */
  elements(): ReadonlyMap<string, Element> {
    return this.#elements;
  }

  has(tag: string): boolean {
    return (this.element(tag)?.length ?? 0) > 0;
  }

  /** The value's bytes, as far as the file has them; not copied. */
  bytes(tag: string): Uint8Array | undefined {
    const element = this.element(tag);
    return element && element.length > 0 ? this.#source.bytes.subarray(element.position, element.position + element.length) : undefined;
  }

  /** Bytes of the file by position, as the fragments of compressed pixels are named. */
  at(position: number, length: number): Uint8Array {
    return this.#source.bytes.subarray(position, position + length);
  }

  /** Values of a code, number or date string. */
  strings(tag: string): readonly string[] {
    const bytes = this.bytes(tag);
    if (bytes === undefined || bytes.length > 65_536) return [];
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('').split('\\').map((value) => value.replaceAll('\0', '').trim());
  }

  string(tag: string): string | undefined {
    const value = this.strings(tag)[0];
    return value === '' ? undefined : value;
  }

  /** Text in the file's own character set. */
  text(tag: string): string | undefined {
    const bytes = this.bytes(tag);
    if (bytes === undefined || bytes.length > 65_536) return undefined;
    const text = withoutEscapes(this.#source.ports.decodeText(bytes, this.#encoding)).replaceAll('\0', '').trim();
    return text === '' ? undefined : text;
  }

  /** Values of DS or IS; what is no number is left out. */
  decimals(tag: string): readonly number[] {
    return this.strings(tag).filter((value) => value !== '').map(Number).filter(Number.isFinite);
  }

  decimal(tag: string): number | undefined {
    return this.decimals(tag)[0];
  }

  /** Values of US, or of SS, OW read as unsigned. */
  words(tag: string): Uint16Array {
    const view = this.#view(tag);
    const words = new Uint16Array(view ? view.byteLength >> 1 : 0);
    for (let index = 0; view && index < words.length; index += 1) words[index] = view.getUint16(index * 2, !this.#source.bigEndian);
    return words;
  }

  word(tag: string): number | undefined {
    return this.words(tag)[0];
  }

  signedWord(tag: string): number | undefined {
    const word = this.word(tag);
    return word === undefined ? undefined : (word << 16) >> 16;
  }

  /** A value of UL. */
  long(tag: string): number | undefined {
    const view = this.#view(tag);
    return view && view.byteLength >= 4 ? view.getUint32(0, !this.#source.bigEndian) : undefined;
  }

  /** Values of UV, such as the extended offset table's. */
  veryLongs(tag: string): readonly number[] {
    const view = this.#view(tag);
    return Array.from({ length: view ? view.byteLength >> 3 : 0 }, (_, index) => Number(view?.getBigUint64(index * 8, !this.#source.bigEndian) ?? 0n));
  }

  /** Values of FD. */
  doubles(tag: string): readonly number[] {
    const view = this.#view(tag);
    return Array.from({ length: view ? view.byteLength >> 3 : 0 }, (_, index) => view?.getFloat64(index * 8, !this.#source.bigEndian) ?? 0).filter(Number.isFinite);
  }

  items(tag: string): readonly DicomDataSet[] {
    return (this.element(tag)?.items ?? []).map((elements) => new DicomDataSet(elements, this.#source, this.#encoding));
  }

  #view(tag: string): DataView | undefined {
    const bytes = this.bytes(tag);
    return bytes && new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}
