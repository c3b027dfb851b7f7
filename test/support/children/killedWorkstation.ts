import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { verifyWorkspace } from '../../../electron/workspace/verifyWorkspace.ts';
import type { Workspace } from '../../../electron/workspace/workspace.ts';
import { layerColours, type Layer } from '../../../shared/annotation/layer.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { connectionRequestSchema } from '../../../shared/ipc/views.ts';
import { findStrays } from '../findStrays.ts';
import type { WorkstationOrder, WorkstationReport } from '../killedWorkstation.ts';
import { openTestWorkspace } from '../testWorkspace.ts';

/**
 * A whole workspace at work: takes pictures in, draws on them and syncs, all at once, until it is killed; or, told to settle, syncs until
 * nothing is left, verifies, and ends. What was acknowledged is told to the parent.
 */
const orderSchema = z.object({ directory: z.string(), connection: connectionRequestSchema, picture: z.string(), settle: z.boolean() });
const order: WorkstationOrder = orderSchema.parse(JSON.parse(process.argv[2] ?? ''));
const metadata = { title: 'Heel', bodySite: null, laterality: null, createdDateTime: '2026-11-23T10:00:00+01:00', reason: '', note: '' };
const picture = Buffer.from(order.picture, 'base64');
const say = (report: WorkstationReport) => process.send?.(report);

const { workspace, close } = await openTestWorkspace(order.directory, (error) => {
  say({ kind: 'defect', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
});
say({ kind: 'opened', ...(await findStrays(workspace)) });
if (workspace.connections.current() === null) unwrap(await workspace.connections.connect(order.connection));

if (order.settle) {
  const unsettled = async () => (await workspace.cache.outbox()).filter(({ state }) => state !== 'confirmed');
  for (let round = 0; round < 20 && (round === 0 || (await unsettled()).length > 0); round += 1) await workspace.sync.runUntilIdle();
  await workspace.thumbnailer.finish();
  say({
    kind: 'settled',
    unsettled: (await unsettled()).map(({ operation, state, failure }) => `${operation} ${state} ${failure?.code ?? ''} ${failure?.detail ?? ''}`),
    findings: (await verifyWorkspace(workspace)).findings,
  });
  await close();
  process.disconnect?.();
} else {
  await workspace.sync.start();
  workspace.thumbnailer.wake();
  await work(workspace);
}

async function work({ cache, takeIn, saveAnnotations, sync }: Workspace): Promise<void> {
  const patients = await cache.patients('');
  const ids: string[] = [...(await cache.mediaIds())];
  for (let turn = 0; ; turn += 1) {
    const patient = patients[turn % patients.length];
    if (!patient) throw new Error('no patient was pulled');
    // What follows a picture's end is not looked at, and makes it another.
    const bytes = Buffer.concat([picture, randomBytes(16 + (randomBytes(2).readUInt16BE() % 40_000))]);
    const taken = unwrap(await takeIn({ patientId: patient.id, bytes, source: 'file', metadata }));
    say({ kind: 'captured', mediaId: taken.id, sha256: createHash('sha256').update(bytes).digest('hex') });
    ids.push(taken.id);
    for (const mediaId of [taken.id, ids[randomBytes(2).readUInt16BE() % ids.length] ?? taken.id]) {
      const layer = newLayer();
      const saved = await saveAnnotations({ mediaId, upsert: [layer], remove: [] });
      if (saved.ok) say({ kind: 'drawn', mediaId, layerId: layer.id });
    }
    if (turn % 4 === 0) void sync.runUntilIdle();
  }
}

function newLayer(): Layer {
  const now = new Date().toISOString();
  const shape = { kind: 'arrow' as const, id: randomUUID(), from: { x: 1, y: 2 }, to: { x: 30, y: 20 } };
  return {
    id: randomUUID(), name: 'Border', colour: layerColours[0], visible: true, frame: null, imageSize: { width: 64, height: 48 }, shapes: [shape], author: 'A. Author', createdAt: now, updatedAt: now,
  };
}
