import { useState } from 'react';
import { mediaContentPath } from '../../shared/ipc/contract.ts';
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

/** Video and sound play as they are; a kind that cannot be shown says so. */
export function RecordingViewer({ detail, onClose, onOpenMedia }: MediumViewerProps) {
  const neighbours = useNeighbours(detail.view, onOpenMedia);
  const [panelShown, setPanelShown] = useState(true);
  const [broken, setBroken] = useState(false);
  const { view } = detail;
  useMediumKeys(neighbours, () => setPanelShown(!panelShown));
  const medium = () => {
    if (!view.available) return <FetchContent mediaId={view.id} />;
    if (!broken && (view.kind === 'video' || view.kind === 'audio')) {
      const Player = view.kind;
      return <Player controls aria-label={view.title} src={mediaContentPath(view.id)} onError={() => setBroken(true)} />;
    }
    return <CannotShow contentType={view.contentType} />;
  };
  return (
    <ViewerFrame detail={detail} neighbours={neighbours} onClose={onClose} panelShown={panelShown}>
      <div className={classes['recording']}>{medium()}</div>
    </ViewerFrame>
  );
}
