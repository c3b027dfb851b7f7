import { useEffect, useEffectEvent, useRef } from 'react';

/** Elements that Space presses or writes into; a choice that is made it leaves as it is. */
const taken = 'button, a, input:not([type="radio"]:checked), textarea, select, [role="tab"], [role="menuitem"], [role="dialog"]';

/** Space held while dragging pans; Space pressed and let go plays. Known only when it is let go. */
export function useSpaceKey(onTap: () => void) {
  const state = useRef<'up' | 'down' | 'dragged'>('up');
  const tapped = useEffectEvent(onTap);
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.key !== ' ' || event.ctrlKey || event.altKey || event.metaKey || (event.target instanceof Element && event.target.closest(taken) !== null)) return;
      event.preventDefault();
      if (!event.repeat) state.current = 'down';
    };
    const up = (event: KeyboardEvent) => {
      if (event.key !== ' ') return;
      if (state.current === 'down') tapped();
      state.current = 'up';
    };
    const away = () => { state.current = 'up'; };
    document.addEventListener('keydown', down);
    document.addEventListener('keyup', up);
    window.addEventListener('blur', away);
    return () => {
      document.removeEventListener('keydown', down);
      document.removeEventListener('keyup', up);
      window.removeEventListener('blur', away);
    };
  }, []);
  return { held: () => state.current !== 'up', dragged: () => { state.current = 'dragged'; } };
}
