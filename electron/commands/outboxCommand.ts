import { resolve } from 'node:path';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { lockDirectory } from '../keys/directoryLock.ts';
import { openWithPassphrase } from '../keys/keyRing.ts';
import { exportOutbox, type OutboxExport } from '../workspace/exportOutbox.ts';
import type { Output } from './output.ts';
import { passphraseVariable, withWorkspace, type CommandContext } from './withWorkspace.ts';

/**
 * `outbox`: everything done here that the chart has not been proven to hold. With `--export` it is written into a folder, in clear; that works
 * also where the database no longer opens.
 */
export async function outboxCommand(context: CommandContext, options: { readonly export?: string }, output: Output): Promise<void> {
  if (options.export !== undefined) {
    await writeOut(context, options.export, output);
    return;
  }
  const listed = await withWorkspace(context, async ({ cache }) => succeed((await cache.outbox()).filter(({ state }) => state !== 'confirmed')));
  if (!listed.ok) {
    output.refuse(listed.error);
    return;
  }
  const entries = listed.value.map(({ sequence, mediaId, operation, state, failure }) => ({ sequence, mediaId, operation, state, failure }));
  output.answer({ entries }, [
    entries.length === 0 ? 'Everything done here is in the chart, proven.' : `${String(entries.length)} not proven to be in the chart:`,
    ...entries.map(({ mediaId, operation, state, failure }) => `${state}: ${operation} of Media ${mediaId}${failure ? ` (${failure.code})` : ''}`),
  ]);
}

async function writeOut(context: CommandContext, target: string, output: Output): Promise<void> {
  const written = await exportFrom(context, target);
  if (!written.ok) {
    output.refuse(written.error);
    return;
  }
  const { works, damage } = written.value;
  const parts = works.filter(({ content }) => content?.whole === false).length;
  if (parts > 0) process.exitCode = 1;
  output.answer(written.value, [
    `${String(works.length)} Media not proven to be in the chart, written to ${resolve(target)} in clear.`,
    ...(damage ? [`The database is damaged (${damage.code}); what it could not tell is from the copies beside it.`] : []),
    ...(parts > 0 ? [`The picture of ${String(parts)} is damaged beyond repair and written as it lies there.`] : []),
  ]);
}

async function exportFrom({ dataDirectory, environment }: CommandContext, target: string): Promise<Result<OutboxExport>> {
  const passphrase = environment[passphraseVariable];
  if (passphrase === undefined || passphrase === '') return fail('data.invalid-input', { fields: [{ path: passphraseVariable, message: 'Set it to the passphrase of the data directory.' }] });
  const directory = resolve(dataDirectory);
  const lock = lockDirectory(directory);
  if (!lock.ok) return lock;
  try {
    const keys = await openWithPassphrase({ directory, passphrase });
    if (!keys.ok) return keys;
    try {
      return await exportOutbox({ dataDirectory: directory, keys: keys.value, target });
    } finally {
      keys.value.lock();
    }
  } finally {
    lock.value.release();
  }
}
