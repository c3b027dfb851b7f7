import { Code, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { SessionView } from '../../shared/ipc/views.ts';
import { FailureMessage } from '../ui/index.ts';
import { Doorway } from './Doorway.tsx';

/** The data directory cannot be opened. Lightbox says why and touches nothing. */
export function UnusableScreen({ session }: { readonly session: SessionView }) {
  const queryClient = useQueryClient();
  return (
    <Doorway title="Lightbox cannot open its data" lead="Nothing was changed or deleted." foot={`Version ${session.appVersion}`}>
      <FailureMessage
        failure={session.problem ?? { code: 'local.unexpected' }}
        onRetry={() => void queryClient.invalidateQueries({ queryKey: ['session.state'] })}
      />
      <Text size="sm" c="dimmed" mt="lg" mb="xs">Data folder, for your IT team</Text>
      <Code block>{session.dataDirectory}</Code>
    </Doorway>
  );
}
