import { Stack, Text } from '@mantine/core';
import type { MediaDetail } from '../../../shared/ipc/contract.ts';
import { describeLoss, FailureMessage, formatDay, formatInstant, formatTime, SafetyBadge, useNow } from '../../ui/index.ts';
import { Fields } from './Fields.tsx';
import { SetAsideList } from './SetAsideList.tsx';

/** Where the picture stands on its way to the chart, and by what that is known. */
export function ProofTab({ detail: { resource, view, losses } }: { readonly detail: MediaDetail }) {
  const { safety } = view;
  const now = useNow();
  const changed = resource.meta?.lastUpdated;
  return (
    <Stack gap="md">
      <SafetyBadge safety={safety} />
      {safety.failure === null ? null : <FailureMessage failure={safety.failure} />}
      {losses.length === 0 ? null : <Text size="sm" role="note">The chart did not keep {losses.map(describeLoss).join('; ')}. It is kept on this computer.</Text>}
      <Fields
        fields={[
          ['Proven', safety.provenAt === null ? 'Not yet' : formatInstant(safety.provenAt, now)],
          ['On this computer', view.available ? 'Yes, encrypted' : 'Not the picture itself'],
          ['Changed in chart', changed === undefined ? null : `${formatDay(changed)} ${formatTime(changed) ?? ''}`.trim()],
          ['Version in chart', resource.meta?.versionId],
          ['Id in chart', resource.id],
          ['Local revision', String(view.revision)],
          ['Bytes', resource.content.size === undefined ? null : resource.content.size.toLocaleString('en')],
          ['SHA-1 (chart)', resource.content.hash],
        ]}
      />
      <SetAsideList mediaId={view.id} />
    </Stack>
  );
}
