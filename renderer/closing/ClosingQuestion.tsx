import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { describeFailure } from '../../shared/errors/describeFailure.ts';
import { discardUnsaved, retryUnsaved, unsavedWork, useIntake } from '../intake/index.ts';
import { saveWhatIsInHand, unsavedInHand } from '../ipc/index.ts';
import { countOf } from '../ui/index.ts';

/** What is done sooner needs no words. */
const quietMilliseconds = 300;

/**
 * Closing the window needs no thought, but for one thing: what is nowhere but in the window's memory, because it could not be saved. Then closing
 * waits, and a person is told what would be lost. What is only being saved is waited for.
 */
export function ClosingQuestion() {
  const pictures = unsavedWork(useIntake());
  /** Null: nobody wants to close. Drawings are tried once more before anybody is asked about them. */
  const [wish, setWish] = useState<{ readonly drawings: number; readonly saving: boolean } | null>(null);
  const [quiet, setQuiet] = useState(true);
  const [meant, setMeant] = useState(false);
  const asked = wish !== null;
  const lost = [
    ...(pictures.length === 0 ? [] : [countOf(pictures.length, 'picture')]),
    ...(wish === null || wish.drawings === 0 ? [] : ['what you drew last']),
  ];

  const save = async () => {
    setWish({ drawings: unsavedInHand(), saving: true });
    await saveWhatIsInHand();
    setWish({ drawings: unsavedInHand(), saving: false });
  };
  const stay = () => {
    setWish(null);
    setQuiet(true);
  };
  const beforeUnload = useEffectEvent((event: BeforeUnloadEvent) => {
    if (meant || (pictures.length === 0 && unsavedInHand() === 0)) return;
    event.preventDefault();
    void save();
  });
  useEffect(() => {
    const listener = (event: BeforeUnloadEvent) => beforeUnload(event);
    window.addEventListener('beforeunload', listener);
    return () => window.removeEventListener('beforeunload', listener);
  }, []);
  useEffect(() => {
    if (!asked) return undefined;
    const timer = setTimeout(() => setQuiet(false), quietMilliseconds);
    return () => clearTimeout(timer);
  }, [asked]);
  // Whoever asked to close, and then saw everything saved, still wants to close.
  const close = meant || (asked && lost.length === 0);
  useEffect(() => {
    if (close) window.close();
  }, [close]);

  const failed = pictures.flatMap(({ state }) => (state.kind === 'failed' ? [state.failure] : []));
  const reasons = [...new Map(failed.map((failure) => [failure.code, describeFailure(failure)])).values()];
  const saving = failed.length === 0 && (wish?.saving === true || wish?.drawings === 0);
  return (
    <Modal
      opened={asked && lost.length > 0 && !quiet && !meant} onClose={stay} closeButtonProps={{ 'aria-label': 'Close this question' }}
      title={saving ? `Saving ${lost.join(' and ')}` : `Closing now would lose ${lost.join(' and ')} for good`}
    >
      <Stack gap="md">
        {saving ? <Text size="sm">Lightbox closes as soon as that is done.</Text> : (
          <>
            <Text size="sm">It is not on the disk and not in the chart, only in this window. Everything else you did is saved.</Text>
            {reasons.map(({ wrong, todo }) => <Text key={wrong} size="sm"><Text span inherit fw={600}>{wrong}</Text> {todo}</Text>)}
            <Text size="sm">When a new try works, Lightbox closes by itself.</Text>
          </>
        )}
        <Group justify="flex-end">
          <Button
            variant="default"
            onClick={() => {
              discardUnsaved();
              setMeant(true);
            }}
          >
            Close and lose it
          </Button>
          {saving ? null : (
            <Button
              variant="default"
              onClick={() => {
                retryUnsaved();
                void save();
              }}
            >
              Try again
            </Button>
          )}
          <Button data-autofocus onClick={stay}>Stay here</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
