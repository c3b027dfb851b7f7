import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Runs a module as a process of its own, to be killed by the test. */
export function startProcess(module: URL, ...args: readonly string[]): ChildProcess {
  return fork(module, args, { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

/** SIGKILL, as the kernel or an impatient person does it; resolves when the process is gone. */
export async function killNow(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
