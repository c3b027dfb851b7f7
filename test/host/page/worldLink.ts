/** A value on its way to the other world: functions and promises as numbers, everything else by structured clone. */
export type Carried =
  | readonly ['value', unknown]
  | readonly ['array', readonly Carried[]]
  | readonly ['object', readonly (readonly [string, Carried])[]]
  | readonly ['function', number]
  | readonly ['promise', number]
  | readonly ['error', string];

type Message =
  | { readonly kind: 'expose'; readonly key: string; readonly api: Carried }
  | { readonly kind: 'call'; readonly call: number; readonly target: number; readonly parameters: readonly Carried[] }
  | { readonly kind: 'return' | 'throw'; readonly call: number; readonly value: Carried }
  | { readonly kind: 'resolve' | 'reject'; readonly promise: number; readonly value: Carried };

/**
 * Joins the two JavaScript worlds of one page, as Electron's contextBridge does. They share the DOM and no objects; Chromium clones an
 * event's `detail` when the other world reads it, and dispatching is synchronous, so that plain functions stay synchronous. The event's
 * name is a secret that the page's own scripts do not have.
 *
 * Self-contained, because its source text runs in the page.
 */
export function createWorldLink(secret: string, here: 'main' | 'isolated') {
  const there = here === 'main' ? 'isolated' : 'main';
  const NewEvent = CustomEvent;
  const dispatch = document.dispatchEvent.bind(document);
  const functions = new Map<number, (...parameters: unknown[]) => unknown>();
  const numbers = new WeakMap<object, number>();
  const promises = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void }>();
  const answers = new Map<number, { readonly ok: boolean; readonly value: Carried }>();
  let last = 0;

  const post = (message: Message): void => {
    dispatch(new NewEvent(`${secret}-${there}`, { detail: message }));
  };

  const carry = (value: unknown): Carried => {
    if (typeof value === 'function') {
      const known = numbers.get(value);
      if (known !== undefined) return ['function', known];
      last += 1;
      numbers.set(value, last);
      functions.set(last, value as (...parameters: unknown[]) => unknown);
      return ['function', last];
    }
    if (typeof value !== 'object' || value === null) return ['value', value];
    if (value instanceof Promise) {
      last += 1;
      const promise = last;
      value.then(
        (settled) => {
          post({ kind: 'resolve', promise, value: carry(settled) });
        },
        (error: unknown) => {
          post({ kind: 'reject', promise, value: carry(error) });
        },
      );
      return ['promise', promise];
    }
    if (value instanceof Error) return ['error', value.message];
    if (Array.isArray(value)) return ['array', value.map(carry)];
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return ['object', Object.entries(value).map(([key, item]) => [key, carry(item)] as const)];
    return ['value', value];
  };

  const call = (target: number, parameters: readonly unknown[]): unknown => {
    last += 1;
    const id = last;
    post({ kind: 'call', call: id, target, parameters: parameters.map(carry) });
    const answer = answers.get(id);
    answers.delete(id);
    if (answer === undefined) throw new Error('An object could not be cloned.');
    const value = receive(answer.value);
    if (!answer.ok) throw value;
    return value;
  };

  const receive = (carried: Carried): unknown => {
    if (carried[0] === 'function') {
      const target = carried[1];
      return Object.freeze((...parameters: unknown[]) => call(target, parameters));
    }
    if (carried[0] === 'promise') {
      const promise = carried[1];
      return new Promise((resolve, reject) => {
        promises.set(promise, { resolve, reject });
      });
    }
    if (carried[0] === 'error') return new Error(carried[1]);
    if (carried[0] === 'array') return carried[1].map(receive);
    if (carried[0] === 'object') return Object.fromEntries(carried[1].map(([key, item]) => [key, receive(item)]));
    return carried[1];
  };

  const answerCall = (message: Extract<Message, { kind: 'call' }>): void => {
    try {
      const value = functions.get(message.target)?.(...message.parameters.map(receive));
      post({ kind: 'return', call: message.call, value: carry(value) });
    } catch (error) {
      post({ kind: 'throw', call: message.call, value: carry(error) });
    }
  };

  const deepFreeze = (value: unknown): unknown => {
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
    return Object.freeze(value);
  };

  document.addEventListener(`${secret}-${here}`, (event) => {
    const message = (event as CustomEvent<Message>).detail;
    if (message.kind === 'call') answerCall(message);
    else if (message.kind === 'return' || message.kind === 'throw') answers.set(message.call, { ok: message.kind === 'return', value: message.value });
    else if (message.kind === 'resolve') promises.get(message.promise)?.resolve(receive(message.value));
    else if (message.kind === 'reject') promises.get(message.promise)?.reject(receive(message.value));
    else if (message.kind === 'expose') Object.defineProperty(globalThis, message.key, { value: deepFreeze(receive(message.api)), enumerable: true });
    if (message.kind === 'resolve' || message.kind === 'reject') promises.delete(message.promise);
  });

  return {
    expose: (key: string, api: unknown) => {
      post({ kind: 'expose', key, api: carry(api) });
    },
  };
}
