import { useState } from 'react';

export interface CloserState {
  readonly magnifier: boolean;
  readonly probe: boolean;
  /** Single pixels are seen as soon as they are larger than the screen's. */
  readonly squares: boolean;
  readonly toggleMagnifier: () => void;
  readonly toggleProbe: () => void;
  readonly toggleSquares: () => void;
}

/** @param start whether squares were wanted last. */
export function useCloserLook(start: boolean): CloserState {
  const [magnifier, setMagnifier] = useState(false);
  const [probe, setProbe] = useState(false);
  const [squares, setSquares] = useState(start);
  return {
    magnifier, probe, squares,
    toggleMagnifier: () => setMagnifier(!magnifier), toggleProbe: () => setProbe(!probe), toggleSquares: () => setSquares(!squares),
  };
}
