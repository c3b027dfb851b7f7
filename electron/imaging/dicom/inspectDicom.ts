import { openDicom } from '../../../shared/dicom/openDicom.ts';
import type { DecodingPorts } from '../../../shared/dicom/pixels/decodeFrame.ts';
import { succeed, type Result } from '../../../shared/errors/result.ts';
import type { DicomSummary } from '../messages.ts';

/** What a DICOM file says of itself and of its patient. Fails like `openDicom`. */
export async function inspectDicom(bytes: Uint8Array, ports: DecodingPorts): Promise<Result<DicomSummary>> {
  const opened = await openDicom(bytes, ports);
  return opened.ok ? succeed({ proposal: opened.value.propose(offsetHere), patient: opened.value.patient }) : opened;
}

/** What a local time is away from UTC where this computer stands; null for what is no time. */
function offsetHere(local: string): string | null {
  const date = new Date(local);
  if (Number.isNaN(date.getTime())) return null;
  const minutes = -date.getTimezoneOffset();
  const two = (number: number) => String(Math.trunc(number)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}
