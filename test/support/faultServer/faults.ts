import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { pick } from '../seededRandom.ts';
import type { FaultKind } from './faultPlan.ts';
import { passedOn, type Answer, type Delivery } from './forward.ts';
import type { PageMemory } from './pageMemory.ts';
import type { RequestHead } from './requestHead.ts';

/** One request and what may be done with it. */
export interface Exchange {
  readonly head: RequestHead;
  readonly random: () => number;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The whole request, when it has come. */
  readonly delivery: () => Promise<Delivery>;
  /** To the chart. */
  readonly deliver: (delivery: Delivery) => Promise<Answer>;
  readonly deliverPart: (delivery: Delivery, bytes: number) => Promise<void>;
  /** Resolves when the chart has answered another request. */
  readonly nextAnswer: () => Promise<void>;
  readonly pages: PageMemory;
  /** Goes on although the request is over. */
  readonly later: (work: () => Promise<void>) => void;
  readonly reply: (answer: Answer) => void;
  /** Ends the connection without a word. */
  readonly breakOff: () => void;
}

type Act = (exchange: Exchange) => Promise<void>;

/** However quiet it is, what waits for another request waits no longer. */
const longestHoldMilliseconds = 60;
/** A drop of an answer, and how many of them come. */
const dropPauseMilliseconds = 10;
const drops = 20;

export const acts: Readonly<Record<FaultKind | 'none', Act>> = {
  none: async (exchange) => {
    exchange.reply(await forwarded(exchange));
  },
  'failed': async (exchange) => {
    await exchange.delivery();
    exchange.reply(serverError(exchange));
  },
  'failed-after': async (exchange) => {
    await forwarded(exchange);
    exchange.reply(serverError(exchange));
  },
  'throttled-retry-after': async (exchange) => {
    await exchange.delivery();
    const date = new Date();
    const retryAfter = pick(exchange.random, ['1', new Date(date.getTime() + 1_000).toUTCString()]);
    exchange.reply(outcome(429, 'throttled', { 'retry-after': retryAfter, date: date.toUTCString() }));
  },
  'throttled-rate-limit': async (exchange) => {
    await exchange.delivery();
    exchange.reply(outcome(429, 'throttled', { ratelimit: '"default";r=0;t=1' }));
  },
  'unauthorized': async (exchange) => {
    // Of an upload only the beginning has been read.
    exchange.reply(outcome(401, 'login', { 'www-authenticate': 'Bearer' }));
    exchange.request.resume();
  },
  'cut-request': async (exchange) => {
    const delivery = await exchange.delivery();
    await exchange.deliverPart(delivery, Math.floor(delivery.body.byteLength * exchange.random()));
    exchange.breakOff();
  },
  'cut-answer': async (exchange) => {
    const answer = await forwarded(exchange);
    // Of nothing there is no half.
    if (answer.body.byteLength === 0) return exchange.breakOff();
    begin(exchange, answer);
    exchange.response.write(answer.body.subarray(0, Math.floor(answer.body.byteLength * exchange.random())), () => exchange.breakOff());
  },
  'slow-answer': async (exchange) => {
    const answer = await forwarded(exchange);
    if (answer.body.byteLength === 0) return exchange.breakOff();
    begin(exchange, answer);
    for (let drop = 0; drop < Math.min(drops, answer.body.byteLength - 1) && !exchange.response.destroyed; drop += 1) {
      exchange.response.write(answer.body.subarray(drop, drop + 1));
      await pause(dropPauseMilliseconds);
    }
    exchange.breakOff();
  },
  'duplicated': async (exchange) => {
    const delivery = await exchange.delivery();
    const answers = await Promise.all([exchange.deliver(delivery), exchange.deliver(delivery)]);
    exchange.reply(pick(exchange.random, answers));
  },
  'reordered': async (exchange) => {
    const delivery = await exchange.delivery();
    await Promise.race([exchange.nextAnswer(), pause(longestHoldMilliseconds)]);
    exchange.reply(await exchange.deliver(delivery));
  },
  'late': async (exchange) => {
    const delivery = await exchange.delivery();
    const another = exchange.nextAnswer();
    exchange.breakOff();
    exchange.later(async () => {
      await Promise.race([another, pause(longestHoldMilliseconds)]);
      await exchange.deliver(delivery);
    });
  },
  'answer-lost': async (exchange) => {
    await forwarded(exchange);
    exchange.breakOff();
  },
  'page-repeated': async (exchange) => {
    exchange.reply(exchange.pages.before(exchange.head.url) ?? (await forwarded(exchange)));
  },
  'page-missing': async (exchange) => {
    const answer = await forwarded(exchange);
    const next = exchange.pages.next(answer);
    exchange.reply(next === undefined ? answer : await exchange.deliver({ ...(await exchange.delivery()), url: next }));
  },
  'wrong-bytes': async (exchange) => {
    const answer = await forwarded(exchange);
    const body = Buffer.from(answer.body);
    const at = Math.floor(exchange.random() * body.byteLength);
    if (answer.status === 200 && body.byteLength > 0) body.writeUInt8(body.readUInt8(at) ^ 1, at);
    exchange.reply({ ...answer, body });
  },
  'stale-etag': async (exchange) => {
    const answer = await forwarded(exchange);
    const version = Number(/^W\/"(\d+)"$/.exec(answer.headers.etag ?? '')?.[1] ?? 0);
    exchange.reply(version > 1 ? { ...answer, headers: { ...answer.headers, etag: `W/"${String(version - 1)}"` } } : answer);
  },
  'stale-answer': async (exchange) => {
    const known = exchange.pages.firstRead(exchange.head.url);
    exchange.reply(known ?? (await forwarded(exchange)));
  },
  'clock-skew': async (exchange) => {
    const answer = await forwarded(exchange);
    const skewed = Date.now() + (exchange.random() - 0.5) * 24 * 60 * 60_000;
    exchange.reply({ ...answer, headers: { ...answer.headers, date: new Date(skewed).toUTCString() } });
  },
};

async function forwarded(exchange: Exchange): Promise<Answer> {
  return exchange.deliver(await exchange.delivery());
}

/** The head of an answer of which not all will come. */
function begin({ response }: Exchange, answer: Answer): void {
  response.writeHead(answer.status, { ...passedOn(answer.headers), 'content-length': String(answer.body.byteLength) });
  response.flushHeaders();
}

/** As the chart itself says it, or a proxy before it. */
function serverError({ random }: Exchange): Answer {
  const status = pick(random, [500, 502, 503, 504]);
  return random() < 0.5
    ? outcome(status, 'exception')
    : { status, headers: { 'content-type': 'text/html' }, body: Buffer.from('<html><body><h1>Bad gateway</h1></body></html>') };
}

function outcome(status: number, code: string, headers: Answer['headers'] = {}): Answer {
  const body = JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] });
  return { status, headers: { 'content-type': 'application/fhir+json', ...headers }, body: Buffer.from(body) };
}
