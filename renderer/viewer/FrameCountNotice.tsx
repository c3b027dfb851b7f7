import { Alert, Button, Group } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { invertMediaEdit, type MediaEdit } from '../../shared/fhir/edit/mediaEdit.ts';
import type { MediaDetail } from '../../shared/ipc/contract.ts';
import { useAction } from '../ipc/index.ts';
import { FailureMessage } from '../ui/index.ts';

/** The chart and the file disagree on how many frames there are: what is shown, and one press to set it right. */
export function FrameCountNotice({ detail, counted, readOnly }: { readonly detail: MediaDetail; readonly counted: number; readonly readOnly: boolean }) {
  const stated = detail.resource.frames ?? null;
  const queryClient = useQueryClient();
  const edit = useAction('media.edit');
  /** Of the last correction. It stays when it was used: what is said must not go before what is said instead comes, and take the button and the focus along. */
  const [undo, setUndo] = useState<MediaEdit | null>(null);
  // R4 counts frames of pictures; a video or a document that says nothing of them is not wrong about them.
  const expected = stated ?? (detail.view.kind === 'video' || detail.view.kind === 'document' ? counted : 1);
  const differs = expected !== counted;
  if (!differs && undo === null) return null;
  const send = (change: MediaEdit, back: MediaEdit | null) => edit.mutate({ mediaId: detail.view.id, edit: change }, {
    onSuccess: (saved) => {
      queryClient.setQueryData(['media.get', { mediaId: detail.view.id }], saved);
      if (back !== null) setUndo(back);
    },
  });
  const correction: MediaEdit = { element: 'frames', from: stated, to: counted };
  const act = differs
    ? { word: `Correct it to ${String(counted)}`, run: () => send(correction, invertMediaEdit(correction)) }
    : { word: 'Undo', run: () => undo !== null && send(undo, null) };
  return (
    <Alert color={differs ? 'yellow' : 'green'} radius={0} role="status">
      <Group gap="sm">
        {differs
          ? `The chart says ${expected === 1 ? '1 frame' : `${String(expected)} frames`}; the file holds ${String(counted)}. Lightbox shows what the file holds.`
          : `The number of frames is ${String(counted)} now: saved on this computer.`}
        {/* One button, and never a disabled one, so that the focus stays. */}
        {differs && readOnly ? null : <Button size="compact-sm" variant="default" onClick={() => edit.isPending || act.run()}>{act.word}</Button>}
      </Group>
      {edit.error === null ? null : <FailureMessage failure={edit.error.failure} compact />}
    </Alert>
  );
}
