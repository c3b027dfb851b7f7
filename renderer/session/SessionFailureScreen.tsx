import type { Failure } from '../../shared/errors/errorCode.ts';
import { FailureMessage } from '../ui/index.ts';
import { Doorway } from './Doorway.tsx';

/** The window could not even ask how things stand. */
export function SessionFailureScreen({ failure, onRetry }: { readonly failure: Failure; readonly onRetry: () => void }) {
  return (
    <Doorway title="Lightbox did not start properly" lead="What was saved before is safe.">
      <FailureMessage failure={failure} onRetry={onRetry} />
    </Doorway>
  );
}
