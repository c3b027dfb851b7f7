import { createSpotlight } from '@mantine/spotlight';

/** Whether the palette is open, and what opens and shuts it. */
export const [paletteStore, palette] = createSpotlight();
