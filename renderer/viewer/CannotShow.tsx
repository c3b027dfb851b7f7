import { IconPhotoOff } from '@tabler/icons-react';
import { EmptyState } from '../ui/index.ts';

/** The bytes are here and whole, but nothing on this computer makes a picture, film or sound of them. */
export function CannotShow({ contentType }: { readonly contentType: string | null }) {
  return (
    <div role="alert">
      <EmptyState icon={IconPhotoOff} title="This cannot be shown here">
        {contentType === null ? 'The file does not say what kind it is' : `The file (${contentType}) is damaged, or of a kind Lightbox does not show`}.
        It is kept unchanged, and what is known about it is in the panel. Look at it in the chart, or add it again from where it came.
      </EmptyState>
    </div>
  );
}
