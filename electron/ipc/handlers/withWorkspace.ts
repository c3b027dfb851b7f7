import { attempt, type Result } from '../../../shared/errors/result.ts';
import type { MethodInput, MethodName, MethodOutput } from '../../../shared/ipc/contract.ts';
import type { Session } from '../../workspace/session.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** A handler that needs the data directory unlocked; answers `local.locked` otherwise. A thrown FailureError becomes its Result. */
export function withWorkspace<Name extends MethodName>(
  session: Session,
  work: (workspace: Workspace, input: MethodInput<Name>) => Promise<Result<MethodOutput<Name>>>,
): (input: MethodInput<Name>) => Promise<Result<MethodOutput<Name>>> {
  return async (input) => {
    const workspace = session.workspace();
    if (!workspace.ok) return workspace;
    const answer = await attempt(() => work(workspace.value, input));
    return answer.ok ? answer.value : answer;
  };
}
