import { Button, Text } from '@mantine/core';
import { IconCameraOff } from '@tabler/icons-react';
import type { CameraState } from './useCamera.ts';
import classes from './NoCamera.module.css';

const explanations = {
  none: { title: 'No camera found', text: 'Connect one and try again, or choose, drop or paste files.' },
  denied: { title: 'The camera is not allowed', text: 'Allow Lightbox to use the camera in the settings of this computer, or choose, drop or paste files.' },
  busy: { title: 'The camera does not start', text: 'Another program may be using it. Close that program and try again, or choose, drop or paste files.' },
} as const satisfies Record<Exclude<CameraState['kind'], 'live' | 'starting'>, { title: string; text: string }>;

export interface NoCameraProps {
  readonly state: Exclude<CameraState['kind'], 'live'>;
  readonly onRetry: () => void;
}

/** In the place of the live picture: why there is none. Files still work. */
export function NoCamera({ state, onRetry }: NoCameraProps) {
  if (state === 'starting') return <Text size="sm" role="status">Starting the camera</Text>;
  const { title, text } = explanations[state];
  return (
    <div className={classes['place']} role="status">
      <IconCameraOff size={40} stroke={1.4} aria-hidden />
      <Text fw={600}>{title}</Text>
      <Text size="sm" maw={360}>{text}</Text>
      <Button mt="md" h={44} variant="white" color="dark" onClick={onRetry}>Try again</Button>
    </div>
  );
}
