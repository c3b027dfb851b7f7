import { Button, Text } from '@mantine/core';
import { useAnswer } from '../ipc/index.ts';
import { CardSkeletons, FailureMessage } from '../ui/index.ts';
import { DarkRoom } from '../viewer/index.ts';
import { ConflictChooser } from './ConflictChooser.tsx';
import classes from './Conflict.module.css';

/** A Media that both sides changed, to be decided; dark like the viewer, for it is looked at the same way. */
export function ConflictScreen({ mediaId, onClose, onDone }: { readonly mediaId: string; readonly onClose: () => void; readonly onDone: () => void }) {
  const { data: conflict, error, refetch } = useAnswer('conflict.get', { mediaId });
  return (
    <DarkRoom>
      {conflict === undefined || conflict === null ? (
        <main className={classes['lone']}>
          {error !== null ? <FailureMessage failure={error.failure} onRetry={() => void refetch()} /> : conflict === null ? <Text>Nothing is left to decide here.</Text> : <CardSkeletons count={1} />}
          <Button variant="default" onClick={onClose}>Back</Button>
        </main>
      ) : <ConflictChooser conflict={conflict} onDone={onDone} onClose={onClose} />}
    </DarkRoom>
  );
}
