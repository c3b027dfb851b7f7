import { groupEntries } from '../../shared/ipc/syncGroups.ts';
import type { SyncEntryView, SyncStatus } from '../../shared/ipc/views.ts';
import { fail, succeed } from '../../shared/errors/result.ts';
import type { Output } from './output.ts';
import { describeEntry, listedEntry } from './outboxEntries.ts';
import { withWorkspace, type CommandContext } from './withWorkspace.ts';

/**
 * `sync`: pulls once, sends what waits until nothing more can be sent now, fetches missing bytes. Succeeds only when nothing is left over. Counts
 * are those of the sync centre.
 */
export async function syncCommand(context: CommandContext, output: Output): Promise<void> {
  const synced = await withWorkspace(context, async (workspace) => {
    if (!workspace.connections.current()) return fail('local.not-connected');
    if (workspace.connections.problem) return { ok: false, error: workspace.connections.problem };
    await workspace.sync.runUntilIdle();
    await workspace.thumbnailer.finish();
    return succeed({ status: await workspace.syncStatus(), entries: await workspace.syncEntries() });
  });
  if (!synced.ok) {
    output.refuse(synced.error);
    return;
  }
  const { status, entries } = synced.value;
  const { 'needs-you': needsYou, 'on-its-way': onItsWay, done } = groupEntries(entries, new Date().setHours(0, 0, 0, 0));
  const waiting = [...needsYou, ...onItsWay];
  if (status.failure || waiting.length > 0) process.exitCode = 1;
  output.answer(
    {
      link: status.link, pause: status.pause, patients: status.patients, media: status.media, contentMissing: status.contentMissing, outbox: status.counts,
      needsYou: needsYou.length, onItsWay: onItsWay.length, doneToday: done.length, failure: status.failure, waiting: waiting.map(listedEntry),
    },
    [
      `${linkWord(status)}: ${String(status.patients)} patients, ${String(status.media)} media (${String(status.contentMissing)} without their bytes)`,
      `needs you ${String(needsYou.length)}, on its way ${String(onItsWay.length)}, done today ${String(done.length)}`,
      `outbox: ${Object.entries(status.counts).map(([state, count]) => `${state} ${String(count)}`).join(', ')}`,
      ...waiting.map((entry: SyncEntryView) => describeEntry(entry, Date.now())),
      ...(status.counts.conflict > 0 ? [`changed on both sides: ${String(status.counts.conflict)}. Nothing is chosen by itself: open Lightbox, Sync, and choose what holds.`] : []),
    ],
  );
}

function linkWord({ link, pause }: SyncStatus): string {
  return [link, ...(pause.paused ? ['paused'] : []), ...(pause.metered ? ['metered'] : [])].join(', ');
}
