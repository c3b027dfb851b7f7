import { FailureError } from '../../errors/result.ts';
import { DicomDataSet, type ReadingPorts } from './dataSet.ts';
import { ElementParser } from './parseElements.ts';
import { transferSyntaxOf, type TransferSyntax } from './transferSyntax.ts';

export interface DicomFile {
  readonly dataSet: DicomDataSet;
  readonly syntax: TransferSyntax;
  /** The file ended inside an element. */
  readonly cutOff: boolean;
}

/** A deflated data set that inflates to more is refused, whatever it claims to be. */
const mostInflatedBytes = 256 * 1024 * 1024;

const implicitLittleEndian = '1.2.840.10008.1.2';
const explicitLittleEndian = '1.2.840.10008.1.2.1';

/** What tells a DICOM file: `DICM` behind a preamble of 128 bytes. DICOM PS3.10, section 7.1. */
function hasPreamble(head: Uint8Array): boolean {
  return head.length >= 132 && [0x44, 0x49, 0x43, 0x4d].every((byte, index) => head[128 + index] === byte);
}

/** Whether reading it as DICOM is worth a try; a file without preamble is known by its first tag. */
export function looksLikeDicom(head: Uint8Array): boolean {
  return hasPreamble(head) || (head.length >= 16 && head[1] === 0 && (head[0] === 2 || head[0] === 8) && head[3] === 0);
}

/**
 * Reads a file's elements. A file without preamble is taken for a bare data set, as old devices wrote them.
 * Rejects with FailureError `data.empty-file`, `data.unsupported-medium` for what is no DICOM file, `data.unsupported-compression` for a transfer
 * syntax nobody lists, `data.truncated`, `data.undecodable`.
 */
export async function readDicom(file: Uint8Array, ports: ReadingPorts): Promise<DicomFile> {
  if (file.length === 0) throw new FailureError({ code: 'data.empty-file' });
  // Node's own kind of byte array shares memory where others copy.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  const { uid, start } = hasPreamble(bytes) ? readHeader(bytes, 132, ports) : readBare(bytes, ports);
  const syntax = transferSyntaxOf(uid);
  if (!syntax) throw new FailureError({ code: 'data.unsupported-compression', detail: `transfer syntax ${uid.slice(0, 64)}` });
  const whole = syntax.deflated ? await inflate(bytes.subarray(start), ports) : bytes;
  const parser = new ElementParser(whole, syntax.deflated ? 0 : start, syntax);
  const elements = parser.elements();
  return { dataSet: new DicomDataSet(elements, { bytes: whole, bigEndian: syntax.bigEndian, ports }), syntax, cutOff: parser.cutOff };
}

/** The file's meta information: always explicit little endian, never deflated. */
function readHeader(bytes: Uint8Array, start: number, ports: ReadingPorts): { readonly uid: string; readonly start: number } {
  const parser = new ElementParser(bytes, start, { implicit: false, bigEndian: false });
  const elements = parser.elements(undefined, (tag) => tag.startsWith('0002'));
  const uid = new DicomDataSet(elements, { bytes, bigEndian: false, ports }).string('00020010');
  if (uid === undefined) throw new FailureError({ code: parser.cutOff ? 'data.truncated' : 'data.undecodable', detail: 'file meta information' });
  return { uid, start: parser.position };
}

/**
 * Without a preamble: meta information (group 0002) all the same, or at once the data set (group 0008) in little endian; with letters for a
 * VR behind the first tag it is explicit.
 * @throws FailureError `data.unsupported-medium`: it is no DICOM file.
 */
function readBare(bytes: Uint8Array, ports: ReadingPorts): { readonly uid: string; readonly start: number } {
  const [groupLow, groupHigh, , , first, second] = bytes;
  const isExplicit = [first, second].every((byte) => byte !== undefined && byte >= 0x41 && byte <= 0x5a);
  if (bytes.length >= 16 && groupHigh === 0 && groupLow === 2 && isExplicit) return readHeader(bytes, 0, ports);
  if (bytes.length >= 16 && groupHigh === 0 && groupLow === 8) return { uid: isExplicit ? explicitLittleEndian : implicitLittleEndian, start: 0 };
  throw new FailureError({ code: 'data.unsupported-medium', detail: 'no DICOM file' });
}

async function inflate(body: Uint8Array, ports: ReadingPorts): Promise<Uint8Array> {
  try {
    return await ports.inflate(body, mostInflatedBytes);
  } catch (error) {
    throw new FailureError({ code: 'data.undecodable', detail: 'deflated data set' }, { cause: error });
  }
}
