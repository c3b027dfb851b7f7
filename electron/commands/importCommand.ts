import { readFile } from 'node:fs/promises';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { Coding } from '../../shared/fhir/elements.ts';
import type { CaptureMetadata } from '../../shared/ipc/contract.ts';
import type { MediaView } from '../../shared/ipc/views.ts';
import { contextGroup } from '../../shared/terminology/contextGroup.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Output } from './output.ts';
import { withWorkspace, type CommandContext } from './withWorkspace.ts';

export interface ImportOptions {
  /** Lightbox's id of the patient, the chart's ("xcda", "Patient/xcda"), or the MRN. */
  readonly patient: string;
  /** A code of DICOM CID 4. */
  readonly bodySite?: string;
  /** A DICOM file that names another patient is this one's all the same. */
  readonly keepIdentity?: boolean;
}

/** `import`: every file is taken in or refused by itself; the exit code is 0 only when all were taken in. */
export async function importCommand(context: CommandContext, files: readonly string[], options: ImportOptions, output: Output): Promise<void> {
  const imported = await withWorkspace(context, async (workspace) => {
    const patientId = await findPatient(workspace, options.patient);
    if (patientId === undefined) return fail('local.not-found', { detail: 'patient' });
    const bodySite = contextGroup('CID 4').find((concept) => concept.code === options.bodySite) ?? null;
    if (options.bodySite !== undefined && !bodySite) {
      return fail('data.invalid-input', { fields: [{ path: '--body-site', message: 'Not a code of DICOM CID 4, Anatomic Region.' }] });
    }
    const results: { readonly file: string; readonly result: Result<MediaView> }[] = [];
    for (const file of files) {
      const bytes = await read(file);
      results.push({ file, result: bytes.ok ? await takeInFile(workspace, patientId, bytes.value, bodySite, options.keepIdentity === true) : bytes });
    }
    return succeed(results);
  });
  if (!imported.ok) {
    output.refuse(imported.error);
    return;
  }
  if (imported.value.some(({ result }) => !result.ok)) process.exitCode = 1;
  output.answer(
    { files: imported.value.map(({ file, result }) => (result.ok ? { file, media: result.value } : { file, error: result.error })) },
    imported.value.map(({ file, result }) => (result.ok ? `${file}: saved as Media ${result.value.id}` : `${file}: ${result.error.code}`)),
  );
}

/** What a DICOM file says of itself is taken over; whom it names, only when it was asked for. */
async function takeInFile(workspace: Workspace, patientId: string, bytes: Uint8Array, bodySite: Coding | null, keepIdentity: boolean): Promise<Result<MediaView>> {
  const inspected = await workspace.inspect({ patientId, bytes });
  if (!inspected.ok) return inspected;
  const proposal = inspected.value?.proposal;
  const metadata: CaptureMetadata = { title: '', bodySite, laterality: proposal?.laterality ?? null, createdDateTime: proposal?.created ?? new Date().toISOString(), reason: '', note: '' };
  const { modality = null, view = null, deviceName = null, accession = null } = proposal ?? {};
  return workspace.takeIn({ patientId, bytes, source: 'file', keepIdentity, metadata: { ...metadata, fromFile: { modality, view, deviceName, accession } } });
}

async function findPatient({ cache }: Workspace, wanted: string): Promise<string | undefined> {
  const id = wanted.replace(/^Patient\//, '');
  for (const patient of await cache.patients('')) {
    if (patient.id === id || patient.mrn === wanted || (await cache.patientServerId(patient.id)) === id) return patient.id;
  }
  return undefined;
}

async function read(file: string): Promise<Result<Uint8Array>> {
  try {
    return succeed(await readFile(file));
  } catch (error) {
    return fail('local.not-found', { detail: error instanceof Error && 'code' in error ? String(error.code) : 'unreadable' });
  }
}
