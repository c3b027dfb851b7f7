import { readFile } from 'node:fs/promises';
import { layerSchema } from '../../shared/annotation/layer.ts';
import { fail, succeed } from '../../shared/errors/result.ts';
import type { MediaDetail } from '../../shared/ipc/contract.ts';
import { verifyWorkspace } from '../workspace/verifyWorkspace.ts';
import type { Output } from './output.ts';
import { withWorkspace, type CommandContext } from './withWorkspace.ts';

/** `list`: every patient with their Media, newest first. */
export async function listCommand(context: CommandContext, output: Output): Promise<void> {
  const listed = await withWorkspace(context, async ({ cache }) =>
    succeed(await Promise.all((await cache.patients('')).map(async (patient) => ({ patient, media: await cache.mediaOfPatient(patient.id) })))),
  );
  if (!listed.ok) {
    output.refuse(listed.error);
    return;
  }
  output.answer(
    { patients: listed.value.map(({ patient, media }) => ({ ...patient, media })) },
    listed.value.flatMap(({ patient, media }) => [
      `${patient.name}  ${patient.birthDate ?? 'birth date unknown'}  MRN ${patient.mrn ?? 'none'}  ${patient.id}`,
      ...media.map((view) => `  ${view.id}  ${view.createdAt ?? 'undated'}  ${view.kind}  ${view.safety.state}  ${view.title}`),
    ]),
  );
}

/** `show`: one Media with its notes and layers. */
export async function showCommand(context: CommandContext, mediaId: string, output: Output): Promise<void> {
  const shown = await withWorkspace(context, ({ mediaDetail }) => mediaDetail(mediaId));
  if (shown.ok) output.answer(shown.value, describe(shown.value));
  else output.refuse(shown.error);
}

/** `annotate`: saves the layer in FILE (JSON, the layer schema of docs/file-formats.md) as a note of the Media. */
export async function annotateCommand(context: CommandContext, mediaId: string, file: string, output: Output): Promise<void> {
  const annotated = await withWorkspace(context, async ({ saveAnnotations, mediaDetail }) => {
    const layer = await readLayer(file);
    if (!layer.ok) return layer;
    const saved = await saveAnnotations({ mediaId, upsert: [layer.value], remove: [] });
    return saved.ok ? mediaDetail(mediaId) : saved;
  });
  if (annotated.ok) output.answer(annotated.value, describe(annotated.value));
  else output.refuse(annotated.error);
}

/** `verify`: reads every row and blob; succeeds only when there is nothing to report. */
export async function verifyCommand(context: CommandContext, output: Output): Promise<void> {
  const verified = await withWorkspace(context, async (workspace) => succeed(await verifyWorkspace(workspace)));
  if (!verified.ok) {
    output.refuse(verified.error);
    return;
  }
  const { media, blobs, findings } = verified.value;
  if (findings.length > 0) process.exitCode = 1;
  output.answer(verified.value, [`${String(media)} media, ${String(blobs)} blobs read: ${findings.length === 0 ? 'all is well' : `${String(findings.length)} findings`}`, ...findings]);
}

async function readLayer(file: string) {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return fail('local.not-found', { detail: 'layer file' });
  }
  try {
    const layer = layerSchema.safeParse(JSON.parse(text));
    if (layer.success) return succeed(layer.data);
    return fail('data.invalid-layer', { fields: layer.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) });
  } catch {
    return fail('data.invalid-layer', { detail: 'not JSON' });
  }
}

function describe({ view, patient, layers, notes }: MediaDetail): string[] {
  return [
    `${view.title}  ${view.id}`,
    patient ? `${patient.name}  ${patient.birthDate ?? 'birth date unknown'}  MRN ${patient.mrn ?? 'none'}` : 'no patient',
    `${view.kind}  ${view.contentType ?? 'unknown type'}  ${String(view.width ?? '?')} x ${String(view.height ?? '?')} px  ${String(view.frames)} frames  ${view.safety.state}`,
    ...layers.map((layer) => `layer ${layer.name}: ${layer.frame === null ? 'every frame' : `frame ${String(layer.frame + 1)}`}, ${String(layer.shapes.length)} shapes, by ${layer.author}`),
    ...notes.filter((note) => note.layerId === null).map((note) => `note by ${note.author ?? 'unknown'}: ${note.text}`),
  ];
}
