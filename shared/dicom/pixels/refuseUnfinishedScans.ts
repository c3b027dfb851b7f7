import { FailureError } from '../../errors/result.ts';

interface Component {
  readonly id: number;
  readonly across: number;
  readonly down: number;
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly lossless: boolean;
  readonly components: readonly Component[];
}

/** By the next 16 bits what a Huffman code says: in the lower byte how many bits it and the number behind it take, in the upper how many coefficients; 0: there is no such code. */
type Codes = Uint16Array;

/** Blocks, or samples of lossless JPEG, that are coded one after the other, and by which codes; of a sample there are no others. */
type Unit = readonly { readonly first: Codes; readonly others: Codes | null }[];

const coefficients = 64;
/** Of a run without a coefficient behind it, F.1.2.2.1; a shorter one is the end of the block. */
const longestRun = 15;
/** Of the categories of lossless JPEG the one whose only difference has no bits of its own. H.1.2.2. */
const widest = 16;
const truncated = () => new FailureError({ code: 'data.truncated', detail: 'JPEG scan' });
const undecodable = (what: string) => new FailureError({ code: 'data.undecodable', detail: `JPEG ${what}` });

/**
 * Goes through the codes of a JPEG of one pass, DCT or lossless, without making pixels of them. For decoders that fill up what is missing and say nothing:
 * of the IJG's library a warning differs from other messages by its text alone.
 * @throws FailureError `data.truncated` when a sample is not there, `data.undecodable` when a code, or a restart marker, is none. ITU-T T.81, annexes B, F and H.
 */
export function refuseUnfinishedScans(bytes: Uint8Array): void {
  const tables = new Map<number, Uint8Array>();
  const scanned = new Set<number>();
  let frame: Frame | undefined;
  let restartInterval = 0;
  for (let at = 2; frame === undefined || scanned.size < frame.components.length; ) {
    at = nextMarker(bytes, at);
    const marker = bytes[at + 1] ?? 0;
    const end = at + 2 + numberAt(bytes, at + 2);
    const body = bytes.subarray(at + 4, end);
    // Its end is where it should not be yet, or is inside of this segment.
    if (marker === 0xd9 || end > bytes.length) throw truncated();
    at = end;
    if (marker === 0xc1 || marker === 0xc3) frame ??= readFrame(body, marker === 0xc3);
    else if (marker === 0xc4) readTables(body, tables);
    else if (marker === 0xdd) restartInterval = numberAt(body, 0);
    else if (marker === 0xda && frame !== undefined) {
      const { count, unit } = readScan(body, frame, tables, scanned);
      at = walk(bytes, end, { count, unit, restartInterval });
    }
  }
}

function numberAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** Behind data that is over; a restart has nothing to begin there. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && marker !== 0 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd7)) return at;
  }
  throw truncated();
}

function readFrame(body: Uint8Array, lossless: boolean): Frame {
  const components = Array.from({ length: body[5] ?? 0 }, (_, index): Component => {
    const at = 6 + 3 * index;
    return { id: body[at] ?? 0, across: (body[at + 1] ?? 0) >> 4, down: (body[at + 1] ?? 0) & 15 };
  });
  if (components.some(({ across, down }) => across === 0 || down === 0)) throw undecodable('sampling');
  return { height: numberAt(body, 1), width: numberAt(body, 3), lossless, components };
}

function readTables(body: Uint8Array, tables: Map<number, Uint8Array>): void {
  for (let at = 0; at + 17 <= body.length; ) {
    const symbols = body.subarray(at + 1, at + 17).reduce((sum, count) => sum + count, 0);
    tables.set(body[at] ?? 0, body.subarray(at + 1, at + 17 + symbols));
    at += 17 + symbols;
  }
}

/** @param scanned the components that need not come any more: these, too. */
function readScan(body: Uint8Array, frame: Frame, tables: ReadonlyMap<number, Uint8Array>, scanned: Set<number>): { readonly count: number; readonly unit: Unit } {
  const chosen = Array.from({ length: body[0] ?? 0 }, (_, index) => {
    const component = frame.components.find(({ id }) => id === body[1 + 2 * index]);
    if (component === undefined || scanned.has(component.id)) throw undecodable('scan');
    scanned.add(component.id);
    const selected = body[2 + 2 * index] ?? 0;
    const first = codesOf(tables.get(selected >> 4), (category) => (category > widest ? 0 : 0x100 | (frame.lossless && category === widest ? 0 : category)));
    return { component, codes: { first, others: frame.lossless ? null : codesOf(tables.get(0x10 | (selected & 15)), describeRun) } };
  });
  if (chosen.length === 0) throw undecodable('scan');
  const [acrossMost, downMost] = [Math.max(...frame.components.map(({ across }) => across)), Math.max(...frame.components.map(({ down }) => down))];
  const side = frame.lossless ? 1 : 8;
  const [alone] = chosen;
  if (chosen.length === 1 && alone !== undefined) {
    const { across, down } = alone.component;
    const columns = Math.ceil(Math.ceil((frame.width * across) / acrossMost) / side);
    return { count: columns * Math.ceil(Math.ceil((frame.height * down) / downMost) / side), unit: [alone.codes] };
  }
  return {
    count: Math.ceil(frame.width / (side * acrossMost)) * Math.ceil(frame.height / (side * downMost)),
    unit: chosen.flatMap(({ component: { across, down }, codes }) => Array.from({ length: across * down }, () => codes)),
  };
}

/** F.1.2.2.1: how many zeros come before a coefficient, and in how many bits that one is. */
function describeRun(symbol: number): number {
  const [run, size] = [symbol >> 4, symbol & 15];
  return ((size === 0 && run < longestRun ? coefficients : run + 1) << 8) | size;
}

/**
 * Codes of one length follow each other, and a longer one begins where the shorter end. Annex C.
 * @param describe of a symbol how many coefficients (upper byte) and bits it stands for; 0 when there is no such symbol.
 */
function codesOf(table: Uint8Array | undefined, describe: (symbol: number) => number): Codes {
  if (table === undefined) throw undecodable('tables');
  const codes = new Uint16Array(0x1_0000);
  let [next, symbol] = [0, 16];
  for (let length = 1; length <= 16; length += 1) {
    for (let left = table[length - 1] ?? 0; left > 0; left -= 1) {
      const after = next + (1 << (16 - length));
      if (after > codes.length) throw undecodable('tables');
      const described = describe(table[symbol] ?? 0);
      codes.fill(described === 0 ? 0 : described + length, next, after);
      [next, symbol] = [after, symbol + 1];
    }
  }
  return codes;
}

interface Scan {
  readonly count: number;
  readonly unit: Unit;
  /** In units; 0: none. */
  readonly restartInterval: number;
}

/** @returns where its data is over. */
function walk(bytes: Uint8Array, from: number, { count, unit, restartInterval }: Scan): number {
  const plain = new Uint8Array(bytes.length);
  const most = restartInterval === 0 ? count : restartInterval;
  let end = from;
  for (let done = 0; done < count; done += most) {
    if (done > 0) {
      if (bytes[end + 1] !== 0xd0 + ((done / most - 1) & 7)) throw bytes[end + 1] === 0xd9 ? truncated() : undecodable('restart');
      end += 2;
    }
    const part = unstuff(bytes, end, plain);
    walkPart(plain.subarray(0, part.length), Math.min(most, count - done), unit);
    ({ end } = part);
  }
  return end;
}

/** F.1.2.3: a zero behind 0xff is none of the data. @returns how much `plain` holds now, and where the next marker is: its last 0xff. */
function unstuff(bytes: Uint8Array, from: number, plain: Uint8Array): { readonly length: number; readonly end: number } {
  let [end, length] = [from, 0];
  for (; end < bytes.length; end += 1) {
    const byte = bytes[end] ?? 0;
    if (byte === 0xff) {
      while (bytes[end + 1] === 0xff) end += 1;
      if (bytes[end + 1] !== 0) break;
      end += 1;
    }
    plain[length] = byte;
    length += 1;
  }
  return { length, end };
}

function walkPart(data: Uint8Array, count: number, unit: Unit): void {
  const bits = data.length * 8;
  let at = 0;
  for (let done = 0; done < count; done += 1) {
    for (const { first, others } of unit) {
      let codes: Codes | null = first;
      for (let known = 0; codes !== null && known < coefficients; codes = others) {
        const byte = at >>> 3;
        const next = ((((data[byte] ?? 0) << 16) | ((data[byte + 1] ?? 0) << 8) | (data[byte + 2] ?? 0)) >> (8 - (at & 7))) & 0xffff;
        const code = codes[next] ?? 0;
        // What begins a code and does not end it is none either.
        if (code === 0) throw at + 16 > bits ? truncated() : undecodable('code');
        at += code & 0xff;
        known += code >> 8;
      }
    }
    if (at > bits) throw truncated();
  }
}
