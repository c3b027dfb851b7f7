import { Button, Group, Loader, Text } from '@mantine/core';
import { IconCheck, IconPencil } from '@tabler/icons-react';
import { FailureMessage } from '../ui/index.ts';
import type { DrawingSnapshot } from './DrawingStore.ts';

/** Says "saved" only when it is on disk for good. */
export function SaveStatus({ drawing, onSave }: { readonly drawing: DrawingSnapshot; readonly onSave: () => void }) {
  const { save, failure } = drawing;
  return (
    <div>
      <Group justify="space-between" wrap="nowrap" mih={36}>
        <Group gap="sm" wrap="nowrap" role="status" data-testid="drawing-save-state">
          {save === 'saved' ? <IconCheck size={16} aria-hidden /> : save === 'saving' ? <Loader size={14} aria-hidden /> : <IconPencil size={16} aria-hidden />}
          <Text fz={13}>{words[save]}</Text>
        </Group>
        <Button size="xs" h={36} px="md" flex="none" variant="default" loading={save === 'saving'} onClick={onSave}>
          Save
        </Button>
      </Group>
      {save === 'failed' && failure !== null ? <FailureMessage failure={failure} onRetry={onSave} /> : null}
    </div>
  );
}

const words = { saved: 'Saved on this computer', unsaved: 'Not saved yet', saving: 'Saving…', failed: 'Not saved' } as const satisfies Record<DrawingSnapshot['save'], string>;
