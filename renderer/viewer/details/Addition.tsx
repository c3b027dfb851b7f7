import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { DetailGroup } from './detailGroups.ts';
import type { Editing } from './DetailLine.tsx';
import { EditForm } from './EditForm.tsx';
import { useFocusWhenShut } from './useFocusWhenShut.ts';

/** Adds one more to a list of the Media. */
export function Addition({ addition, editing }: { readonly addition: DetailGroup['additions'][number]; readonly editing: Editing }) {
  const button = useFocusWhenShut(editing.path, addition.path);
  if (editing.path !== addition.path) {
    return (
      <Button ref={button} size="xs" h={36} px="sm" variant="subtle" color="gray" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => editing.open(addition.path)}>
        {addition.label}
      </Button>
    );
  }
  return (
    <EditForm
      label={addition.label} editor={addition.editor()} mediaId={editing.mediaId} failure={editing.failure} saving={editing.saving} onCancel={editing.close}
      onSave={(edit) => void editing.save(addition.label, edit).then((saved) => saved && editing.close())}
    />
  );
}
