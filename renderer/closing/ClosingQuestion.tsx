import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { describeFailure } from '../../shared/errors/describeFailure.ts';
import { discardUnsaved, retryUnsaved, unsavedWork, useIntake } from '../intake/index.ts';
import { countOf } from '../ui/index.ts';

/**
 * Closing the window needs no thought, but for one thing: a picture that is nowhere but in the window's memory, because it could not be saved.
 * Then closing waits, and a person is told what would be lost. What is only being saved is waited for.
 */
export function ClosingQuestion() {
  const unsaved = unsavedWork(useIntake());
  const [asked, setAsked] = useState(false);
  const beforeUnload = useEffectEvent((event: BeforeUnloadEvent) => {
    if (unsaved.length === 0) return;
    event.preventDefault();
    setAsked(true);
  });
  useEffect(() => {
    const listener = (event: BeforeUnloadEvent) => beforeUnload(event);
    window.addEventListener('beforeunload', listener);
    return () => window.removeEventListener('beforeunload', listener);
  }, []);
  // Whoever asked to close, and then saw everything saved, still wants to close.
  const close = asked && unsaved.length === 0;
  useEffect(() => {
    if (close) window.close();
  }, [close]);

  const failed = unsaved.flatMap(({ state }) => (state.kind === 'failed' ? [state.failure] : []));
  const reasons = [...new Map(failed.map((failure) => [failure.code, describeFailure(failure)])).values()];
  const pictures = countOf(unsaved.length, 'picture');
  return (
    <Modal
      opened={asked && unsaved.length > 0} onClose={() => setAsked(false)} closeButtonProps={{ 'aria-label': 'Close this question' }}
      title={failed.length === 0 ? `Saving ${pictures}` : `Closing now would lose ${pictures} for good`}
    >
      <Stack gap="md">
        {failed.length === 0 ? <Text size="sm">Lightbox closes as soon as that is done.</Text> : (
          <>
            <Text size="sm">
              {unsaved.length === 1 ? 'It is' : 'They are'} not on the disk and not in the chart, only in this window. Everything else you did is saved.
            </Text>
            {reasons.map(({ wrong, todo }) => <Text key={wrong} size="sm"><Text span inherit fw={600}>{wrong}</Text> {todo}</Text>)}
            <Text size="sm">When a new try works, Lightbox closes by itself.</Text>
          </>
        )}
        <Group justify="flex-end">
          <Button variant="subtle" color="red" onClick={discardUnsaved}>Close and lose {unsaved.length === 1 ? 'it' : 'them'}</Button>
          {failed.length === 0 ? null : <Button variant="default" onClick={retryUnsaved}>Try again</Button>}
          <Button data-autofocus onClick={() => setAsked(false)}>Stay here</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
