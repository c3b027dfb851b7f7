import type { LightboxEvent } from '../../shared/ipc/contract.ts';

/** One frame of a screen: nobody sees the delay. */
const together = 16;
/** More Media than a screen shows: to name each would take the window longer than to ask again for what it shows. */
const mostNamed = 32;

/**
 * Tells in one message what happens within one frame, each thing once: a page of a first pull is hundreds of events, and each would take the
 * window a task of its own. So many Media are told as many, not one by one. A command or the session's end goes at once, after all that came before.
 * @returns what to call with each event.
 */
export function gatherEvents(tell: (events: readonly LightboxEvent[]) => void): (event: LightboxEvent) => void {
  const waiting = new Map<string, LightboxEvent>();
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const events = withoutCrowd([...waiting.values()]);
    waiting.clear();
    tell(events);
  };
  return (event) => {
    waiting.set(JSON.stringify(event), event);
    if (event.topic === 'command' || event.topic === 'session') flush();
    else timer ??= setTimeout(flush, together);
  };
}

function withoutCrowd(events: readonly LightboxEvent[]): readonly LightboxEvent[] {
  const others = events.filter(({ topic }) => topic !== 'media');
  return events.length - others.length > mostNamed ? [{ topic: 'manyMedia' }, ...others] : events;
}
