import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { layerSchema, type Layer } from '../../../shared/annotation/layer.ts';
import { failureSchema } from '../../../shared/errors/errorCode.ts';
import { mediaDetailSchema } from '../../../shared/ipc/contract.ts';
import { mediaViewSchema, patientViewSchema } from '../../../shared/ipc/views.ts';
import { connectArguments, runCommand, runMediaServer, type RunningServer } from '../../support/commandLine.ts';
import { readChart } from '../../support/readChart.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';

/** The command line as IT uses it: real processes, a real Media API over HTTP, real files. */

const listSchema = z.object({ patients: z.array(patientViewSchema.extend({ media: z.array(mediaViewSchema) })) });
const importSchema = z.object({ files: z.array(z.object({ file: z.string(), media: mediaViewSchema.optional(), error: failureSchema.optional() })) });
const errorSchema = z.object({ error: failureSchema });

let server: RunningServer;

beforeAll(async () => {
  server = await runMediaServer();
});

afterAll(async () => {
  await server.stop();
});

async function connected(): Promise<string> {
  const data = join(await temporaryDirectory(), 'data');
  expect(await runCommand(['connect', '--data', data, ...connectArguments(server)])).toMatchObject({ code: 0, stderr: '' });
  expect(await runCommand(['sync', '--data', data])).toMatchObject({ code: 0, stderr: '' });
  return data;
}

async function patients(data: string) {
  const listed = await runCommand(['list', '--data', data]);
  expect(listed.code).toBe(0);
  return listSchema.parse(listed.document).patients;
}

async function jpeg(): Promise<{ readonly file: string; readonly sha256: string }> {
  const file = join(await temporaryDirectory(), 'heel.jpg');
  const bytes = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#a05a4a' } }).jpeg().toBuffer();
  await writeFile(file, bytes);
  return { file, sha256: createHash('sha256').update(bytes).digest('hex') };
}

describe('the command line', () => {
  it('carries a picture and a drawing from one workstation over the chart to another', async () => {
    const here = await connected();
    const patient = (await patients(here)).find(({ media }) => media.length > 0);
    if (!patient) throw new Error('the demo has no patient with media');
    const picture = await jpeg();

    const imported = await runCommand(['import', picture.file, '--data', here, '--patient', patient.id, '--body-site', '56459004']);
    expect(imported.code).toBe(0);
    const media = importSchema.parse(imported.document).files[0]?.media;
    expect(media).toMatchObject({ kind: 'photo', bodySite: 'Foot', width: 640, height: 480, safety: { state: 'local' } });
    if (!media) throw new Error('nothing was imported');

    const layer = triangle();
    const layerFile = join(await temporaryDirectory(), 'layer.json');
    await writeFile(layerFile, JSON.stringify(layer));
    const annotated = await runCommand(['annotate', media.id, '--data', here, '--layer', layerFile]);
    expect(annotated.code).toBe(0);
    expect(mediaDetailSchema.parse(annotated.document).layers).toStrictEqual([layer]);

    const sent = await runCommand(['sync', '--data', here]);
    expect(sent).toMatchObject({ code: 0, document: { link: 'online', waiting: [], failure: null } });
    const chart = await readChart(server);
    const [stored] = await chart.mediaWithIdentifier(media.id);
    expect(stored?.note?.[0]?.text).toContain(layer.name);
    expect(await chart.sha256Of(stored?.content.url ?? '')).toBe(picture.sha256);

    const there = await connected();
    const same = (await patients(there)).flatMap((other) => other.media).find((view) => view.layerCount === 1 && view.width === 640);
    const shown = await runCommand(['show', same?.id ?? '', '--data', there]);
    expect(mediaDetailSchema.parse(shown.document).layers).toStrictEqual([layer]);

    for (const data of [here, there]) {
      expect(await runCommand(['verify', '--data', data])).toMatchObject({ code: 0, document: { findings: [] } });
    }
  });

  it('takes in the good files and refuses the others by name', async () => {
    const data = await connected();
    const [patient] = await patients(data);
    const picture = await jpeg();
    const text = join(await temporaryDirectory(), 'letter.jpg');
    await writeFile(text, 'Dear colleague, this is no picture.');
    const imported = await runCommand(['import', text, picture.file, join(data, 'missing.jpg'), '--data', data, '--patient', patient?.id ?? '']);
    expect(imported.code).toBe(1);
    const { files } = importSchema.parse(imported.document);
    expect(files.map((file) => file.error?.code ?? 'saved')).toStrictEqual(['data.unsupported-medium', 'saved', 'local.not-found']);
  });

  it.each([
    ['a wrong passphrase', { LIGHTBOX_PASSPHRASE: 'something else' }, 'local.wrong-passphrase'],
    ['no passphrase', { LIGHTBOX_PASSPHRASE: '' }, 'data.invalid-input'],
  ])('answers %s with its own code', async (_name, environment, code) => {
    const data = await connected();
    const listed = await runCommand(['list', '--data', data], environment);
    expect(listed.code).toBe(1);
    expect(errorSchema.parse(listed.document).error.code).toBe(code);
  });

  it('says when nothing was set up, and does not make a directory by the way', async () => {
    const data = join(await temporaryDirectory(), 'nothing');
    const listed = await runCommand(['list', '--data', data]);
    expect(listed.code).toBe(1);
    expect(existsSync(data)).toBe(false);
    expect(errorSchema.parse(listed.document).error.code).toBe('local.not-set-up');
  });

  it('refuses to belong to two charts', async () => {
    const data = await connected();
    const again = await runCommand(['connect', '--data', data, '--base', 'http://127.0.0.1:9/fhir/R4']);
    expect(errorSchema.parse(again.document).error.code).toBe('local.already-connected');
  });

  it('refuses a layer that is none, field by field', async () => {
    const data = await connected();
    const file = join(await temporaryDirectory(), 'layer.json');
    await writeFile(file, JSON.stringify({ ...triangle(), colour: 'mauve' }));
    const media = (await patients(data)).flatMap((patient) => patient.media)[0];
    const annotated = await runCommand(['annotate', media?.id ?? '', '--data', data, '--layer', file]);
    expect(errorSchema.parse(annotated.document).error).toMatchObject({ code: 'data.invalid-layer', fields: [{ path: 'colour' }] });
  });
});

function triangle(): Layer {
  return layerSchema.parse({
    id: randomUUID(),
    name: 'Wound edge',
    colour: '#56B4E9',
    visible: true,
    frame: 0,
    imageSize: { width: 640, height: 480 },
    shapes: [{ kind: 'polygon', id: randomUUID(), points: [{ x: 100, y: 100 }, { x: 300.25, y: 120 }, { x: 200, y: 310.5 }] }],
    author: 'N. Nurse',
    createdAt: '2026-11-23T10:00:00.000Z',
    updatedAt: '2026-11-23T10:00:00.000Z',
  });
}
