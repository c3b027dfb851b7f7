import type { Readable, Writable } from 'node:stream';
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts';

type Events = Protocol.Events;
type Commands = Protocol.CommandParameters;
type Answers = Protocol.CommandReturnValues;

interface Incoming {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** One target of Chromium, or the browser itself. */
export interface CdpSession {
  readonly id: string | undefined;
  readonly send: <Name extends keyof Commands & keyof Answers>(method: Name, params?: Commands[Name]) => Promise<Answers[Name]>;
  readonly on: <Name extends keyof Events>(method: Name, listener: (params: Events[Name]) => void) => void;
}

export interface CdpConnection {
  readonly browser: CdpSession;
  readonly session: (id: string) => CdpSession;
  readonly onClose: (listener: () => void) => void;
}

/**
 * The DevTools protocol over a pair of pipes, messages ended by NUL. A pipe and not a port, because Chromium ends by itself when the
 * pipe's other end is gone, however its owner died.
 */
export function connectCdp(input: Writable, output: Readable): CdpConnection {
  const waiting = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
  const listeners = new Map<string, ((params: unknown) => void)[]>();
  const closeListeners: (() => void)[] = [];
  let lastId = 0;
  let open = true;
  let partial: Buffer[] = [];

  const receive = (text: string): void => {
    const message = JSON.parse(text) as Incoming;
    if (message.id !== undefined) {
      const call = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error === undefined) call?.resolve(message.result);
      else call?.reject(new Error(message.error.message));
      return;
    }
    for (const listener of listeners.get(`${message.sessionId ?? ''} ${message.method ?? ''}`) ?? []) listener(message.params);
  };
  const close = (): void => {
    if (!open) return;
    open = false;
    for (const call of waiting.values()) call.reject(new Error('Chromium is gone'));
    waiting.clear();
    for (const listener of closeListeners) listener();
  };
  output.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      const text = Buffer.concat([...partial, rest.subarray(0, end)]).toString('utf8');
      partial = [];
      rest = rest.subarray(end + 1);
      receive(text);
    }
    if (rest.length > 0) partial.push(rest);
  });
  output.on('close', close);
  output.on('error', close);
  input.on('error', close);

  const session = (id: string | undefined): CdpSession => ({
    id,
    send: async (method, params) => {
      if (!open) throw new Error('Chromium is gone');
      lastId += 1;
      const message = { id: lastId, method, params, ...(id === undefined ? {} : { sessionId: id }) };
      return new Promise((resolve, reject) => {
        // The protocol's types tie the answer to the method.
        waiting.set(message.id, { resolve: resolve as (value: unknown) => void, reject });
        input.write(`${JSON.stringify(message)}\0`);
      });
    },
    on: (method, listener) => {
      const key = `${id ?? ''} ${method}`;
      listeners.set(key, [...(listeners.get(key) ?? []), listener as (params: unknown) => void]);
    },
  });
  return {
    browser: session(undefined),
    session,
    onClose: (listener) => {
      closeListeners.push(listener);
    },
  };
}
