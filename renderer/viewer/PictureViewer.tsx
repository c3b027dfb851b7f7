import { Alert, Loader, Text } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { readOnlyReason } from '../../shared/fhir/edit/readOnlyReason.ts';
import { screenToImage } from '../../shared/geometry/screenToImage.ts';
import { showsSquares } from '../../shared/geometry/showsSquares.ts';
import { screenPoint } from '../../shared/geometry/spaces.ts';
import type { ScreenPoint } from '../../shared/geometry/spaces.ts';
import { fail, succeed } from '../../shared/errors/result.ts';
import { AnnotationStage, LayersPanel, TextField, ToolStrip, useAnnotations, type DrawingPorts, type Tool } from '../annotate/index.ts';
import { mediaContentPath } from '../../shared/ipc/contract.ts';
import { failureOf, invoke, useAnswer } from '../ipc/index.ts';
import { framesPerSecond, timingOf } from '../../shared/frames/frameClock.ts';
import { FailureMessage, formatBytes, useKeyTable } from '../ui/index.ts';
import { SoundSign } from './audio/SoundSign.tsx';
import { useVideoSound } from './audio/useVideoSound.ts';
import { CannotShow } from './CannotShow.tsx';
import { CloserButtons } from './closer/CloserButtons.tsx';
import { CloserLook } from './closer/CloserLook.tsx';
import { useCloserLook } from './closer/useCloserLook.ts';
import { FileFacts } from './dicom/FileFacts.tsx';
import { IdentityBar } from './dicom/IdentityBar.tsx';
import { OverlayPlanes } from './dicom/OverlayPlanes.tsx';
import { TagsTab } from './dicom/TagsTab.tsx';
import { FetchContent } from './FetchContent.tsx';
import { FrameCountNotice } from './FrameCountNotice.tsx';
import { describeDamage } from './frames/describeDamage.ts';
import { useFrames } from './frames/useFrames.ts';
import { usePartInView } from './frames/usePartInView.ts';
import { dicomKeys } from './keys.ts';
import { LifeSizeButton } from './lifeSize/LifeSizeButton.tsx';
import { LifeSizeNotice } from './lifeSize/LifeSizeNotice.tsx';
import { useLifeSize } from './lifeSize/useLifeSize.ts';
import { LeaveUnsaved } from './LeaveUnsaved.tsx';
import { CornerOverlays } from './picture/CornerOverlays.tsx';
import { OrientationSign } from './picture/OrientationSign.tsx';
import { PartInView } from './picture/PartInView.tsx';
import classes from './picture/Picture.module.css';
import { PictureCanvas } from './picture/PictureCanvas.tsx';
import { usePointer } from './picture/usePointer.ts';
import { usePictureSize } from './picture/usePictureSize.ts';
import { useSpaceKey } from './picture/useSpaceKey.ts';
import { useView } from './picture/useView.ts';
import { ViewButtons } from './picture/ViewButtons.tsx';
import type { MediumViewerProps } from './RecordingViewer.tsx';
import { describeTime } from './transport/describeTime.ts';
import { FrameStrip } from './transport/FrameStrip.tsx';
import { Transport } from './transport/Transport.tsx';
import { usePlayback } from './transport/usePlayback.ts';
import { useFullScreen } from './useFullScreen.ts';
import { useNeighbours } from './useNeighbours.ts';
import { useRememberedLook, useRememberLook } from './useRememberedLook.ts';
import { usePictureKeys } from './useViewerKeys.ts';
import { ViewerFrame } from './ViewerFrame.tsx';
import { ColourButton } from './window/ColourButton.tsx';
import { colourFilterId } from './window/useColourDisplay.ts';
import { useLook, useWindowTool } from './window/useLook.ts';
import { WindowButtons } from './window/WindowButtons.tsx';

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
  const [strip, setStrip] = useState(false);
  const fullScreen = useFullScreen();
  const remembered = useRememberedLook(media.id);
  const closer = useCloserLook(remembered.squares);

  const look = useLook(canvas, remembered.pixels);
  const { frames, show, showPart } = useFrames(media.id, `${String(attempt)} ${String(media.available)}`, look.paint);
  const playback = usePlayback(frames, show, remembered.playback);
  const open = frames.phase === 'open' ? frames : null;
  const dicom = open?.dicom ?? null;
  const sound = useVideoSound(media.kind === 'video' && open !== null ? mediaContentPath(media.id) : null, {
    playing: playback.playing, rate: playback.rate, shown: open?.shown ?? null, durations: open?.delays ?? null,
  });
  const imageSize = usePictureSize(open);
  const view = useView(imageSize, viewport, remembered.looking);
  useRememberLook(media.id, { looking: view.looking, pixels: { grey: look.grey.look, colour: look.colour.display }, squares: closer.squares, playback });
  const part = usePartInView(frames, showPart, view.transform, viewport);
  const lifeSize = useLifeSize(open, view);

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
    screenPixel: 1 / (view.transform.scale * Math.sqrt(view.transform.pixelAspect)), centre: screenToImage(view.transform, screenPoint(viewport.width / 2, viewport.height / 2)), readOnly,
  });
  /** What comes after a tool is taken happens on the picture; a key must not go to the button it was taken with. */
  const toPicture = () => surface?.focus({ preventScroll: true });
  const windowTool = useWindowTool(look.grey, dicom?.modality ?? null, toPicture);
  const [planes, setPlanes] = useState(true);
  useKeyTable(dicomKeys, dicom === null || dicom.overlays.length === 0 ? {} : { planes: () => setPlanes(!planes) });
  const takeTool = (tool: Tool) => {
    windowTool.drop();
    annotations.takeTool(tool);
    toPicture();
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
    onDrag: windowTool.dragging ? look.grey.drag : null,
    // A corner of a polygon is taken back; anything else that was begun is dropped.
    onAbandon: () => annotations.gesture({ kind: annotations.tool.gesture === 'placing' ? 'back' : 'cancel' }),
    pansAt: (point) => annotations.isEmptyAt(at(point)),
    spaceHeld: space.held,
    onSpaceDrag: space.dragged,
  });
  usePictureKeys({
    annotations, takeTool, playback, view, neighbours: savingNeighbours, showLifeSize: lifeSize.show, toggleOverlays: () => setOverlays(!overlays), togglePanel: () => setPanelShown(!panelShown),
    toggleFullScreen: fullScreen.toggle, toggleStrip: () => setStrip(!strip),
  });

  const frameCount = open?.frameCount ?? 1;
  const timing = timingOf(open?.contentType ?? '');
  const time = describeTime(open?.delays ?? null, shownFrame, timing);
  const marks = [...new Set(annotations.drawing.layers.flatMap(({ frame }) => (frame === null || frame >= frameCount ? [] : [frame])))];
  const { tool } = annotations;
  const lookButtons = look.grey.shown === null
    ? (open?.shown === undefined || open.shown === null ? null : <ColourButton colour={look.colour} />)
    : <WindowButtons window={look.grey} presets={windowTool.presets} dragging={windowTool.dragging} onDragging={windowTool.take} />;
  const colourFilter = look.colour.adjusted ? `url(#${colourFilterId})` : undefined;
  const cursor = windowTool.dragging ? 'window' : tool.tool === 'select' ? 'select' : tool.tool === 'text' ? 'text' : 'draw';

  return (
    <ViewerFrame
      detail={detail} neighbours={savingNeighbours} onClose={close} panelShown={panelShown} bare={fullScreen}
      viewButtons={(
        <>
          {lookButtons}
          <SoundSign sound={sound} />
          <ViewButtons
            view={view} overlays={overlays} panel={panelShown} lifeSize={<LifeSizeButton lifeSize={lifeSize} />} closer={<CloserButtons closer={closer} />} onFullScreen={fullScreen.toggle} onOverlays={() => setOverlays(!overlays)}
            onPanel={() => setPanelShown(!panelShown)}
          />
        </>
      )}
      {...(dicom === null || open === null ? {} : { tags: <TagsTab tags={dicom.tags} />, facts: <FileFacts medium={open} /> })}
      tools={<ToolStrip annotations={annotations} onTakeTool={takeTool} disabled={open === null} />}
      layers={<LayersPanel annotations={annotations} imageSize={imageSize} frame={shownFrame} frameCount={frameCount} onShowFrame={playback.goTo} />}
      transport={frameCount > 1 ? (
        <>
          {strip ? <FrameStrip mediaId={media.id} pixelAspect={imageSize?.pixelAspect ?? 1} frameCount={frameCount} frame={playback.frame} marks={marks} onGo={playback.goTo} /> : null}
          <Transport
            playback={playback} frameCount={frameCount} time={time} marks={marks} framesPerSecond={framesPerSecond(open?.delays ?? null, open?.shownDelay ?? null, playback.rate, timing)}
            ranges={playback} strip={{ shown: strip, toggle: () => setStrip(!strip) }}
          />
        </>
      ) : null}
    >
      {readOnly ? <Alert color="yellow" radius={0}>{resource.status === 'entered-in-error' ? 'Entered in error: this is not part of the current record.' : 'This Media carries a modifier Lightbox does not know.'} It can be looked at, not changed.</Alert> : null}
      {dicom === null ? null : <IdentityBar patient={dicom.patient} chart={detail.identity} />}
      {open === null ? null : <FrameCountNotice detail={detail} counted={open.frameCount} readOnly={readOnly} />}
      {open?.damaged === undefined || open.damaged === null ? null : <Alert color="red" radius={0} role="status">Frame {open.damaged.frame + 1} {describeDamage(open.damaged.failure)}</Alert>}
      <div ref={surfaceRef} className={classes['surface']} tabIndex={-1} data-cursor={cursor} data-testid="picture-surface" {...pointer}>
        <div style={{ visibility: open?.shown === undefined || open.shown === null ? 'hidden' : 'visible' }}>
          <PictureCanvas canvas={canvas} view={view.transform} label={frameCount > 1 ? `${media.title}, frame ${String(shownFrame + 1)} of ${String(frameCount)}` : media.title} squares={closer.squares} filter={colourFilter} />
          {part === null ? null : <PartInView part={part} view={view.transform} squares={closer.squares} filter={colourFilter} />}
          {dicom !== null && planes && imageSize !== null && dicom.overlays.length > 0 ? <OverlayPlanes overlays={dicom.overlays} frame={shownFrame} image={imageSize} view={view.transform} /> : null}
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
            patient={patient} media={media} magnification={view.transform.scale * window.devicePixelRatio} squares={showsSquares(view.transform, window.devicePixelRatio, closer.squares)}
            lifeSize={lifeSize.words} look={windowTool.words ?? (look.colour.adjusted ? 'Display adjusted' : null)}
            frame={frameCount > 1 ? { number: shownFrame + 1, count: frameCount, time } : null}
          />
        ) : null}
        <OrientationSign orientation={view.looking.orientation} />
        <LifeSizeNotice lifeSize={lifeSize} />
        {imageSize === null ? null : (
          <CloserLook closer={closer} surface={surface} canvas={canvas} image={imageSize} view={view.transform} viewport={viewport} frames={frames} showPart={showPart} readPixel={windowTool.readPixel} />
        )}
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
      {frames.failure.code === 'local.blob-missing' || !available
        ? <FetchContent mediaId={mediaId} onFetched={onRetry} />
        : frames.failure.code.startsWith('data.')
          ? <CannotShow contentType={contentType} failure={frames.failure} />
          : <FailureMessage failure={{ code: 'local.blob-corrupt' }} onRetry={onRetry} />}
    </div>
  );
}
