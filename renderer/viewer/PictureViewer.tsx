import { Alert, Loader, Text } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { readOnlyReason } from '../../shared/fhir/edit/readOnlyReason.ts';
import { screenToImage } from '../../shared/geometry/screenToImage.ts';
import { screenPoint } from '../../shared/geometry/spaces.ts';
import type { ScreenPoint } from '../../shared/geometry/spaces.ts';
import { fail, succeed } from '../../shared/errors/result.ts';
import { AnnotationStage, LayersPanel, TextField, ToolStrip, useAnnotations, type DrawingPorts, type Tool } from '../annotate/index.ts';
import { mediaContentPath } from '../../shared/ipc/contract.ts';
import { failureOf, invoke, useAnswer } from '../ipc/index.ts';
import { FailureMessage, formatBytes } from '../ui/index.ts';
import { SoundSign } from './audio/SoundSign.tsx';
import { useVideoSound } from './audio/useVideoSound.ts';
import { CannotShow } from './CannotShow.tsx';
import { FetchContent } from './FetchContent.tsx';
import { useFrames } from './frames/useFrames.ts';
import { LeaveUnsaved } from './LeaveUnsaved.tsx';
import { CornerOverlays } from './picture/CornerOverlays.tsx';
import classes from './picture/Picture.module.css';
import { paintFrame, PictureCanvas } from './picture/PictureCanvas.tsx';
import { usePointer } from './picture/usePointer.ts';
import { useSpaceKey } from './picture/useSpaceKey.ts';
import { useView } from './picture/useView.ts';
import { ViewButtons } from './picture/ViewButtons.tsx';
import type { MediumViewerProps } from './RecordingViewer.tsx';
import { describeTime } from './transport/describeTime.ts';
import { Transport } from './transport/Transport.tsx';
import { usePlayback } from './transport/usePlayback.ts';
import { useNeighbours } from './useNeighbours.ts';
import { usePictureKeys } from './useViewerKeys.ts';
import { ViewerFrame } from './ViewerFrame.tsx';

/** A drawing is saved by itself after this long a quiet, in milliseconds. */
const quietBeforeSave = 800;

/** Stills and animations: frames, drawings, and the ways to look at them. */
export function PictureViewer({ detail, onClose, onOpenMedia }: MediumViewerProps) {
  const { view: media, patient, resource } = detail;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [surface, setSurface] = useState<HTMLDivElement | null>(null);
  const { ref: measured, width: surfaceWidth, height: surfaceHeight } = useElementSize<HTMLDivElement>();
  const surfaceRef = useMergedRef(setSurface, measured);
  const viewport = useMemo(() => ({ width: Math.max(1, surfaceWidth), height: Math.max(1, surfaceHeight) }), [surfaceWidth, surfaceHeight]);
  const [attempt, setAttempt] = useState(0);
  const [overlays, setOverlays] = useState(true);
  const [panelShown, setPanelShown] = useState(true);

  const paint = useCallback((image: ImageBitmap | VideoFrame, frame: number) => {
    if (canvas.current !== null) paintFrame(canvas.current, image, frame);
  }, []);
  const { frames, show } = useFrames(media.id, media.contentType, `${String(attempt)} ${String(media.available)}`, paint);
  const playback = usePlayback(frames, show);
  const open = frames.phase === 'open' ? frames : null;
  const sound = useVideoSound(media.kind === 'video' && open !== null ? mediaContentPath(media.id) : null, {
    playing: playback.playing, rate: playback.rate, shown: open?.shown ?? null, durations: open?.delays ?? null,
  });
  const [width, height] = [open?.width, open?.height];
  const imageSize = useMemo(() => (width === undefined || height === undefined ? null : { width, height }), [width, height]);
  const view = useView(imageSize, viewport);

  const session = useAnswer('session.state', undefined);
  const queryClient = useQueryClient();
  const ports = useMemo((): DrawingPorts => ({
    save: async (changes) => {
      try {
        const saved = await invoke('annotations.save', { mediaId: media.id, upsert: [...changes.upsert], remove: [...changes.remove] });
        queryClient.setQueryData(['media.get', { mediaId: media.id }], saved);
        return succeed({ revision: saved.view.revision });
      } catch (error) {
        const { code, ...more } = failureOf(error);
        return fail(code, more);
      }
    },
    now: () => new Date().toISOString(),
    later: (work) => {
      const timer = setTimeout(work, quietBeforeSave);
      return () => clearTimeout(timer);
    },
  }), [media.id, queryClient]);
  const readOnly = readOnlyReason(resource) !== null;
  const shownFrame = open?.shown ?? 0;
  const annotations = useAnnotations({
    layers: detail.layers, revision: media.revision, ports, author: session.data?.authorName ?? '', frame: shownFrame, imageSize,
    screenPixel: 1 / view.transform.scale, centre: screenToImage(view.transform, screenPoint(viewport.width / 2, viewport.height / 2)), readOnly,
  });
  /** What comes after a tool is taken happens on the picture; a key must not go to the button it was taken with. */
  const takeTool = (tool: Tool) => {
    annotations.takeTool(tool);
    surface?.focus({ preventScroll: true });
  };
  const neighbours = useNeighbours(media, onOpenMedia);

  /** Where somebody wanted to go when saving failed. */
  const [heldBack, setHeldBack] = useState<{ readonly go: () => void } | null>(null);
  const leave = (go: () => void) => void annotations.save().then((saved) => (saved ? go() : setHeldBack({ go })));
  const close = () => leave(onClose);
  const savingNeighbours = {
    openNewer: neighbours.openNewer === null ? null : () => leave(() => neighbours.openNewer?.()),
    openOlder: neighbours.openOlder === null ? null : () => leave(() => neighbours.openOlder?.()),
  };

  const space = useSpaceKey(playback.toggle);
  const at = (point: ScreenPoint) => screenToImage(view.transform, point);
  const pointer = usePointer(surface, {
    onPan: view.pan,
    onZoom: view.zoomBy,
    onPress: (point) => {
      // A drawing belongs to one frame: the picture stands still under the pen.
      if (playback.playing && !annotations.isEmptyAt(at(point))) playback.toggle();
      annotations.gesture({ kind: 'press', point: at(point) });
    },
    onMove: (point) => annotations.gesture({ kind: 'move', point: at(point) }),
    onRelease: (point) => annotations.gesture({ kind: 'release', point: at(point) }),
    onDoublePress: (point) => annotations.gesture({ kind: 'doublePress', point: at(point) }),
    pansAt: (point) => annotations.isEmptyAt(at(point)),
    spaceHeld: space.held,
    onSpaceDrag: space.dragged,
  });
  usePictureKeys({ annotations, takeTool, playback, view, neighbours: savingNeighbours, toggleOverlays: () => setOverlays(!overlays), togglePanel: () => setPanelShown(!panelShown) });

  const frameCount = open?.frameCount ?? 1;
  const time = describeTime(open?.delays ?? null, shownFrame);
  const marks = [...new Set(annotations.drawing.layers.flatMap(({ frame }) => (frame === null || frame >= frameCount ? [] : [frame])))];
  // R4 counts frames of pictures; a video that says nothing of them is not wrong about them.
  const stated = resource.frames ?? (media.kind === 'video' ? null : 1);
  const { tool } = annotations;
  const cursor = tool.tool === 'select' ? 'select' : tool.tool === 'text' ? 'text' : 'draw';

  return (
    <ViewerFrame
      detail={detail} neighbours={savingNeighbours} onClose={close} panelShown={panelShown}
      viewButtons={<><SoundSign sound={sound} /><ViewButtons view={view} overlays={overlays} panel={panelShown} onOverlays={() => setOverlays(!overlays)} onPanel={() => setPanelShown(!panelShown)} /></>}
      tools={<ToolStrip annotations={annotations} onTakeTool={takeTool} disabled={open === null} />}
      layers={<LayersPanel annotations={annotations} imageSize={imageSize} frame={shownFrame} frameCount={frameCount} onShowFrame={playback.goTo} />}
      transport={frameCount > 1 ? <Transport playback={playback} frameCount={frameCount} time={time} marks={marks} /> : null}
    >
      {readOnly ? <Alert color="yellow" radius={0}>{resource.status === 'entered-in-error' ? 'Entered in error: this is not part of the current record.' : 'This Media carries a modifier Lightbox does not know.'} It can be looked at, not changed.</Alert> : null}
      {open !== null && stated !== null && open.frameCount !== stated ? (
        <Alert color="yellow" radius={0} role="status">The chart says {stated === 1 ? '1 frame' : `${String(stated)} frames`}; the file holds {open.frameCount}. Lightbox shows what the file holds.</Alert>
      ) : null}
      {open?.damaged === undefined || open.damaged === null ? null : <Alert color="red" radius={0} role="status">Frame {open.damaged + 1} is damaged and cannot be shown.</Alert>}
      <div ref={surfaceRef} className={classes['surface']} tabIndex={-1} data-cursor={cursor} data-testid="picture-surface" {...pointer}>
        <div style={{ visibility: open?.shown === undefined || open.shown === null ? 'hidden' : 'visible' }}>
          <PictureCanvas canvas={canvas} view={view.transform} label={frameCount > 1 ? `${media.title}, frame ${String(shownFrame + 1)} of ${String(frameCount)}` : media.title} />
          <div className={classes['stage']}>
            <AnnotationStage annotations={annotations} view={view.transform} viewport={viewport} frame={shownFrame} />
          </div>
        </div>
        {tool.gesture === 'writing' ? (
          <TextField
            writing={tool} view={view.transform} onWrite={(text) => annotations.gesture({ kind: 'write', text })} onCancel={() => annotations.gesture({ kind: 'cancel' })}
          />
        ) : null}
        {overlays && open !== null ? (
          <CornerOverlays
            patient={patient} media={media} magnification={view.transform.scale * window.devicePixelRatio}
            frame={frameCount > 1 ? { number: shownFrame + 1, count: frameCount, time } : null}
          />
        ) : null}
        <Obstacle frames={frames} mediaId={media.id} available={media.available} contentType={media.contentType} onRetry={() => setAttempt(attempt + 1)} />
      </div>
      <LeaveUnsaved
        failure={heldBack === null ? null : annotations.drawing.failure} onStay={() => setHeldBack(null)} onRetry={() => leave(heldBack?.go ?? onClose)} onLeave={() => heldBack?.go()}
      />
    </ViewerFrame>
  );
}

/** In place of a picture that is not there (yet): how far it is, or why not and what to do. */
function Obstacle({ frames, mediaId, available, contentType, onRetry }: {
  readonly frames: ReturnType<typeof useFrames>['frames']; readonly mediaId: string; readonly available: boolean; readonly contentType: string | null; readonly onRetry: () => void;
}) {
  if (frames.phase === 'open') return null;
  if (frames.phase === 'loading') {
    return frames.loaded === 0 ? null : (
      <div className={classes['message']} role="status">
        <Text size="sm"><Loader size={14} mr="sm" />Opening {formatBytes(frames.loaded)}{frames.total === null ? '' : ` of ${formatBytes(frames.total)}`}</Text>
      </div>
    );
  }
  return (
    <div className={classes['message']}>
      {frames.failure === 'missing' || !available
        ? <FetchContent mediaId={mediaId} onFetched={onRetry} />
        : frames.failure === 'undecodable'
          ? <CannotShow contentType={contentType} />
          : <FailureMessage failure={{ code: 'local.blob-corrupt' }} onRetry={onRetry} />}
    </div>
  );
}
