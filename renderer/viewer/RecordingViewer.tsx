import { useState } from 'react';
import type { MediaDetail } from '../../shared/ipc/contract.ts';
import { CannotShow } from './CannotShow.tsx';
import { FetchContent } from './FetchContent.tsx';
import { useNeighbours } from './useNeighbours.ts';
import { useMediumKeys } from './useViewerKeys.ts';
import { ViewerFrame } from './ViewerFrame.tsx';
import classes from './Viewer.module.css';

export interface MediumViewerProps {
  readonly detail: MediaDetail;
  readonly onClose: () => void;
  readonly onOpenMedia: ((mediaId: string) => void) | undefined;
}

/** What is neither looked at nor heard here says so. */
export function RecordingViewer({ detail, onClose, onOpenMedia }: MediumViewerProps) {
  const neighbours = useNeighbours(detail.view, onOpenMedia);
  const [panelShown, setPanelShown] = useState(true);
  const { view } = detail;
  useMediumKeys(neighbours, () => setPanelShown(!panelShown));
  return (
    <ViewerFrame detail={detail} neighbours={neighbours} onClose={onClose} panelShown={panelShown}>
      <div className={classes['recording']}>{view.available ? <CannotShow contentType={view.contentType} /> : <FetchContent mediaId={view.id} />}</div>
    </ViewerFrame>
  );
}
