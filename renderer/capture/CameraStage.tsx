import { Button, FileButton, Select, UnstyledButton } from '@mantine/core';
import { IconCameraFilled, IconFolderOpen } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { PatientView } from '../../shared/ipc/views.ts';
import { callName, describeBirth, describeRecordNumber, useKeyTable, useNow } from '../ui/index.ts';
import { captureKeys } from './captureKeys.ts';
import classes from './CameraStage.module.css';
import { LivePicture } from './LivePicture.tsx';
import { NoCamera } from './NoCamera.tsx';
import { takePicture } from './takePicture.ts';
import { useCamera } from './useCamera.ts';

export interface CameraStageProps {
  readonly patient: PatientView;
  readonly onPicture: (picture: Blob, source: 'camera' | 'file') => void;
}

/** The live picture as large as it gets, with the patient's name in it, and the shutter. */
export function CameraStage({ patient, onPicture }: CameraStageProps) {
  const now = useNow();
  const camera = useCamera();
  const video = useRef<HTMLVideoElement>(null);
  const openFiles = useRef<HTMLButtonElement>(null);
  // After a choice the focus goes back to the shutter, so that Space is the next picture and nothing else.
  const shutter = useRef<HTMLButtonElement>(null);
  const [shots, setShots] = useState(0);
  const { state } = camera;
  const [shownStream, setShownStream] = useState<MediaStream | null>(null);
  // A press before the first frame would be lost; the shutter waits for it.
  const live = state.kind === 'live' && state.stream === shownStream;

  const shoot = async () => {
    const picture = video.current === null ? null : await takePicture(video.current);
    if (picture === null) return;
    setShots((count) => count + 1);
    onPicture(picture, 'camera');
  };
  useKeyTable(captureKeys, { ...(live ? { shoot: () => void shoot() } : {}), files: () => openFiles.current?.click() });

  return (
    <section className={classes['stage']} aria-label="Camera">
      <div className={classes['picture']}>
        {state.kind === 'live'
          ? <LivePicture ref={video} stream={state.stream} shots={shots} onFirstFrame={() => setShownStream(state.stream)} />
          : <NoCamera state={state.kind} onRetry={camera.retry} />}
        <p className={classes['whose']}><strong>{callName(patient)}</strong> {describeBirth(patient, now)} · {describeRecordNumber(patient)}</p>
      </div>
      <div className={classes['controls']}>
        <div className={classes['side']}>
          {camera.devices.length < 2 ? null : (
            <Select
              aria-label="Camera" size="md" maw={260} allowDeselect={false} value={camera.deviceId}
              data={camera.devices.map((device, index) => ({ value: device.deviceId, label: device.label === '' ? `Camera ${String(index + 1)}` : device.label }))}
              onChange={(deviceId) => {
                if (deviceId !== null) camera.choose(deviceId);
                shutter.current?.focus();
              }}
            />
          )}
        </div>
        <UnstyledButton ref={shutter} className={classes['shutter']} aria-label="Take picture" title="Take picture (Space)" disabled={!live} onClick={() => void shoot()}>
          <IconCameraFilled size={28} aria-hidden />
        </UnstyledButton>
        <div className={classes['side']} data-end>
          <FileButton
            multiple
            onChange={(files) => {
              for (const file of files) onPicture(file, 'file');
              shutter.current?.focus();
            }}
          >
            {(props) => <Button {...props} ref={openFiles} variant="default" h={44} leftSection={<IconFolderOpen size={18} aria-hidden />}>Choose files</Button>}
          </FileButton>
        </div>
      </div>
      <p className={classes['hint']}>Space takes the picture, Ctrl-Enter while you type. Files can also be dropped here or pasted.</p>
      <p className={classes['spoken']} role="status">{shots === 0 ? '' : `Picture ${String(shots)} taken`}</p>
    </section>
  );
}
