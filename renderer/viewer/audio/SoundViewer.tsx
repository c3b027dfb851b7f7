import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { timedNote } from '../../../shared/annotation/timeAnchor.ts';
import type { Failure } from '../../../shared/errors/errorCode.ts';
import { readOnlyReason } from '../../../shared/fhir/edit/readOnlyReason.ts';
import { mediaContentPath } from '../../../shared/ipc/contract.ts';
import { failureOf, invoke, useAnswer } from '../../ipc/index.ts';
import { useKeyTable } from '../../ui/index.ts';
import { CannotShow } from '../CannotShow.tsx';
import { FetchContent } from '../FetchContent.tsx';
import type { MediumViewerProps } from '../RecordingViewer.tsx';
import { useNeighbours } from '../useNeighbours.ts';
import { useMediumKeys } from '../useViewerKeys.ts';
import { ViewerFrame } from '../ViewerFrame.tsx';
import { momentNotes } from './momentNotes.ts';
import classes from './Sound.module.css';
import { soundKeys } from './soundKeys.ts';
import { SoundTransport } from './SoundTransport.tsx';
import { TimeNotes } from './TimeNotes.tsx';
import { useSoundPlayer } from './useSoundPlayer.ts';
import { useSoundReading } from './useSoundReading.ts';
import { Waveform } from './Waveform.tsx';

/** More than a wide screen has pixels. */
const parts = 4096;

/** A recording: what is heard, where in it, and the notes about moments of it. */
export function SoundViewer({ detail, onClose, onOpenMedia }: MediumViewerProps) {
  const { view: media, resource } = detail;
  const neighbours = useNeighbours(media, onOpenMedia);
  const [panelShown, setPanelShown] = useState(true);
  const path = media.available ? mediaContentPath(media.id) : null;
  const reading = useSoundReading(path, parts);
  const duration = reading.sound?.duration ?? media.durationSeconds;
  const player = useSoundPlayer(path, duration);
  const { moments, whole } = momentNotes(resource, detail.notes);
  const marks = [...new Set(moments.map(({ atMilliseconds }) => atMilliseconds / 1000))].filter((mark) => duration !== null && mark <= duration);

  const session = useAnswer('session.state', undefined);
  const queryClient = useQueryClient();
  const author = session.data?.authorName ?? '';
  const [writingAt, setWritingAt] = useState<number | null>(null);
  const writes = readOnlyReason(resource) === null && author !== '';
  const write = () => {
    if (player.playing) player.toggle();
    setWritingAt((before) => before ?? Math.round(player.time * 1000));
    setPanelShown(true);
  };
  const save = async (words: string): Promise<Failure | null> => {
    if (writingAt === null) return null;
    const note = { id: crypto.randomUUID(), authorString: author, time: new Date().toISOString(), ...timedNote({ atMilliseconds: writingAt, words }) };
    try {
      const saved = await invoke('media.edit', { mediaId: media.id, edit: { element: 'note', at: resource.note?.length ?? 0, from: null, to: note } });
      queryClient.setQueryData(['media.get', { mediaId: media.id }], saved);
      setWritingAt(null);
      return null;
    } catch (error) {
      return failureOf(error);
    }
  };

  useMediumKeys(neighbours, () => setPanelShown(!panelShown));
  const step = (seconds: number) => () => player.seek(player.time + seconds);
  useKeyTable(soundKeys, path === null ? {} : {
    play: player.toggle, back: step(-1), ahead: step(1), farBack: step(-10), farAhead: step(10), first: () => player.seek(0), last: () => player.seek(duration ?? 0),
    slower: () => player.changeRate(-1), faster: () => player.changeRate(1), ...(writes ? { note: write } : {}),
  });

  const stage = () => {
    if (path === null) return <FetchContent mediaId={media.id} />;
    if (player.broken || reading.sound === null || (reading.failure !== null && duration === null)) return <CannotShow contentType={media.contentType} failure={reading.failure} />;
    return (
      <>
        {duration === null ? <Text size="sm" role="status">Opening</Text> : <Waveform peaks={reading.peaks} duration={duration} time={player.time} marks={marks} onSeek={player.seek} />}
        <Text size="xs" c="dimmed" role="status">{reading.failure !== null ? 'The waveform could not be drawn.' : reading.isRead || duration === null ? '' : 'Drawing the waveform'}</Text>
      </>
    );
  };
  return (
    <ViewerFrame
      detail={detail} neighbours={neighbours} onClose={onClose} panelShown={panelShown} notes={whole}
      layers={
        <TimeNotes
          notes={moments} writingAt={writingAt} onWrite={writes && path !== null ? write : null} onSave={save} onCancel={() => setWritingAt(null)} onGoTo={(at) => player.seek(at / 1000)}
        />
      }
      transport={path === null || duration === null || player.broken ? null : <SoundTransport player={player} duration={duration} marks={marks} onNote={writes ? write : null} />}
    >
      <div className={classes['stage']}>{stage()}</div>
    </ViewerFrame>
  );
}
