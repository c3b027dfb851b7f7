import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { attempt, fail, succeed, type Result } from '../../shared/errors/result.ts';
import { spawnNodeChild } from '../process/nodeChild.ts';
import type { Entries } from '../process/child.ts';
import { createSession } from '../workspace/createSession.ts';
import { defectTrace } from '../workspace/defectTrace.ts';
import type { Session } from '../workspace/session.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What every command on a data directory is given. */
export interface CommandContext {
  readonly dataDirectory: string;
  readonly entries: Entries;
  readonly demoMediaDirectory: string;
  readonly appVersion: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The passphrase comes from the environment, so that it stands neither in the shell's history nor in the list of processes. */
export const passphraseVariable = 'LIGHTBOX_PASSPHRASE';

/**
 * Opens the data directory, runs `work` and closes it again. `createWhenMissing`: the first command on an empty directory makes its key
 * ring (its recovery key is handed to `onCreated`, once).
 */
export async function withWorkspace<Value>(
  context: CommandContext,
  work: (workspace: Workspace) => Promise<Result<Value>>,
  createWhenMissing?: { readonly onCreated: (recoveryKey: string) => void },
): Promise<Result<Value>> {
  const passphrase = context.environment[passphraseVariable];
  if (passphrase === undefined || passphrase === '') return fail('data.invalid-input', { fields: [{ path: passphraseVariable, message: 'Set it to the passphrase of the data directory.' }] });
  const dataDirectory = resolve(context.dataDirectory);
  if (!createWhenMissing && !existsSync(dataDirectory)) return fail('local.not-set-up');
  const session = createSession({
    dataDirectory,
    demo: false,
    appVersion: context.appVersion,
    entries: context.entries,
    demoMediaDirectory: context.demoMediaDirectory,
    spawnChild: spawnNodeChild,
    systemKeyRing: null,
    openInBrowser: askForBrowser,
    // Commands are told where by their options.
    chooseFolder: async () => undefined,
    emit: () => undefined,
    background: false,
    onDefect: (error) => {
      process.exitCode = 1;
      console.error(defectTrace(error));
    },
  });
  try {
    const opened = await unlock(session, passphrase, createWhenMissing);
    if (!opened.ok) return opened;
    const workspace = session.workspace();
    if (!workspace.ok) return workspace;
    const answer = await attempt(() => work(workspace.value));
    return answer.ok ? answer.value : answer;
  } finally {
    await session.close();
  }
}

/** A terminal has no browser of its own: the person opens the address in one on this computer, and the command goes on when the page has answered. */
async function askForBrowser(url: URL): Promise<Result<undefined>> {
  process.stderr.write(`Open this address in a browser on this computer and sign in:\n${url.href}\n`);
  return succeed(undefined);
}

async function unlock(session: Session, passphrase: string, createWhenMissing?: { readonly onCreated: (recoveryKey: string) => void }): Promise<Result<undefined>> {
  const { phase, problem } = await session.view();
  if (problem) return { ok: false, error: problem };
  if (phase !== 'first-run') return session.unlock(passphrase);
  if (!createWhenMissing) return fail('local.not-set-up');
  const created = await session.create({ passphrase, authorName: 'Lightbox command line', systemUnlock: false });
  if (!created.ok) return created;
  createWhenMissing.onCreated(created.value.recoveryKey);
  return { ok: true, value: undefined };
}
