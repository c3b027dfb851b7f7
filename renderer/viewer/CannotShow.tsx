import { IconPhotoOff } from '@tabler/icons-react';
import { describeFailure } from '../../shared/errors/describeFailure.ts';
import type { ErrorCode, Failure } from '../../shared/errors/errorCode.ts';
import { EmptyState } from '../ui/index.ts';

/** What is wrong with the file, where more is known than that it cannot be shown. */
const reasons: Partial<Record<ErrorCode, string>> = {
  'data.unsupported-compression': 'Its pictures are compressed in a way Lightbox cannot read',
  'data.unsupported-codec': 'It is compressed in a way that cannot be played here',
  'data.truncated': 'The file ends too early: part of it is missing',
  'data.password-protected': 'The document is protected by a password, and Lightbox asks for none',
  'data.no-pixels': 'There is no picture in this DICOM file',
  'data.too-many-pixels': 'It has more pixels than Lightbox can open safely',
  'data.too-slow': 'Decoding it took over ten seconds and was given up',
  'data.empty-file': 'The file is empty',
};

/** Whole files, of which a person can make one that is shown; for the others there is only where they came from. */
const canBeSavedAnew: ReadonlySet<ErrorCode> = new Set(['data.unsupported-compression', 'data.unsupported-codec', 'data.password-protected']);

/** The bytes are here and whole, but nothing on this computer makes a picture, film or sound of them. */
export function CannotShow({ contentType, failure = null }: { readonly contentType: string | null; readonly failure?: Failure | null }) {
  const reason = failure === null ? undefined : reasons[failure.code];
  const todo = failure !== null && canBeSavedAnew.has(failure.code) ? describeFailure(failure).todo : 'Look at it in the chart, or add it again from where it came.';
  return (
    <div role="alert">
      <EmptyState icon={IconPhotoOff} title="This cannot be shown here">
        {reason !== undefined ? `${reason}${failure?.detail === undefined ? '' : `: ${failure.detail}`}`
          : contentType === null ? 'The file does not say what kind it is' : `The file (${contentType}) is damaged, or of a kind Lightbox does not show`}.
        It is kept unchanged, and what is known about it is in the panel. {todo}
      </EmptyState>
    </div>
  );
}
