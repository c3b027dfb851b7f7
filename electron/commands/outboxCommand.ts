import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { ExportManifest } from '../../shared/sync/exportManifest.ts';
import { lockDirectory } from '../keys/directoryLock.ts';
import { openWithPassphrase, type KeyRing } from '../keys/keyRing.ts';
import { idOfWork, isMediaWork } from '../cache/workCopies.ts';
import { exportOutbox, unsettledWork } from '../workspace/exportOutbox.ts';
import { describeEntry, listedEntry } from './outboxEntries.ts';
import type { Output } from './output.ts';
import { passphraseVariable, withWorkspace, type CommandContext } from './withWorkspace.ts';

export interface OutboxOptions {
  readonly export?: string;
  readonly withNames?: true;
}

/** The app opens none of these; what they hold can be told and written out all the same. */
const refusedDatabases: ReadonlySet<string> = new Set(['local.database-corrupt', 'local.database-newer']);

/** `outbox`: everything done here that the chart has not been proven to hold; with `--export` it is written into a folder, in clear. */
export async function outboxCommand(context: CommandContext, options: OutboxOptions, output: Output): Promise<void> {
  if (options.export !== undefined) await writeOut(context, options.export, output);
  else await list(context, options.withNames === true, output);
}

async function list(context: CommandContext, withNames: boolean, output: Output): Promise<void> {
  const listed = await withWorkspace(context, async ({ syncEntries }) => succeed((await syncEntries()).filter(({ state }) => state !== 'confirmed')));
  if (!listed.ok && refusedDatabases.has(listed.error.code)) return listRefused(context, output);
  if (!listed.ok) return output.refuse(listed.error);
  const entries = listed.value;
  const names = (entry: (typeof entries)[number]) => (withNames ? { title: entry.title, patient: entry.patient?.name ?? null } : {});
  output.answer({ entries: entries.map((entry) => ({ ...listedEntry(entry), ...names(entry) })) }, [
    summary(entries.length),
    ...entries.map((entry) => `${describeEntry(entry, Date.now())}${withNames ? `  ${entry.title}, ${entry.patient?.name ?? 'no patient'}` : ''}`),
  ]);
}

/** States and failures are in the database alone. */
async function listRefused(context: CommandContext, output: Output): Promise<void> {
  const read = await withKeys(context, async (keys, dataDirectory) => succeed(unsettledWork({ dataDirectory, keys })));
  if (!read.ok) return output.refuse(read.error);
  const { damage } = read.value;
  const works = [...read.value.works.values()].map((work) => ({
    resourceType: isMediaWork(work) ? work.media.resourceType : work.resource.resourceType, resourceId: idOfWork(work), operations: work.operations, recordedAt: new Date(work.recordedAt).toISOString(),
  }));
  process.exitCode = 1;
  output.answer({ works, damage }, [
    `The database does not open${damage ? ` (${damage.code})` : ''}. Of this directory, ${summary(works.length)}`,
    ...works.map(({ resourceType, resourceId, operations, recordedAt }) => `${operations.join(', ')} of ${resourceType} ${resourceId}, ${recordedAt}`),
  ]);
}

async function writeOut(context: CommandContext, target: string, output: Output): Promise<void> {
  const folder = resolve(target);
  const written = await withKeys<ExportManifest>(context, async (keys, dataDirectory) =>
    (await isTaken(folder))
      ? fail('data.invalid-input', { fields: [{ path: '--export', message: 'Name a folder that is empty, or not there yet.' }] })
      : exportOutbox({ dataDirectory, keys, target: folder }),
  );
  if (!written.ok) return output.refuse(written.error);
  const { works, registrations, damage } = written.value;
  const parts = works.filter(({ content }) => content?.whole === false).length;
  if (parts > 0) process.exitCode = 1;
  output.answer({ ...written.value, folder }, [
    `${String(works.length)} Media${registrations.length === 0 ? '' : ` and ${String(registrations.length)} patients and visits`} not proven to be in the chart, written to ${folder} in clear. Check them there with: sha256sum --check SHA256SUMS`,
    ...(damage ? [`The database could not be read in full (${damage.code}); what it could not tell is from the copies beside it.`] : []),
    ...(parts > 0 ? [`The picture of ${String(parts)} is damaged beyond repair and written as it lies there.`] : []),
  ]);
}

function summary(count: number): string {
  return count === 0 ? 'Everything done here is in the chart, proven.' : `${String(count)} not proven to be in the chart:`;
}

async function isTaken(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length > 0;
}

/** The keys and the lock of a data directory, whatever state its database is in. */
async function withKeys<Value>(
  { dataDirectory, environment }: CommandContext, work: (keys: KeyRing, dataDirectory: string) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const passphrase = environment[passphraseVariable];
  if (passphrase === undefined || passphrase === '') return fail('data.invalid-input', { fields: [{ path: passphraseVariable, message: 'Set it to the passphrase of the data directory.' }] });
  const directory = resolve(dataDirectory);
  const lock = lockDirectory(directory);
  if (!lock.ok) return lock;
  try {
    const keys = await openWithPassphrase({ directory, passphrase });
    if (!keys.ok) return keys;
    try {
      return await work(keys.value, directory);
    } finally {
      keys.value.lock();
    }
  } finally {
    lock.value.release();
  }
}
