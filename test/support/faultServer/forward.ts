import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';

/** A whole answer of the chart. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A whole request of the client. */
export interface Delivery {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What belongs to one connection, or is counted anew. */
const notPassedOn = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host', 'expect']);

/** The chart behind a fault server. Absolute addresses in JSON and in Location name the fault server to the client, and the chart to itself. */
export class Target {
  readonly #origin: string;
  readonly #own: () => string;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(origin: string, own: () => string) {
    this.#origin = origin;
    this.#own = own;
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Rejects when the chart cannot be reached. */
  async deliver(delivery: Delivery): Promise<Answer> {
    const body = isJson(delivery.headers) ? readdressed(delivery.body, this.#own(), this.#origin) : delivery.body;
    const request = this.#open(delivery, body.byteLength);
    const answered = answerOf(request);
    request.end(body);
    const answer = await answered;
    const { location } = answer.headers;
    return {
      status: answer.status,
      headers: { ...answer.headers, ...(location !== undefined && { location: location.replace(this.#origin, this.#own()) }) },
      body: isJson(answer.headers) ? readdressed(answer.body, this.#origin, this.#own()) : answer.body,
    };
  }

  /** Delivers so many bytes of it, then breaks the connection. */
  async deliverPart(delivery: Delivery, bytes: number): Promise<void> {
    const request = this.#open({ ...delivery, headers: { ...delivery.headers, connection: 'close' } }, delivery.body.byteLength);
    request.on('error', () => undefined);
    const closed = new Promise<void>((resolve) => request.once('close', () => resolve()));
    request.write(delivery.body.subarray(0, bytes), () => {
      request.destroy();
    });
    await closed;
  }

  #open({ method, url, headers }: Delivery, size: number) {
    // What is compressed could not be looked into.
    const own = { 'accept-encoding': 'identity', ...(size > 0 && { 'content-length': String(size) }) };
    return httpRequest(new URL(url, this.#origin), { method, agent: this.#agent, headers: { ...passedOn(headers), ...own } });
  }
}

/** Without what is of the one connection alone. */
export function passedOn(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !notPassedOn.has(name)));
}

export async function wholeBody(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

export function isJson(headers: IncomingHttpHeaders): boolean {
  return /[/+]json\b/i.test(headers['content-type'] ?? '');
}

function readdressed(body: Buffer, from: string, to: string): Buffer {
  return body.includes(from) ? Buffer.from(body.toString('utf8').replaceAll(from, to)) : body;
}

async function answerOf(request: ReturnType<typeof httpRequest>): Promise<Answer> {
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
  return { status: message.statusCode ?? 0, headers: message.headers, body: await wholeBody(message) };
}
