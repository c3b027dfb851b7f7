import { Button } from '@mantine/core';
import { IconCloudDown } from '@tabler/icons-react';
import { useAction } from '../ipc/index.ts';
import { EmptyState, FailureMessage } from '../ui/index.ts';

/** The Media is known, its bytes are not here yet. */
export function FetchContent({ mediaId, onFetched }: { readonly mediaId: string; readonly onFetched?: () => void }) {
  const fetchContent = useAction('media.fetchContent');
  const start = () => fetchContent.mutate({ mediaId }, { onSuccess: () => onFetched?.() });
  return (
    <div>
      <EmptyState
        icon={IconCloudDown} title="Not on this computer yet"
        action={<Button size="md" loading={fetchContent.isPending} onClick={start}>Fetch it from the chart</Button>}
      >
        The chart holds this picture; its bytes have not been fetched. Everything else about it is in the panel.
      </EmptyState>
      {fetchContent.error === null ? null : <FailureMessage failure={fetchContent.error.failure} onRetry={start} />}
    </div>
  );
}
