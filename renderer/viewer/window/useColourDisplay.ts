import { useState } from 'react';

/** Changes of how colour is shown; the pixels stay as they are. */
export interface ColourDisplay {
  /** Added to every channel, of its range: -0.5 to 0.5. */
  readonly brightness: number;
  /** Around the middle of the range: 0.5 to 2. */
  readonly contrast: number;
  /** Exponent of the display, 0.4 to 2.5; above 1 the dark parts get lighter. */
  readonly gamma: number;
}

export const asRecorded: ColourDisplay = { brightness: 0, contrast: 1, gamma: 1 };

export const colourFilterId = 'lightbox-colour-display';

/** The linear part of the change, as an SVG filter takes it: out = slope x in + intercept. */
export function linearPart({ brightness, contrast }: ColourDisplay): { readonly slope: number; readonly intercept: number } {
  return { slope: contrast, intercept: 0.5 - contrast / 2 + brightness };
}

/** @param start how it was shown last. */
export function useColourDisplay(start: ColourDisplay) {
  const [display, setDisplay] = useState(start);
  const adjusted = display.brightness !== 0 || display.contrast !== 1 || display.gamma !== 1;
  return { display, setDisplay, adjusted, reset: () => setDisplay(asRecorded) };
}
