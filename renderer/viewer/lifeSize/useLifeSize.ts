import { useEffect, useState } from 'react';
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
  /** Stands over the picture after it was asked for in vain. */
  readonly notice: string | null;
  readonly asking: boolean;
  readonly stopAsking: () => void;
  readonly calibrated: (pixelsPerMillimetre: number) => void;
}

/** Milliseconds; long enough to be read twice. */
const toldFor = 8000;

export function useLifeSize(medium: Pick<OpenedMedium, 'spacing' | 'pixelAspect'> | null, view: View): LifeSizeState {
  const { pixelsPerMillimetre } = useScreenScale();
  const [asking, setAsking] = useState(false);
  const [told, setTold] = useState(false);
  useEffect(() => {
    if (!told) return undefined;
    const timer = setTimeout(() => setTold(false), toldFor);
    return () => clearTimeout(timer);
  }, [told]);
  const size = lifeSizeOf(medium?.spacing ?? { kind: 'uncalibrated' }, medium?.pixelAspect ?? 1);
  const showAt = (density: number) => {
    setAsking(false);
    if (size.kind === 'known') view.scaleTo(lifeSizeScale(size.pixelWidth, density));
  };
  const refusal = size.kind === 'known' ? null : whyUnknown[size.why];
  return {
    show: () => {
      if (medium === null) return;
      if (refusal !== null) setTold(true);
      else if (pixelsPerMillimetre === null) setAsking(true);
      else showAt(pixelsPerMillimetre);
    },
    words: size.kind === 'known' && pixelsPerMillimetre !== null ? describeTimes(timesLifeSize(size.pixelWidth, view.transform.scale, pixelsPerMillimetre)) : null,
    refusal, asking,
    notice: told && refusal !== null ? `Life size is not known. ${refusal}` : null,
    stopAsking: () => setAsking(false),
    calibrated: showAt,
  };
}
