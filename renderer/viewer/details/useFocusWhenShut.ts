import { useEffect, useRef, type RefObject } from 'react';

/**
 * The button that opened an editor has the focus again when the editor was shut, unless another one was opened.
 * @param path of the line that is open; null: none. @param own of this one.
 */
export function useFocusWhenShut(path: string | null, own: string): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null);
  const before = useRef(path);
  useEffect(() => {
    if (before.current === own && path === null) button.current?.focus();
    before.current = path;
  }, [path, own]);
  return button;
}
