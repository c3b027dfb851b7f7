import { createHash } from 'node:crypto';

/** PDF files written from the standard (ISO 32000-1), by nothing that any reader shares; the same bytes for the same pages. */

export interface PdfPicture {
  /** Name of its filter; without one its samples are RGB as they are. */
  readonly filter?: string;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export interface PdfPage {
  /** Points, 1/72 inch. */
  readonly width: number;
  readonly height: number;
  /** Degrees clockwise. */
  readonly rotate?: number;
  /** 1/72 inch to a point. */
  readonly userUnit?: number;
  /** Operators; `/F1` is Helvetica, which is not in the file, and `/P1` the picture. */
  readonly content: string;
  readonly picture?: PdfPicture;
  /** Of its dictionary, such as what a person filled in. */
  readonly entries?: string;
}

export interface PdfOptions {
  /** Without it nothing is encrypted; '' asks nobody, and only says what may be done. */
  readonly password?: string;
  /** Of the catalog, such as what runs when it is opened. */
  readonly catalog?: string;
}

const padding = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');
const fileId = Buffer.from('4c696768746278204c69676874627820', 'hex');
const permissions = -4;

export function pdfFile(pages: readonly PdfPage[], { password, catalog = '' }: PdfOptions = {}): Uint8Array {
  const objects: Buffer[] = [];
  const cipher = password === undefined ? null : encryption(password);
  /** @returns its number. */
  const add = (dictionary: string, stream?: Uint8Array): number => {
    const number = objects.length + 1;
    const data = stream === undefined || cipher === null ? stream : rc4(objectKey(cipher.key, number), stream);
    const body = data === undefined ? [Buffer.from(`<< ${dictionary} >>`)] : [Buffer.from(`<< ${dictionary} /Length ${String(data.length)} >>\nstream\n`), data, Buffer.from('\nendstream')];
    objects.push(Buffer.concat([Buffer.from(`${String(number)} 0 obj\n`), ...body, Buffer.from('\nendobj\n')]));
    return number;
  };
  const [tree, font] = [2, 3];
  add(`/Type /Catalog /Pages ${String(tree)} 0 R ${catalog}`);
  const firstPage = font + 1;
  /** A page takes three numbers: itself, what is drawn on it, its picture. */
  add(`/Type /Pages /Count ${String(pages.length)} /Kids [${pages.map((_page, index) => `${String(firstPage + index * 3)} 0 R`).join(' ')}]`);
  add('/Type /Font /Subtype /Type1 /BaseFont /Helvetica');
  for (const { width, height, rotate = 0, userUnit = 1, content, picture, entries = '' } of pages) {
    const own = objects.length + 1;
    add([
      `/Type /Page /Parent ${String(tree)} 0 R /MediaBox [0 0 ${String(width)} ${String(height)}] /Rotate ${String(rotate)} /UserUnit ${String(userUnit)} ${entries}`,
      `/Contents ${String(own + 1)} 0 R /Resources << /Font << /F1 ${String(font)} 0 R >> /XObject << /P1 ${String(own + 2)} 0 R >> >>`,
    ].join(' '));
    add('', Buffer.from(content, 'latin1'));
    const { filter, width: columns, height: rows, data } = picture ?? { filter: undefined, width: 1, height: 1, data: Uint8Array.of(0, 0, 0) };
    add(`/Type /XObject /Subtype /Image /Width ${String(columns)} /Height ${String(rows)} /ColorSpace /DeviceRGB /BitsPerComponent 8${filter === undefined ? '' : ` /Filter /${filter}`}`, data);
  }
  return inFile(objects, cipher?.dictionary);
}

/** A whole A4 page with a heading and lines of text, for looking at. */
export function letterPage(number: number): PdfPage {
  const lines = Array.from({ length: 30 }, (_, line) => `1 0 0 1 72 ${String(690 - line * 20)} Tm (Line ${String(line + 1)}: wound edge dry, no odour, dressing changed on day ${String(number)}.) Tj`);
  return { width: 595, height: 842, content: `BT /F1 24 Tf 1 0 0 1 72 750 Tm (Discharge letter, page ${String(number)}) Tj /F1 11 Tf ${lines.join(' ')} ET` };
}

/** A file of these objects as they are, numbered from 1; the first is the catalog. */
export function pdfOfObjects(bodies: readonly (string | Uint8Array)[]): Uint8Array {
  return inFile(bodies.map((body, index) => Buffer.concat([Buffer.from(`${String(index + 1)} 0 obj\n`), Buffer.from(body), Buffer.from('\nendobj\n')])), undefined);
}

function inFile(objects: readonly Buffer[], encrypt: string | undefined): Uint8Array {
  const all = encrypt === undefined ? objects : [...objects, Buffer.from(`${String(objects.length + 1)} 0 obj\n${encrypt}\nendobj\n`)];
  const head = Buffer.from('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1');
  let at = head.length;
  const places = all.map((object) => {
    const place = at;
    at += object.length;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const size = String(all.length + 1);
  const id = fileId.toString('hex');
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R /ID [<${id}> <${id}>]${encrypt === undefined ? '' : ` /Encrypt ${String(all.length)} 0 R`} >>\nstartxref\n${String(at)}\n%%EOF\n`;
  return Buffer.concat([head, ...all, Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}${trailer}`)]);
}

/** The standard security handler's first revision, RC4 with 40 bits. ISO 32000-1, 7.6.3. */
function encryption(password: string): { readonly key: Buffer; readonly dictionary: string } {
  const user = padded(password);
  const owner = rc4(md5(padded('the owner of the letter')).subarray(0, 5), user);
  const allowed = Buffer.alloc(4);
  allowed.writeInt32LE(permissions);
  const key = md5(Buffer.concat([user, owner, allowed, fileId])).subarray(0, 5);
  return { key, dictionary: `<< /Filter /Standard /V 1 /R 2 /O <${owner.toString('hex')}> /U <${rc4(key, padding).toString('hex')}> /P ${String(permissions)} >>` };
}

function padded(password: string): Buffer {
  return Buffer.concat([Buffer.from(password, 'latin1'), padding]).subarray(0, 32);
}

function objectKey(key: Buffer, number: number): Buffer {
  return md5(Buffer.concat([key, Buffer.from([number & 255, number >> 8, 0, 0, 0])])).subarray(0, key.length + 5);
}

function md5(bytes: Uint8Array): Buffer {
  return createHash('md5').update(bytes).digest();
}

/** Newer libraries leave it out. */
function rc4(key: Uint8Array, bytes: Uint8Array): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const swap = (left: number, right: number) => { [state[left], state[right]] = [state[right] ?? 0, state[left] ?? 0]; };
  for (let index = 0, other = 0; index < 256; index += 1) {
    other = (other + (state[index] ?? 0) + (key[index % key.length] ?? 0)) & 255;
    swap(index, other);
  }
  let [first, second] = [0, 0];
  return Buffer.from(bytes.map((byte) => {
    first = (first + 1) & 255;
    second = (second + (state[first] ?? 0)) & 255;
    swap(first, second);
    return byte ^ (state[((state[first] ?? 0) + (state[second] ?? 0)) & 255] ?? 0);
  }));
}
