import type { Failure } from '../../shared/errors/errorCode.ts';
import { fail, type Result } from '../../shared/errors/result.ts';
import { checkedAs } from '../../shared/fhir/codec/checkedAs.ts';
import { contract, type MethodInput, type MethodName } from '../../shared/ipc/contract.ts';
import type { Handlers } from './handlers.ts';

/** Who called, as the browser process knows it; nothing in it comes from the page. */
export interface Sender {
  readonly isOurWindow: boolean;
  readonly isMainFrame: boolean;
  /** URL of the calling frame; null when it has gone already. */
  readonly url: string | null;
}

export interface ServeOptions {
  readonly handlers: Handlers;
  readonly isOurPage: (url: string) => boolean;
  /** `trace` is free of messages, which could quote a patient's data. */
  readonly logUnexpected: (method: MethodName, trace: string) => void;
}

/** Answers the window's calls: the sender first, then the payload, then the handler. Never rejects. */
export function createServe({ handlers, isOurPage, logUnexpected }: ServeOptions) {
  const dispatch = async <Name extends MethodName>(name: Name, input: unknown): Promise<Result<unknown>> => {
    // As it came, for zod would put a resource's elements in another order.
    const checked = checkedAs<unknown>(contract[name].input, input);
    if (!checked.success) return fail('data.invalid-input', { fields: checked.error.issues.map(fieldOfIssue) });
    // TypeScript does not follow the key from the schema to the handler; the contract's type says that they belong together.
    return handlers[name](checked.data as MethodInput<Name>);
  };

  return async (sender: Sender, name: unknown, input: unknown): Promise<Result<unknown>> => {
    if (!sender.isOurWindow || !sender.isMainFrame || sender.url === null || !isOurPage(sender.url)) return fail('local.refused-sender');
    if (!isMethodName(name)) return fail('data.invalid-input', { detail: 'no such method' });
    try {
      return await dispatch(name, input);
    } catch (error) {
      logUnexpected(name, traceOf(error));
      return fail('local.unexpected');
    }
  };
}

function isMethodName(name: unknown): name is MethodName {
  return typeof name === 'string' && Object.hasOwn(contract, name);
}

function fieldOfIssue(issue: { readonly path: readonly PropertyKey[]; readonly message: string }): NonNullable<Failure['fields']>[number] {
  return { path: issue.path.map(String).join('.'), message: issue.message };
}

/** The error's kind and where it arose, without its message. */
function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return [error.name, ...frames].join('\n');
}
