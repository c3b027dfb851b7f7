import { useSyncExternalStore } from 'react';
import { pixelsPerMillimetreOf, readCalibrations, withCalibration } from './screenCalibration.ts';

/** Of this computer, not of a patient: it is kept with the colours of the window, in clear. */
const place = 'lightbox.screens';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // Another screen, another zoom: what a millimetre is changes with them.
  window.addEventListener('resize', listener);
  window.addEventListener('focus', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('resize', listener);
    window.removeEventListener('focus', listener);
  };
}

function now(): number | null {
  return pixelsPerMillimetreOf(readCalibrations(localStorage.getItem(place)), window.screen, window.devicePixelRatio);
}

export interface ScreenScale {
  /** CSS pixels of the screen the window is on; null: nobody calibrated it. */
  readonly pixelsPerMillimetre: number | null;
  /** null forgets. */
  readonly calibrate: (pixelsPerMillimetre: number | null) => void;
}

export function useScreenScale(): ScreenScale {
  const pixelsPerMillimetre = useSyncExternalStore(subscribe, now);
  return {
    pixelsPerMillimetre,
    calibrate: (measured) => {
      const calibrations = withCalibration(readCalibrations(localStorage.getItem(place)), window.screen, window.devicePixelRatio, measured);
      localStorage.setItem(place, JSON.stringify(calibrations));
      for (const listener of listeners) listener();
    },
  };
}
