import { useState } from 'react';

export interface CloserState {
  readonly magnifier: boolean;
  readonly probe: boolean;
  readonly toggleMagnifier: () => void;
  readonly toggleProbe: () => void;
}

export function useCloserLook(): CloserState {
  const [magnifier, setMagnifier] = useState(false);
  const [probe, setProbe] = useState(false);
  return { magnifier, probe, toggleMagnifier: () => setMagnifier(!magnifier), toggleProbe: () => setProbe(!probe) };
}
