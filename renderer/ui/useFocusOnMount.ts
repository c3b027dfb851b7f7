import { useEffect, useRef, type RefObject } from 'react';

/** Puts the focus into the one field a screen is opened for. */
export function useFocusOnMount<Field extends HTMLElement>(): RefObject<Field | null> {
  const field = useRef<Field>(null);
  useEffect(() => field.current?.focus(), []);
  return field;
}
