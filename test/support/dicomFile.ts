/** What an element holds: text, 16-bit words, doubles, bytes, or items of a sequence. */
export type DicomValue = string | readonly number[] | Float64Array | Uint8Array | readonly DicomElements[];
/** By tag and VR: `'00280010 US'`. */
export interface DicomElements {
  readonly [tagAndVr: string]: DicomValue;
}

const longLengths = new Set(['OB', 'OW', 'SQ', 'UN', 'UT']);

/** Elements in explicit VR little endian, in the order of their tags. */
function encode(elements: DicomElements): Buffer {
  return Buffer.concat(Object.entries(elements).sort(([one], [other]) => (one < other ? -1 : 1)).map(([tagAndVr, value]) => {
    const [tag = '', vr = 'UN'] = tagAndVr.split(' ');
    const body = encodeValue(value, vr);
    const header = Buffer.alloc(longLengths.has(vr) ? 12 : 8);
    header.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
    header.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
    header.write(vr, 4, 'latin1');
    if (longLengths.has(vr)) header.writeUInt32LE(body.length, 8);
    else header.writeUInt16LE(body.length, 6);
    return Buffer.concat([header, body]);
  }));
}

function isItems(value: DicomValue, vr: string): value is readonly DicomElements[] {
  return vr === 'SQ' && Array.isArray(value);
}

function encodeValue(value: DicomValue, vr: string): Buffer {
  if (typeof value === 'string') return Buffer.from(value.length % 2 === 0 ? value : `${value} `, 'latin1');
  if (value instanceof Float64Array) return Buffer.from(value.buffer);
  if (value instanceof Uint8Array) return Buffer.from(value.length % 2 === 0 ? value : [...value, 0]);
  if (isItems(value, vr)) {
    return Buffer.concat(value.map((item) => {
      const body = encode(item);
      const header = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
      header.writeUInt32LE(body.length, 4);
      return Buffer.concat([header, body]);
    }));
  }
  const wide = vr === 'UL';
  const words = Buffer.alloc(value.length * (wide ? 4 : 2));
  value.forEach((word, index) => (wide ? words.writeUInt32LE(word, index * 4) : words.writeUInt16LE(word & 0xffff, index * 2)));
  return words;
}

/** A DICOM file: 2 x 2 grey pixels of 16 bits, and `elements` in their place or beside them. */
export function dicomFile(elements: DicomElements = {}, transferSyntax = '1.2.840.10008.1.2.1'): Uint8Array {
  const picture: DicomElements = {
    '00280002 US': [1], '00280004 CS': 'MONOCHROME2', '00280010 US': [2], '00280011 US': [2], '00280100 US': [16], '00280101 US': [16], '00280102 US': [15], '00280103 US': [0],
    '7fe00010 OW': [0, 100, 200, 300],
  };
  const names = new Set(Object.keys(elements).map((name) => name.slice(0, 8)));
  const kept = Object.fromEntries(Object.entries(picture).filter(([name]) => !names.has(name.slice(0, 8))));
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), encode({ '00020010 UI': `${transferSyntax}\0` }), encode({ ...kept, ...elements })]);
}

/** The pixels' element with fragments: an offset table, then each of them. */
export function withFragments(file: Uint8Array, offsetTable: readonly number[], fragments: readonly Uint8Array[]): Uint8Array {
  const item = (body: Uint8Array) => {
    const header = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
    header.writeUInt32LE(body.length, 4);
    return Buffer.concat([header, body]);
  };
  const table = Buffer.alloc(offsetTable.length * 4);
  offsetTable.forEach((offset, index) => table.writeUInt32LE(offset, index * 4));
  const start = Buffer.from(file).lastIndexOf(Buffer.from([0xe0, 0x7f, 0x10, 0x00]));
  const header = Buffer.from([0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  return Buffer.concat([file.subarray(0, start), header, item(table), ...fragments.map(item), Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0])]);
}
