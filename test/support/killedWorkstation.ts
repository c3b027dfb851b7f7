import { fork, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionRequest } from '../../shared/ipc/views.ts';
import type { Strays } from './findStrays.ts';
import { killNow } from './processes.ts';

export interface WorkstationOrder {
  readonly directory: string;
  readonly connection: ConnectionRequest;
  /** base64. */
  readonly picture: string;
  /** Syncs until nothing is left, verifies and ends; else works until it is killed. */
  readonly settle: boolean;
}

export type WorkstationReport =
  | ({ readonly kind: 'opened' } & Strays)
  | { readonly kind: 'captured'; readonly mediaId: string; readonly sha256: string }
  | { readonly kind: 'drawn'; readonly mediaId: string; readonly layerId: string }
  | { readonly kind: 'settled'; readonly unsettled: readonly string[]; readonly findings: readonly string[] }
  | { readonly kind: 'defect'; readonly message: string };

/** The process of test/support/children/killedWorkstation.ts. */
export class KilledWorkstation {
  readonly reports: WorkstationReport[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #onReport: (report: WorkstationReport) => void;

  constructor(order: WorkstationOrder, onReport: (report: WorkstationReport) => void = () => undefined) {
    this.#onReport = onReport;
    this.#child = fork(new URL('./children/killedWorkstation.ts', import.meta.url), [JSON.stringify(order)], {
      serialization: 'advanced', execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // A thousand of them start twice as fast when none compiles what the one before did.
      env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'lightbox-compile-cache') },
    });
    this.#ended = new Promise((resolve) => this.#child.once('exit', () => resolve()));
    this.#child.on('message', (message) => {
      this.reports.push(message as WorkstationReport);
      this.#onReport(message as WorkstationReport);
    });
  }

  get gone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** The first report of this kind. Rejects when the process ends before. */
  async first<Kind extends WorkstationReport['kind']>(kind: Kind): Promise<Extract<WorkstationReport, { kind: Kind }>> {
    for (;;) {
      const found = this.reports.find((report): report is Extract<WorkstationReport, { kind: Kind }> => report.kind === kind);
      if (found) return found;
      if (this.gone) throw new Error(`the workstation ended with ${String(this.#child.exitCode)} before it said ${kind}`);
      await Promise.race([new Promise<void>((resolve) => this.#child.once('message', () => resolve())), this.#ended]);
    }
  }

  async kill(): Promise<void> {
    if (!this.gone) await killNow(this.#child);
  }

  async ended(): Promise<void> {
    await this.#ended;
  }
}
