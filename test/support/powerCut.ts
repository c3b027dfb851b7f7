/** The power of one process: it goes off at a call of something it stands over, and from then on neither calls nor answers get through. */
export class PowerCut {
  calls = 0;
  #on = true;
  readonly #after: number;
  readonly #answerLost: boolean;
  readonly #never = new Promise<never>(() => undefined);

  /** @param at.answerLost the call after so many still has its effect; else it does not happen either. Without `at`: it stays on. */
  constructor(at: { readonly after: number; readonly answerLost: boolean } = { after: Number.POSITIVE_INFINITY, answerLost: false }) {
    this.#after = at.after;
    this.#answerLost = at.answerLost;
  }

  get isOff(): boolean {
    return !this.#on;
  }

  cut(): void {
    this.#on = false;
  }

  /** The same object while there is power. */
  over<Target extends object>(target: Target): Target {
    return new Proxy(target, {
      get: (_target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...input: readonly unknown[]) => {
          if (!this.#on) return this.#never;
          const last = this.calls === this.#after;
          this.calls += 1;
          if (last) this.cut();
          if (last && !this.#answerLost) return this.#never;
          const answer: unknown = await Reflect.apply(member, target, input);
          return this.#on ? answer : this.#never;
        };
      },
    });
  }
}
