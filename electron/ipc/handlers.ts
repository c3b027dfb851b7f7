import type { MethodInput, MethodName, MethodOutput } from '../../shared/ipc/contract.ts';
import type { Result } from '../../shared/errors/result.ts';

/** One handler for every method of the contract; a missing one does not compile. */
export type Handlers = {
  readonly [Name in MethodName]: (input: MethodInput<Name>) => Promise<Result<MethodOutput<Name>>>;
};
