import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { openDatabase } from '../../electron/mediaServer/store/openDatabase.ts';
import { ResourceStore } from '../../electron/mediaServer/store/resourceStore.ts';
import type { ConnectionRequest } from '../../shared/ipc/views.ts';

const startedSchema = z.object({ baseUrl: z.string(), tokenUrl: z.string(), clientId: z.string(), clientSecret: z.string() });

/** The Media API as a process of its own, as it runs in production, with so many patients and Media in it before it starts. */
export async function startFilledMediaServer(size: { readonly patients: number; readonly media: number }) {
  const folder = mkdtempSync(join(tmpdir(), 'lightbox-bench-'));
  const key = new Uint8Array(32).fill(9);
  fill(folder, key, size);
  const child = fork(fileURLToPath(new URL('../../electron/mediaServer/process.ts', import.meta.url)), { serialization: 'advanced' });
  child.send({ kind: 'start', dataDirectory: folder, key, port: 0, seed: false, demoMediaDirectory: folder });
  const started = startedSchema.parse(await firstMessage(child));
  const connection: ConnectionRequest = {
    name: 'bench', baseUrl: started.baseUrl,
    auth: { kind: 'client-credentials', tokenUrl: started.tokenUrl, clientId: started.clientId, clientSecret: started.clientSecret },
  };
  return {
    connection,
    stop: async () => {
      child.send({ kind: 'stop' });
      await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** About 2 kB of JSON, as a wound picture's is. */
export function benchMedia(index: number, patients: number) {
  return {
    resourceType: 'Media' as const, identifier: [{ system: 'urn:bench', value: String(index) }], status: 'completed' as const,
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/media-type', code: 'image', display: 'Image' }] },
    modality: { coding: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: index % 3 === 0 ? 'DX' : 'XC', display: 'External-camera Photography' }] },
    subject: { reference: `Patient/p${String(index % patients)}` }, createdDateTime: new Date(Date.UTC(2025, 0, 1) + index * 400_000).toISOString(),
    bodySite: { coding: [{ system: 'http://snomed.info/sct', code: `site${String(index % 40)}`, display: 'Left lower leg' }] },
    content: { contentType: 'image/jpeg', url: `Binary/${String(index)}`, size: 1_000_000, hash: 'A'.repeat(28), title: `Picture ${String(index)}` },
    note: [{ authorString: 'Bench', time: '2026-01-01T00:00:00Z', text: 'granulation tissue, '.repeat(45) }],
  };
}

function fill(folder: string, key: Uint8Array, size: { readonly patients: number; readonly media: number }): void {
  const database = openDatabase(folder, key);
  const store = new ResourceStore(database, Date.now, () => '');
  store.transaction(() => {
    for (let index = 0; index < size.patients; index += 1) {
      store.write('Patient', `p${String(index)}`, JSON.stringify({ resourceType: 'Patient', name: [{ family: `Family${String(index)}` }] }));
    }
  });
  const together = 1000;
  for (let from = 0; from < size.media; from += together) {
    store.transaction(() => {
      for (let index = from; index < Math.min(from + together, size.media); index += 1) {
        store.write('Media', `m${String(index)}`, JSON.stringify(benchMedia(index, size.patients)));
      }
    });
  }
  database.close();
}

async function firstMessage(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown];
  return message;
}
