import type { Failure } from '../../shared/errors/errorCode.ts';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { MethodInput } from '../../shared/ipc/contract.ts';
import type { ConnectionRequest, ConnectionView, Discovery } from '../../shared/ipc/views.ts';
import type { RemoteChart, ServerReport } from '../../shared/sync/ports.ts';
import type { Cache } from '../cache/cache.ts';
import { signIn, type OpenInBrowser } from '../ehr/auth/signIn.ts';
import { TokenKeeper, type SmartTokens } from '../ehr/auth/tokenKeeper.ts';
import { describeFhir, discoverChart } from '../ehr/discoverChart.ts';
import { openChart } from '../ehr/openChart.ts';
import { openHttp } from '../ehr/openHttp.ts';
import { connectionSettingName, ConnectionSetting, type SavedConnection } from './connectionSetting.ts';
import { demoName, viewConnection } from './connectionView.ts';
import type { DemoEhr } from './demoEhr.ts';

const testTimeoutMilliseconds = 20_000;

/**
 * Which chart this data directory belongs to: one, so that a picture can never be sent to another hospital’s patient of the
 * same number. Its secrets are sealed in the encrypted database and never leave the main process.
 */
export class Connections {
  readonly #cache: Cache;
  readonly #setting: ConnectionSetting;
  readonly #demoOnly: boolean;
  readonly #startDemoEhr: () => Promise<Result<DemoEhr>>;
  readonly #openInBrowser: OpenInBrowser;
  readonly #onChart: (chart: RemoteChart | null) => void;
  #saved: SavedConnection | null = null;
  #demo: DemoEhr | null = null;
  #keeper: TokenKeeper | null = null;
  #signingIn: AbortController | null = null;
  #closing = false;
  /** Why the chart of this directory could not be opened, until it can. */
  problem: Failure | null = null;

  constructor(options: {
    readonly cache: Cache;
    /** 32 bytes, for the secrets. */
    readonly key: Uint8Array;
    /** A practice copy refuses every other chart. */
    readonly demoOnly: boolean;
    readonly startDemoEhr: () => Promise<Result<DemoEhr>>;
    readonly openInBrowser: OpenInBrowser;
    readonly onChart: (chart: RemoteChart | null) => void;
  }) {
    this.#cache = options.cache;
    this.#setting = new ConnectionSetting(options.cache, options.key);
    this.#demoOnly = options.demoOnly;
    this.#startDemoEhr = options.startDemoEhr;
    this.#openInBrowser = options.openInBrowser;
    this.#onChart = options.onChart;
  }

  /** Opens the chart this directory was connected to before, if any. A failure is kept in `problem`; the cache works without. */
  async restore(): Promise<void> {
    const saved = await this.#setting.read();
    if (saved) await this.#open(saved);
  }

  current(): ConnectionView | null {
    return this.#saved && viewConnection(this.#saved, this.#demo);
  }

  discover(where: MethodInput<'connection.discover'>): Promise<Result<Discovery>> {
    return inTime((signal) => discoverChart(where, signal));
  }

  /** Asks the server what it is and, unless that needs a person on a login page, proves that the credentials work; saves nothing. */
  async test(request: ConnectionRequest): Promise<Result<ServerReport>> {
    if (request.auth.kind !== 'smart') return describe(openChart(request));
    const isCurrent = this.#saved?.kind === 'fhir' && isSameChart(this.#saved.request, request) && this.#keeper?.tokens.clientId === request.auth.clientId;
    if (isCurrent && this.#keeper !== null) return describe(openChart(request, { tokens: this.#keeper }));
    const http = openHttp(request, {});
    return http.ok ? inTime((signal) => describeFhir(http.value, signal)) : http;
  }

  async useDemo(): Promise<Result<ConnectionView>> {
    if (this.#saved?.kind === 'fhir') return fail('local.already-connected');
    return this.#connect({ kind: 'demo' });
  }

  /** With a login page it waits for a person there; see `cancelSignIn`. */
  async connect(request: ConnectionRequest): Promise<Result<ConnectionView>> {
    if (this.#demoOnly) return fail('local.already-connected', { detail: 'demo' });
    if (this.#saved && !(this.#saved.kind === 'fhir' && isSameChart(this.#saved.request, request))) return fail('local.already-connected');
    if (request.auth.kind === 'smart') return this.#connectSignedIn(request);
    const report = await this.test(request);
    return report.ok ? this.#connect({ kind: 'fhir', request }) : report;
  }

  /** Once more on the login page of the chart that is connected. */
  async signIn(): Promise<Result<ConnectionView>> {
    if (this.#saved?.kind !== 'fhir') return fail('local.not-connected');
    return this.#connectSignedIn(this.#saved.request);
  }

  cancelSignIn(): void {
    this.#signingIn?.abort();
  }

  /**
   * Forgets the chart: its copy here, how to reach it and every secret of it. The demo EHR's own data stay.
   * Fails with `local.work-waiting` while anything done here is not proven to be in the chart.
   */
  async remove(): Promise<Result<undefined>> {
    this.cancelSignIn();
    await this.#keeper?.settled();
    const forgotten = await this.#cache.forgetChart(connectionSettingName);
    if (!forgotten.ok) return forgotten;
    this.#saved = null;
    await this.#keeper?.close();
    this.#keeper = null;
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
    this.cancelSignIn();
    await this.#keeper?.close();
    await this.#demo?.stop();
  }

  async #connectSignedIn(request: ConnectionRequest): Promise<Result<ConnectionView>> {
    this.cancelSignIn();
    const cancelled = new AbortController();
    this.#signingIn = cancelled;
    const tokens = await signIn(request, { openInBrowser: this.#openInBrowser, signal: cancelled.signal });
    if (this.#signingIn === cancelled) this.#signingIn = null;
    if (!tokens.ok) return tokens;
    let latest = tokens.value;
    const keeper = new TokenKeeper(latest, async (renewed) => {
      latest = renewed;
    });
    const report = await describe(openChart(request, { tokens: keeper }));
    await keeper.close();
    if (!report.ok) return report;
    if (cancelled.signal.aborted) return fail('local.cancelled');
    return this.#connect({ kind: 'fhir', request, tokens: latest });
  }

  async #connect(connection: SavedConnection): Promise<Result<ConnectionView>> {
    const before = this.#saved;
    await this.#open(connection);
    if (this.problem) {
      this.#saved = before;
      return { ok: false, error: this.problem };
    }
    await this.#setting.write(connection);
    return succeed(viewConnection(connection, this.#demo));
  }

  async #open(connection: SavedConnection): Promise<void> {
    await this.#keeper?.close();
    this.#keeper = connection.kind === 'fhir' && connection.tokens !== undefined ? this.#keeperOf(connection.tokens) : null;
    const chart = connection.kind === 'demo' ? await this.#openDemo() : openChart(connection.request, this.#keeper === null ? {} : { tokens: this.#keeper });
    await this.#cache.setChartBase(connection.kind === 'demo' ? this.#demo?.address.baseUrl : connection.request.baseUrl);
    this.problem = chart.ok ? null : chart.error;
    this.#saved = connection;
    this.#onChart(chart.ok ? chart.value : null);
  }

  #keeperOf(tokens: SmartTokens): TokenKeeper {
    return new TokenKeeper(tokens, async (renewed) => {
      if (this.#saved?.kind !== 'fhir') return;
      this.#saved = { ...this.#saved, tokens: renewed };
      await this.#setting.write(this.#saved);
    });
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

async function describe(chart: Result<RemoteChart>): Promise<Result<ServerReport>> {
  return chart.ok ? inTime((signal) => chart.value.describe(signal)) : chart;
}

/** Nobody cancelled what took too long. */
async function inTime<Value>(work: (signal: AbortSignal) => Promise<Result<Value>>): Promise<Result<Value>> {
  const answer = await work(AbortSignal.timeout(testTimeoutMilliseconds));
  return !answer.ok && answer.error.code === 'local.cancelled' ? fail('server.timeout') : answer;
}

/** Behind one gateway there may be several charts: the source and the department tell them apart. */
function isSameChart(one: ConnectionRequest, other: ConnectionRequest): boolean {
  return one.baseUrl === other.baseUrl && one.gateway?.sourceId === other.gateway?.sourceId && one.gateway?.departmentId === other.gateway?.departmentId;
}
