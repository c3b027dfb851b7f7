import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { FaultKind, FaultPlan } from './faultPlan.ts';
import { acts, type Exchange } from './faults.ts';
import { passedOn, Target, wholeBody, type Answer, type Delivery } from './forward.ts';
import { PageMemory } from './pageMemory.ts';
import { requestHead, type RequestHead } from './requestHead.ts';

/** A fault as it struck. */
export interface Struck {
  readonly number: number;
  readonly fault: FaultKind;
  readonly method: string;
  readonly kind: RequestHead['kind'];
}

export interface FaultServer {
  readonly origin: string;
  /** The same address, by way of the fault server. */
  readonly through: (url: string) => string;
  /** Every fault there was, in order of the requests. */
  readonly struck: readonly Struck[];
  /** How many requests came. */
  readonly requests: () => number;
  /** From now on by this plan; null: everything gets through. Numbers go on. */
  readonly follow: (plan: FaultPlan | null) => void;
  /** Every request is told, whatever becomes of it. */
  readonly onRequest: (listener: (head: RequestHead, number: number) => void) => void;
  /** Resolves when nothing is on its way to the chart any more; what was to come late has come. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Stands before a chart on real sockets and lets go wrong what the plan says. */
export async function startFaultServer(target: string, plan: FaultPlan | null): Promise<FaultServer> {
  let current = plan;
  let origin = '';
  let count = 0;
  const chart = new Target(new URL(target).origin, () => origin);
  const pages = new PageMemory(() => origin);
  const struck: Struck[] = [];
  const listeners = new Set<(head: RequestHead, number: number) => void>();
  const underWay = new Set<Promise<unknown>>();
  const answeredWaiters = new Set<() => void>();

  const tracked = <Value>(work: Promise<Value>): Promise<Value> => {
    const settling: Promise<unknown> = Promise.allSettled([work]).then(() => underWay.delete(settling));
    underWay.add(settling);
    return work;
  };

  const deliver = async (delivery: Delivery): Promise<Answer> => {
    const answer = await tracked(chart.deliver(delivery));
    for (const waiter of answeredWaiters) waiter();
    answeredWaiters.clear();
    pages.keep(delivery, answer);
    return answer;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    count += 1;
    const number = count;
    const head = requestHead(request);
    for (const listener of listeners) listener(head, number);
    const fault = current?.decide(number, head);
    if (fault !== undefined) struck.push({ number, fault, method: head.method, kind: head.kind });
    let body: Promise<Buffer> | undefined;
    const delivery = async (): Promise<Delivery> => ({ method: head.method, url: head.url, headers: request.headers, body: await (body ??= wholeBody(request)) });
    const exchange: Exchange = {
      head,
      random: (fault !== undefined && current?.random(number)) || Math.random,
      request,
      response,
      delivery,
      deliver,
      deliverPart: (...part) => tracked(chart.deliverPart(...part)),
      nextAnswer: () => new Promise((resolve) => answeredWaiters.add(resolve)),
      pages,
      later: (work) => {
        void tracked(work());
      },
      reply: (answer) => {
        if (response.destroyed) return;
        response.writeHead(answer.status, { ...passedOn(answer.headers), 'content-length': String(answer.body.byteLength) });
        response.end(head.method === 'HEAD' ? undefined : answer.body);
      },
      breakOff: () => {
        request.socket.destroy();
      },
    };
    await (fault === undefined ? acts.none : acts[fault])(exchange);
  };

  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    serve(request, response).catch((error: unknown) => {
      request.socket.destroy();
      // The client left, or the chart did: the other end finds out as over any network. Anything else is a bug of this server.
      if (!(error instanceof Error && 'code' in error)) throw error;
    });
  });
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  origin = `http://127.0.0.1:${String(address.port)}`;

  return {
    origin,
    through: (url) => {
      const { pathname, search } = new URL(url);
      return `${origin}${pathname}${search}`;
    },
    struck,
    requests: () => count,
    follow: (next) => {
      current = next;
    },
    onRequest: (listener) => {
      listeners.add(listener);
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      while (underWay.size > 0) await Promise.allSettled(underWay);
      chart.close();
    },
  };
}
