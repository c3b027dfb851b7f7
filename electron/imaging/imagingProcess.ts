import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { Child, SpawnChild } from '../process/child.ts';
import { imagingAnswerSchema, type ImagingRequest } from './messages.ts';

type Outcome = { readonly kind: 'answered'; readonly result: Result<unknown> } | { readonly kind: 'late' } | { readonly kind: 'crashed' };

/** One child process asked one thing at a time; it is started when it is needed and killed when it is late. */
export class ImagingProcess {
  readonly #spawnChild: SpawnChild;
  readonly #entry: string;
  readonly #deadlineMilliseconds: number;
  #child: Child | null = null;
  #exited: Promise<void> = Promise.resolve();
  /** What the running request waits for. */
  #settle: ((outcome: Outcome, id?: number) => void) | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #nextId = 1;
  #closed = false;

  constructor(options: { readonly spawnChild: SpawnChild; readonly entry: string; readonly deadlineMilliseconds: number }) {
    this.#spawnChild = options.spawnChild;
    this.#entry = options.entry;
    this.#deadlineMilliseconds = options.deadlineMilliseconds;
  }

  /** Aborted before its turn it is not asked at all, and fails with `local.cancelled`. */
  ask(request: Omit<ImagingRequest, 'id'>, signal?: AbortSignal): Promise<Result<unknown>> {
    const answer = this.#queue.then(() => (signal?.aborted === true ? fail('local.cancelled') : this.#askTwice(request)));
    this.#queue = answer;
    return answer;
  }

  /** What still waits fails with `local.cancelled`. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#child?.kill();
    await this.#exited;
    await this.#queue;
  }

  async #askTwice(request: Omit<ImagingRequest, 'id'>): Promise<Result<unknown>> {
    const { task } = request;
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      if (this.#closed) break;
      const outcome = await this.#askOnce(request);
      if (outcome.kind === 'answered') return outcome.result;
      if (outcome.kind === 'late') return fail('data.undecodable', { detail: `${task} took over ${String(this.#deadlineMilliseconds)} ms` });
    }
    return this.#closed ? fail('local.cancelled') : fail('data.undecodable', { detail: `${task} ended the imaging process` });
  }

  async #askOnce(request: Omit<ImagingRequest, 'id'>): Promise<Outcome> {
    const id = this.#nextId++;
    const child = this.#running();
    const outcome = Promise.withResolvers<Outcome>();
    this.#settle = (settled, ofId) => {
      if (ofId === undefined || ofId === id) outcome.resolve(settled);
    };
    const deadline = setTimeout(() => {
      outcome.resolve({ kind: 'late' });
    }, this.#deadlineMilliseconds);
    child.send({ id, ...request } satisfies ImagingRequest);
    const settled = await outcome.promise;
    clearTimeout(deadline);
    this.#settle = null;
    if (settled.kind === 'late') {
      child.kill();
      await this.#exited;
    }
    return settled;
  }

  #running(): Child {
    if (this.#child) return this.#child;
    const child = this.#spawnChild(this.#entry);
    const exited = Promise.withResolvers<void>();
    this.#child = child;
    this.#exited = exited.promise;
    child.onMessage((message) => {
      const answer = imagingAnswerSchema.safeParse(message);
      if (!answer.success) return;
      const result = answer.data.kind === 'done' ? succeed(answer.data.value) : { ok: false as const, error: answer.data.failure };
      this.#settle?.({ kind: 'answered', result }, answer.data.id);
    });
    child.onExit(() => {
      if (this.#child === child) this.#child = null;
      this.#settle?.({ kind: 'crashed' });
      exited.resolve();
    });
    return child;
  }
}
