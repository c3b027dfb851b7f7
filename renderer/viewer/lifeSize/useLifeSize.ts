import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { lifeSizeOf, lifeSizeScale, timesLifeSize } from '../../../shared/dicom/display/lifeSize.ts';
import { useScreenScale } from '../../screen/index.ts';
import type { OpenedMedium } from '../frames/frameProtocol.ts';
import type { View } from '../picture/useView.ts';
import { describeTimes, whyUnknown } from './lifeSizeWords.ts';

export interface LifeSizeState {
  /** Shows the picture life size; where that cannot be, says why, or asks how large the screen is. */
  readonly show: () => void;
  /** How large it is shown now; null: nobody knows. */
  readonly words: string | null;
  /** Why it cannot be shown so, whatever the screen; null: it can. */
  readonly refusal: string | null;
  readonly asking: boolean;
  readonly stopAsking: () => void;
  readonly calibrated: (pixelsPerMillimetre: number) => void;
}

export function useLifeSize(medium: Pick<OpenedMedium, 'spacing' | 'pixelAspect'> | null, view: View): LifeSizeState {
  const { pixelsPerMillimetre } = useScreenScale();
  const [asking, setAsking] = useState(false);
  const size = lifeSizeOf(medium?.spacing ?? { kind: 'uncalibrated' }, medium?.pixelAspect ?? 1);
  const showAt = (density: number) => {
    setAsking(false);
    if (size.kind === 'known') view.scaleTo(lifeSizeScale(size.pixelWidth, density));
  };
  const refusal = size.kind === 'known' ? null : whyUnknown[size.why];
  return {
    show: () => {
      if (medium === null) return;
      if (refusal !== null) notifications.show({ id: 'life-size', title: 'It cannot be shown life size', message: refusal, autoClose: 8000, closeButtonProps: { 'aria-label': 'Close' } });
      else if (pixelsPerMillimetre === null) setAsking(true);
      else showAt(pixelsPerMillimetre);
    },
    words: size.kind === 'known' && pixelsPerMillimetre !== null ? describeTimes(timesLifeSize(size.pixelWidth, view.transform.scale, pixelsPerMillimetre)) : null,
    refusal, asking,
    stopAsking: () => setAsking(false),
    calibrated: showAt,
  };
}
