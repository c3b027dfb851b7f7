import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ClosingQuestion } from '../closing/index.ts';
import { createQueryClient, StaleAnswers, subscribe } from '../ipc/index.ts';
import { theme, themeVariables } from '../ui/index.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { SessionGate } from './SessionGate.tsx';

export function App() {
  const [queryClient] = useState(createQueryClient);
  useEffect(() => {
    const stale = new StaleAnswers(queryClient);
    return subscribe((events) => stale.hear(events));
  }, [queryClient]);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={themeVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" transitionDuration={100} />
        <ErrorBoundary><SessionGate /></ErrorBoundary>
        <ClosingQuestion />
      </QueryClientProvider>
    </MantineProvider>
  );
}
