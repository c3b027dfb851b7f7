import type { GreyWindow, WindowFacts } from '../viewer/index.ts';

/** The window of one of the pictures. */
export interface PaneWindow {
  readonly window: GreyWindow;
  readonly facts: WindowFacts;
}

/**
 * One window for all that are meant, told like the one that leads: the active one, or the first that is grey. A drag moves each from where it is; a
 * preset is taken by those of the same unit only, for Hounsfield units mean nothing elsewhere.
 * @param panes by pane; those that are not grey are missing. @param meant panes that what is done is done to.
 * @returns null where none of them is grey.
 */
export function linkedWindow(panes: ReadonlyMap<number, PaneWindow>, meant: readonly number[], active: number): PaneWindow | null {
  const grey = meant.flatMap((pane) => panes.get(pane) ?? []);
  const lead = (meant.includes(active) ? panes.get(active) : undefined) ?? grey[0];
  if (lead === undefined) return null;
  const each = (act: (window: GreyWindow) => void) => grey.forEach(({ window }) => act(window));
  return {
    facts: lead.facts,
    window: {
      ...lead.window,
      choose: (preset) => grey.forEach(({ window, facts }) => {
        if (facts.unit === lead.facts.unit) window.choose(preset);
      }),
      drag: (dx, dy) => each((window) => window.drag(dx, dy)),
      invert: () => each((window) => window.invert()),
      reset: () => each((window) => window.reset()),
    },
  };
}
