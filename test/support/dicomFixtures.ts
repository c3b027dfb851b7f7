import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { projectPath } from '../../scripts/build/projectPath.ts';
import { nodeDicomPorts } from '../../electron/imaging/dicom/nodeDicomPorts.ts';
import type { Samples } from '../../shared/dicom/pixels/samples.ts';

const folder = projectPath('test/fixtures/dicom');

/** The whole collection where somebody has it; else the files of it that are small. */
export const dicomFiles: readonly string[] = [folder, process.env['LIGHTBOX_DICOM_COLLECTION']]
  .filter((place) => place !== undefined)
  .flatMap((place) => readdirSync(place).filter((name) => name.endsWith('.dcm')).sort().map((name) => join(place, name)))
  .filter((path, index, all) => all.findIndex((other) => basename(other) === basename(path)) === index);

export const dicomPorts = nodeDicomPorts(projectPath('electron/imaging/process.ts'));

export function dicomFixture(name: string): Uint8Array {
  return readFileSync(join(folder, name));
}

const referenceSchema = z.record(z.string(), z.strictObject({ decoder: z.string(), frames: z.array(z.string()) }));

/** What other decoders make of each file; test/fixtures/dicom/README.md. */
export const dicomReferences = referenceSchema.parse(JSON.parse(readFileSync(join(folder, 'references.json'), 'utf8')));

/** Where another decoder's pixels are kept because lossy ones differ by rounding. */
export function referencePicture(name: string): string | undefined {
  const path = join(folder, name.replace('.dcm', '.png'));
  return existsSync(path) ? path : undefined;
}

export function hashOfSamples(values: Samples): string {
  return createHash('sha256').update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)).digest('hex');
}
