import { z } from 'zod';
import { failureSchema, type Failure } from '../../shared/errors/errorCode.ts';
import { FailureError } from '../../shared/errors/result.ts';
import { contract, type MethodInput, type MethodName, type MethodOutput } from '../../shared/ipc/contract.ts';
import { saveWhatIsInHand } from './beforeLock.ts';
import { bridge } from './bridge.ts';

const envelopeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: failureSchema }),
]);

/**
 * Calls one method of the contract.
 * @throws FailureError always and only: expected failures as they came, anything else as `local.unexpected`.
 */
export async function invoke<Name extends MethodName>(name: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>> {
  if (name === 'session.lock') await saveWhatIsInHand();
  let answer: unknown;
  try {
    answer = await bridge().invoke(name, input);
  } catch (error) {
    throw new FailureError({ code: 'local.unexpected', detail: `${name}: no answer` }, { cause: error });
  }
  const envelope = envelopeSchema.safeParse(answer);
  if (!envelope.success) throw new FailureError({ code: 'local.unexpected', detail: `${name}: not a result` });
  if (!envelope.data.ok) throw new FailureError(envelope.data.error);
  const output = contract[name].output.safeParse(envelope.data.value);
  if (!output.success) {
    const where = output.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new FailureError({ code: 'local.unexpected', detail: `${name}: unexpected shape at ${where}` });
  }
  // As it came, for zod would put a resource's elements in another order. The schema of this very name accepted it; TypeScript cannot follow
  // an indexed access into a union of schemas.
  return envelope.data.value as MethodOutput<Name>;
}

/** What to show for anything that was thrown. */
export function failureOf(error: unknown): Failure {
  return error instanceof FailureError ? error.failure : { code: 'local.unexpected' };
}
