import { parseFhirJson } from '../../shared/fhir/codec/fhirJson.ts';
import type { ConnectionAuth } from '../../shared/ipc/views.ts';
import type { Failure } from '../../shared/errors/errorCode.ts';
import { fail, FailureError, succeed, type Result } from '../../shared/errors/result.ts';
import { releaseMemory } from '../../shared/memory/releaseMemory.ts';
import { accessToken } from './accessToken.ts';
import type { AskForToken } from './auth/askForToken.ts';
import type { TokenKeeper } from './auth/tokenKeeper.ts';
import { Deadline } from './deadline.ts';
import { exchange, type ExchangeAnswer } from './exchange.ts';
import { mapHttpFailure } from './mapHttpFailure.ts';
import { mapNetworkFailure } from './mapNetworkFailure.ts';
import type { NetworkAgents } from './networkAgents.ts';

export interface FhirHttpOptions {
  /** Ends with a slash. */
  readonly base: URL;
  readonly auth: ConnectionAuth;
  /** How long a request may stand still. */
  readonly idleMilliseconds: number;
  /** A JSON answer larger than this (after decompression) is refused. */
  readonly largestJsonBytes: number;
  readonly now: () => number;
  readonly agents: NetworkAgents;
  /** Of a sign-in on a login page. */
  readonly tokens: TokenKeeper | undefined;
  /** Where else the bytes of a Media may lie. Nobody there gets to see our credentials. */
  readonly contentOrigins: ReadonlySet<string>;
}

export interface FhirRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Relative to the base, or absolute within its origin. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream is made anew for a second attempt; its pieces are given away. */
  readonly body?: string | { readonly size: number; readonly stream: () => AsyncIterable<Uint8Array> };
}

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined: the body was empty. */
  readonly body: unknown;
}

export interface BytesAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** As they come; throws FailureError when they break off. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** For an answer whose bytes nobody wants. */
  readonly discard: () => void;
}

const redirectStatuses = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 3;
/** A server that asks for a longer pause is asked again after this long anyway. */
const longestQuietMilliseconds = 5 * 60_000;

/**
 * HTTP to one chart and nowhere else, but for bytes that may lie on origins named beforehand: credentials leave for the chart's own origin
 * only, redirects are followed by reads within these, every wait and every JSON answer has a limit, a chart that asks for a pause gets it, and
 * whatever goes wrong is a closed code.
 */
export class FhirHttp {
  readonly #options: FhirHttpOptions;
  readonly #token;
  #quietUntil = Number.NEGATIVE_INFINITY;

  constructor(options: FhirHttpOptions) {
    this.#options = options;
    this.#token = accessToken(options.auth, this.askForToken, options.now, options.tokens);
  }

  get base(): URL {
    return this.#options.base;
  }

  /** @returns undefined when `url` leads out of the chart's origin. */
  within(url: string): URL | undefined {
    const target = this.#resolve(url);
    return target && this.#isChart(target) ? target : undefined;
  }

  /** The same for the bytes of a Media, which may lie on other origins, too, if they were named. */
  withinContent(url: string): URL | undefined {
    const target = this.#resolve(url);
    return target && (this.#isChart(target) || this.#options.contentOrigins.has(target.origin)) ? target : undefined;
  }

  #resolve(url: string): URL | undefined {
    return URL.canParse(url, this.#options.base) ? new URL(url, this.#options.base) : undefined;
  }

  #isChart(target: URL): boolean {
    return target.origin === this.#options.base.origin;
  }

  /** A request whose answer is FHIR JSON. Fails for every status but 2xx. */
  async json(request: FhirRequest, signal: AbortSignal): Promise<Result<JsonAnswer>> {
    const sent = await this.#send({ ...request, headers: { accept: 'application/fhir+json', ...request.headers } }, signal);
    return sent.ok ? this.#readJson(sent.value.response, sent.value.deadline) : sent;
  }

  /** A request whose answer is bytes. Fails for every status but 2xx, and 416 where a part was asked for. */
  async bytes(request: FhirRequest, signal: AbortSignal): Promise<Result<BytesAnswer>> {
    const sent = await this.#send({ ...request, headers: { accept: '*/*', ...request.headers } }, signal, (url) => this.withinContent(url));
    if (!sent.ok) return sent;
    const { response, deadline } = sent.value;
    const { status, headers } = response;
    if (isSuccess(response) || (status === 416 && request.headers?.['range'] !== undefined)) {
      return succeed({ status, headers, bytes: chunksOf(response, deadline), discard: () => discard(response, deadline) });
    }
    const answer = await this.#readJson(response, deadline);
    if (answer.ok) return fail('server.not-fhir', { detail: `HTTP ${String(status)}` });
    // Whoever keeps bytes for the chart knows nothing of who is signed in there.
    return answer.error.code === 'server.unauthorized' && !this.#isChart(response.url) ? { ok: false, error: { ...answer.error, code: 'server.forbidden' } } : answer;
  }

  /** Authorised, on the chart's origin; once more with a new token after a 401; redirected, within what is `allowed`, when it is a read. */
  async #send(
    request: FhirRequest, signal: AbortSignal, allowed = (url: string) => this.within(url),
  ): Promise<Result<{ readonly response: ExchangeAnswer; readonly deadline: Deadline }>> {
    let target = allowed(request.url);
    let [renewed, redirects] = [false, 0];
    for (;;) {
      if (!target) return fail('server.not-fhir', { detail: 'leads to another server' });
      const ours = this.#isChart(target);
      const quiet = this.#quietUntil - this.#options.now();
      if (ours && quiet > 0) return fail('server.throttled', { detail: 'pause', retryAfterMilliseconds: quiet });
      const token = ours ? await this.#token.current(signal) : succeed(undefined);
      if (!token.ok) return token;
      const authorization = token.value;
      const sent = await this.#fetch(target, { ...request, headers: { ...request.headers, ...(authorization !== undefined && { authorization }) } }, signal);
      if (!sent.ok) return sent;
      const { response, deadline } = sent.value;
      if (response.status === 401 && ours && !renewed && this.#token.refuse(authorization)) {
        renewed = true;
      } else if (redirectStatuses.has(response.status) && request.method === 'GET' && redirects < mostRedirects) {
        redirects += 1;
        const location = response.headers.get('location') ?? '';
        target = URL.canParse(location, target) ? allowed(new URL(location, target).href) : undefined;
      } else {
        return sent;
      }
      discard(response, deadline);
    }
  }

  async #fetch(url: URL, request: Omit<FhirRequest, 'url'>, signal: AbortSignal): Promise<Result<{ readonly response: ExchangeAnswer; readonly deadline: Deadline }>> {
    const deadline = new Deadline(this.#options.idleMilliseconds, signal);
    const { body } = request;
    const stream = typeof body === 'object';
    const sending = stream ? touching(body.stream(), deadline) : undefined;
    // Who is answered early leaves the body where it is, with the file that it is read from open.
    deadline.whenOver(() => void sending?.return(undefined).catch(() => undefined));
    try {
      const response = await exchange(this.#options.agents, url, {
        method: request.method,
        headers: request.headers ?? {},
        signal: deadline.signal,
        body: stream ? sending && { size: body.size, pieces: sending } : body,
      });
      deadline.touch();
      return succeed({ response, deadline });
    } catch (error) {
      deadline.end();
      return { ok: false, error: this.#failureOf(error, deadline) };
    }
  }

  async #readJson(response: ExchangeAnswer, deadline: Deadline): Promise<Result<JsonAnswer>> {
    const { status, headers } = response;
    let text: string;
    try {
      text = await this.#readText(response, deadline);
    } catch (error) {
      const failure = this.#failureOf(error, deadline);
      // What an error status says is more than that its explanation was cut short.
      return { ok: false, error: isSuccess(response) || failure.code === 'local.cancelled' ? failure : this.#refusal(response, undefined) };
    }
    const body = parseJson(text);
    if (!isSuccess(response)) return { ok: false, error: this.#refusal(response, body) };
    if (text === '') return succeed({ status, headers, body: undefined });
    if (body === undefined || !/[/+]json\b/i.test(headers.get('content-type') ?? '')) {
      return fail('server.not-fhir', { detail: `HTTP ${String(status)}, not JSON` });
    }
    return succeed({ status, headers, body });
  }

  #refusal({ status, headers, url }: ExchangeAnswer, body: unknown): Failure {
    const failure = mapHttpFailure(status, headers, body, this.#options.now());
    if (failure.code === 'server.throttled' && this.#isChart(url)) this.#quietUntil = this.#options.now() + Math.min(failure.retryAfterMilliseconds ?? 0, longestQuietMilliseconds);
    return failure;
  }

  async #readText(response: ExchangeAnswer, deadline: Deadline): Promise<string> {
    const decoder = new TextDecoder();
    let [text, size] = ['', 0];
    for await (const chunk of chunksOf(response, deadline)) {
      size += chunk.byteLength;
      if (size > this.#options.largestJsonBytes) throw new FailureError({ code: 'data.too-large', detail: `JSON over ${String(this.#options.largestJsonBytes)} bytes` });
      text += decoder.decode(chunk, { stream: true });
      releaseMemory(chunk);
    }
    return text + decoder.decode();
  }

  /** Whatever answers, to find out what it is: without credentials, within the origin, whatever the status. The body is undefined when it is no JSON. */
  async look(url: string, signal: AbortSignal): Promise<Result<Pick<JsonAnswer, 'status' | 'body'>>> {
    const target = this.within(url);
    if (!target) return fail('server.not-fhir', { detail: 'leads to another server' });
    const sent = await this.#fetch(target, { method: 'GET', headers: { accept: 'application/json, application/fhir+json;q=0.9' } }, signal);
    if (!sent.ok) return sent;
    const { response, deadline } = sent.value;
    try {
      return succeed({ status: response.status, body: parseJson(await this.#readText(response, deadline)) });
    } catch (error) {
      return { ok: false, error: this.#failureOf(error, deadline) };
    }
  }

  readonly askForToken: AskForToken = async (url, { headers, body }, signal) => {
    const sent = await this.#fetch(url, { method: 'POST', headers: { accept: 'application/json', ...headers }, body }, signal);
    if (!sent.ok) return sent;
    const answer = await this.#readJson(sent.value.response, sent.value.deadline);
    return answer.ok ? succeed(answer.value.body) : answer;
  };

  #failureOf(error: unknown, deadline: Deadline) {
    return mapNetworkFailure(deadline.signal.aborted ? deadline.signal.reason : error);
  }
}

function parseJson(text: string): unknown {
  try {
    return parseFhirJson(text);
  } catch {
    return undefined;
  }
}

function isSuccess({ status }: ExchangeAnswer): boolean {
  return status >= 200 && status < 300;
}

function discard(response: ExchangeAnswer, deadline: Deadline): void {
  deadline.end();
  response.discard();
}

async function* touching(bytes: AsyncIterable<Uint8Array>, deadline: Deadline): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    if (deadline.signal.aborted) return;
    deadline.touch();
    yield chunk;
  }
  deadline.touch();
}

/**
 * The body as it arrives; throws FailureError when it is cut short, stands still or is cancelled. While nobody asks for more (the disk is
 * slow), it may stand still.
 */
async function* chunksOf(response: ExchangeAnswer, deadline: Deadline): AsyncGenerator<Uint8Array> {
  const body: AsyncIterable<Uint8Array> | readonly Uint8Array[] = response.body ?? [];
  try {
    for await (const chunk of body) {
      deadline.rest(chunk.byteLength);
      yield chunk;
      deadline.goOn();
    }
  } catch (error) {
    throw new FailureError(mapNetworkFailure(deadline.signal.aborted ? deadline.signal.reason : error));
  } finally {
    deadline.end();
  }
}
