import { useState } from 'react';
import { mediaContentPath } from '../../shared/ipc/contract.ts';
import type { MediaDetail } from '../../shared/ipc/contract.ts';
import { useKeyTable } from '../ui/index.ts';
import { CannotShow } from './CannotShow.tsx';
import { FetchContent } from './FetchContent.tsx';
import { viewerKeys } from './keys.ts';
import { useNeighbours } from './useNeighbours.ts';
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
  useKeyTable(viewerKeys, {
    panel: () => setPanelShown(!panelShown),
    ...(neighbours.openNewer === null ? {} : { previousMedia: neighbours.openNewer }),
    ...(neighbours.openOlder === null ? {} : { nextMedia: neighbours.openOlder }),
  });
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
