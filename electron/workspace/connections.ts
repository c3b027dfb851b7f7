import { z } from 'zod';
import type { Failure } from '../../shared/errors/errorCode.ts';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { connectionRequestSchema, type ConnectionRequest, type ConnectionView } from '../../shared/ipc/views.ts';
import type { RemoteChart, ServerReport } from '../../shared/sync/ports.ts';
import type { Cache } from '../cache/cache.ts';
import { openChart } from '../ehr/openChart.ts';
import type { DemoEhr } from './demoEhr.ts';

const settingName = 'connection';
const testTimeoutMilliseconds = 20_000;
const demoName = 'Demo EHR on this computer';

const savedConnectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('demo') }),
  z.strictObject({ kind: z.literal('fhir'), request: connectionRequestSchema }),
]);
type SavedConnection = z.infer<typeof savedConnectionSchema>;

/**
 * Which chart this data directory belongs to: one, so that a picture can never be sent to another hospital’s patient of the
 * same number. Its secrets lie in the encrypted database and never leave the main process.
 */
export class Connections {
  readonly #cache: Cache;
  readonly #demoOnly: boolean;
  readonly #startDemoEhr: () => Promise<Result<DemoEhr>>;
  readonly #onChart: (chart: RemoteChart | null) => void;
  #saved: SavedConnection | null = null;
  #demo: DemoEhr | null = null;
  #closing = false;
  /** Why the chart of this directory could not be opened, until it can. */
  problem: Failure | null = null;

  constructor(options: {
    readonly cache: Cache;
    /** A practice copy refuses every other chart. */
    readonly demoOnly: boolean;
    readonly startDemoEhr: () => Promise<Result<DemoEhr>>;
    readonly onChart: (chart: RemoteChart | null) => void;
  }) {
    this.#cache = options.cache;
    this.#demoOnly = options.demoOnly;
    this.#startDemoEhr = options.startDemoEhr;
    this.#onChart = options.onChart;
  }

  /** Opens the chart this directory was connected to before, if any. A failure is kept in `problem`; the cache works without. */
  async restore(): Promise<void> {
    const saved = savedConnectionSchema.nullable().parse((await this.#cache.setting(settingName)) ?? null);
    if (saved) await this.#open(saved);
  }

  current(): ConnectionView | null {
    if (!this.#saved) return null;
    if (this.#saved.kind === 'fhir') {
      const { name, baseUrl, auth, gateway } = this.#saved.request;
      return { kind: 'fhir', name, baseUrl, authKind: auth.kind, gateway: gateway ?? null, demoCredentials: null };
    }
    const address = this.#demo?.address;
    return {
      kind: 'demo',
      name: demoName,
      baseUrl: address?.baseUrl ?? '',
      authKind: 'client-credentials',
      gateway: null,
      demoCredentials: address ? { clientId: address.clientId, clientSecret: address.clientSecret, tokenUrl: address.tokenUrl } : null,
    };
  }

  /** Asks the server what it is and proves that the credentials work; saves nothing. */
  async test(request: ConnectionRequest): Promise<Result<ServerReport>> {
    const chart = openChart(request);
    return chart.ok ? chart.value.describe(AbortSignal.timeout(testTimeoutMilliseconds)) : chart;
  }

  async useDemo(): Promise<Result<ConnectionView>> {
    if (this.#saved?.kind === 'fhir') return fail('local.already-connected');
    return this.#connect({ kind: 'demo' });
  }

  async connect(request: ConnectionRequest): Promise<Result<ConnectionView>> {
    if (this.#demoOnly) return fail('local.already-connected', { detail: 'demo' });
    if (this.#saved && !(this.#saved.kind === 'fhir' && isSameChart(this.#saved.request, request))) return fail('local.already-connected');
    const report = await this.test(request);
    return report.ok ? this.#connect({ kind: 'fhir', request }) : report;
  }

  /**
   * Forgets the chart: its copy here, how to reach it and every secret of it. The demo EHR's own data stay.
   * Fails with `local.work-waiting` while anything done here is not proven to be in the chart.
   */
  async remove(): Promise<Result<undefined>> {
    const forgotten = await this.#cache.forgetChart(settingName);
    if (!forgotten.ok) return forgotten;
    this.#saved = null;
    this.problem = null;
    const demo = this.#demo;
    this.#demo = null;
    this.#onChart(null);
    await demo?.stop();
    return forgotten;
  }

  /** Tries again what `problem` names. */
  async retry(): Promise<void> {
    if (this.#saved && this.problem) await this.#open(this.#saved);
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#demo?.stop();
  }

  async #connect(connection: SavedConnection): Promise<Result<ConnectionView>> {
    const before = this.#saved;
    await this.#open(connection);
    if (this.problem) {
      this.#saved = before;
      return { ok: false, error: this.problem };
    }
    await this.#cache.saveSetting(settingName, connection);
    const view = this.current();
    if (!view) throw new Error('connected without a connection');
    return succeed(view);
  }

  async #open(connection: SavedConnection): Promise<void> {
    const chart = connection.kind === 'demo' ? await this.#openDemo() : openChart(connection.request);
    this.problem = chart.ok ? null : chart.error;
    this.#saved = connection;
    this.#onChart(chart.ok ? chart.value : null);
  }

  async #openDemo(): Promise<Result<RemoteChart>> {
    if (!this.#demo) {
      const demo = await this.#startDemoEhr();
      if (!demo.ok) return demo;
      this.#demo = demo.value;
      demo.value.onExit(() => {
        if (this.#closing || this.#demo !== demo.value) return;
        this.#demo = null;
        this.problem = { code: 'server.unreachable', detail: 'the demo EHR ended' };
        this.#onChart(null);
      });
    }
    const { baseUrl, clientId, clientSecret, tokenUrl } = this.#demo.address;
    return openChart({ name: demoName, baseUrl, auth: { kind: 'client-credentials', clientId, clientSecret, tokenUrl } });
  }
}

/** Behind one gateway there may be several charts: the source and the department tell them apart. */
function isSameChart(one: ConnectionRequest, other: ConnectionRequest): boolean {
  return one.baseUrl === other.baseUrl && one.gateway?.sourceId === other.gateway?.sourceId && one.gateway?.departmentId === other.gateway?.departmentId;
}
