import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useAnswer } from '../ipc/index.ts';
import { CardSkeletons, FailureMessage } from '../ui/index.ts';
import { DarkRoom } from './DarkRoom.tsx';
import { SoundViewer } from './audio/SoundViewer.tsx';
import { PictureViewer } from './PictureViewer.tsx';
import { RecordingViewer, type MediumViewerProps } from './RecordingViewer.tsx';
import classes from './Viewer.module.css';

export interface ViewerScreenProps {
  readonly mediaId: string;
  readonly onClose: () => void;
  /** Without it there is no way to the neighbours. */
  readonly onOpenMedia?: ((mediaId: string) => void) | undefined;
}

/** One medium, as large as the window lets it be. Always dark, so that colour can be judged. */
export function ViewerScreen({ mediaId, onClose, onOpenMedia }: ViewerScreenProps) {
  const { data: detail, error, refetch } = useAnswer('media.get', { mediaId });
  return (
    <DarkRoom>
      {detail !== undefined ? (
        <MediumViewer key={mediaId} detail={detail} onClose={onClose} onOpenMedia={onOpenMedia} />
      ) : (
        <main className={classes['lone']}>
          <Button variant="default" leftSection={<IconArrowLeft size={18} aria-hidden />} onClick={onClose}>Back</Button>
          {error === null ? <CardSkeletons count={1} /> : <FailureMessage failure={error.failure} onRetry={() => void refetch()} />}
        </main>
      )}
    </DarkRoom>
  );
}

function MediumViewer(props: MediumViewerProps) {
  switch (props.detail.view.kind) {
    case 'photo':
    case 'animation':
    case 'video':
    case 'document':
      return <PictureViewer {...props} />;
    case 'audio':
      return <SoundViewer {...props} />;
    case 'other':
      return <RecordingViewer {...props} />;
  }
}
