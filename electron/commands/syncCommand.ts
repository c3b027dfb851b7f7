import { fail, succeed } from '../../shared/errors/result.ts';
import type { Output } from './output.ts';
import { withWorkspace, type CommandContext } from './withWorkspace.ts';

/** `sync`: pulls once, sends what waits until nothing more can be sent now, fetches missing bytes. Succeeds only when nothing is left over. */
export async function syncCommand(context: CommandContext, output: Output): Promise<void> {
  const synced = await withWorkspace(context, async (workspace) => {
    if (!workspace.connections.current()) return fail('local.not-connected');
    if (workspace.connections.problem) return { ok: false, error: workspace.connections.problem };
    await workspace.sync.runUntilIdle();
    await workspace.thumbnailer.finish();
    const status = await workspace.syncStatus();
    const waiting = (await workspace.cache.outbox()).filter((entry) => entry.state !== 'confirmed');
    return succeed({ status, waiting });
  });
  if (!synced.ok) {
    output.refuse(synced.error);
    return;
  }
  const { status, waiting } = synced.value;
  if (status.failure || waiting.length > 0) process.exitCode = 1;
  const { counts } = status;
  output.answer(
    { link: status.link, patients: status.patients, media: status.media, contentMissing: status.contentMissing, outbox: counts, failure: status.failure, waiting: waiting.map(({ sequence, mediaId, operation, state, failure }) => ({ sequence, mediaId, operation, state, failure })) },
    [
      `${status.link}: ${String(status.patients)} patients, ${String(status.media)} media (${String(status.contentMissing)} without their bytes)`,
      `outbox: ${Object.entries(counts).map(([state, count]) => `${state} ${String(count)}`).join(', ')}`,
      ...waiting.map((entry) => `${entry.state}: ${entry.operation} of Media ${entry.mediaId}${entry.failure ? ` (${entry.failure.code})` : ''}`),
    ],
  );
}
