import type { ErrorCode, Failure } from './errorCode.ts';

/** What ports and IPC answer: a value, or a failure with a closed code. Bugs throw. */
export type Result<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failure };

export function succeed<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

export function fail(code: ErrorCode, more: Omit<Failure, 'code'> = {}): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: { code, ...more } };
}

/** For the few places below a port where unwinding is clearer than returning; the port turns it back into a Result. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.detail === undefined ? failure.code : `${failure.code}: ${failure.detail}`, options);
    this.name = 'FailureError';
    this.failure = failure;
  }
}

/** @throws FailureError when the result is a failure. */
export function unwrap<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new FailureError(result.error);
}

/** Runs `work`, turning a thrown FailureError into a Result. Other errors are bugs and pass through. */
export async function attempt<Value>(work: () => Promise<Value>): Promise<Result<Value>> {
  try {
    return succeed(await work());
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, error: error.failure };
    throw error;
  }
}
