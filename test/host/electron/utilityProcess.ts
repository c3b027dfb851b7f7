import { fork as forkNode, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { UtilityProcess, utilityProcess as electronUtilityProcess } from 'electron';

type ForkParameters = Parameters<(typeof electronUtilityProcess)['fork']>;

const children = new Set<ChildProcess>();
const shim = new URL('../parentPort.ts', import.meta.url).href;

type Stream = 'pipe' | 'ignore' | 'inherit';

/** Three streams; Electron's default is to inherit all but stdin, which a utility process never has. */
function stdioOf(wanted: NonNullable<ForkParameters[2]>['stdio']): Stream[] {
  const [, stdout, stderr] = Array.isArray(wanted) ? wanted : Array.from({ length: 3 }, () => wanted ?? 'inherit');
  return ['ignore', stdout ?? 'inherit', stderr ?? 'inherit'] as Stream[];
}

class HostUtilityProcess extends EventEmitter implements Pick<UtilityProcess, 'postMessage' | 'kill'> {
  readonly #child: ChildProcess;

  constructor(...[modulePath, parameters = [], options = {}]: ForkParameters) {
    super();
    this.#child = forkNode(modulePath, parameters, {
      serialization: 'advanced',
      execArgv: ['--import', shim, ...(options.execArgv ?? [])],
      env: { ...(options.env ?? process.env) } as NodeJS.ProcessEnv,
      stdio: [...stdioOf(options.stdio), 'ipc'],
    });
    children.add(this.#child);
    this.#child.on('spawn', () => this.emit('spawn'));
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('exit', (code, signal) => {
      children.delete(this.#child);
      // Electron reports a number for a signal too.
      this.emit('exit', signal === null ? code : 15);
    });
    // The process could not be started or a message not be sent; 'exit' tells the first, nobody waits for the second.
    this.#child.on('error', () => undefined);
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object);
  }

  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcess = {
  fork: (...parameters: ForkParameters) => new HostUtilityProcess(...parameters),
};

export function killUtilityProcesses(): void {
  for (const child of children) child.kill('SIGKILL');
}
