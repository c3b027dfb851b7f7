import type { KeyTable } from '../ui/index.ts';

export const compareKeys = {
  title: 'Compare',
  bindings: [
    { action: 'link', keys: ['L'], label: 'Move all together, or each by itself' },
    { action: 'before', keys: ['ArrowUp'], label: 'Picture before: keys mean it' },
    { action: 'after', keys: ['ArrowDown'], label: 'Picture after: keys mean it' },
    { action: 'side', keys: ['S'], label: 'Side by side; again for fewer or more at once' },
    { action: 'swipe', keys: ['D'], label: 'Swipe: a divider between two; ← → move it' },
    { action: 'blend', keys: ['B'], label: 'Blend two into each other; ← → mix' },
    { action: 'drawings', keys: ['A'], label: 'Drawings' },
    { action: 'open', keys: ['Enter'], label: 'Open this picture' },
    { action: 'close', keys: ['Escape'], label: 'Back' },
  ],
} as const satisfies KeyTable;

export const comparePictureKeys = {
  title: 'Compare: pictures',
  bindings: [
    { action: 'zoomIn', keys: ['shift+[plus]', '[plus]', '='], label: 'Zoom in; the wheel zooms to the cursor' },
    { action: 'zoomOut', keys: ['-'], label: 'Zoom out' },
    { action: 'fit', keys: ['0'], label: 'Fit' },
    { action: 'actual', keys: ['1'], label: 'Actual pixels' },
    { action: 'left', keys: ['shift+ArrowLeft'], label: 'Move the picture left' },
    { action: 'right', keys: ['shift+ArrowRight'], label: 'Move the picture right' },
    { action: 'up', keys: ['shift+ArrowUp'], label: 'Move the picture up' },
    { action: 'down', keys: ['shift+ArrowDown'], label: 'Move the picture down' },
    { action: 'rotateLeft', keys: ['['], label: 'Rotate left' },
    { action: 'rotateRight', keys: [']'], label: 'Rotate right' },
    { action: 'flipAcross', keys: ['shift+H'], label: 'Mirror left to right' },
    { action: 'flipDown', keys: ['shift+V'], label: 'Mirror top to bottom' },
  ],
} as const satisfies KeyTable;

/** As in the viewer. */
export const compareFrameKeys = {
  title: 'Compare: frames',
  note: 'Moved together, all play at once: each at its own speed, as far apart in time as they stand. A round lasts from the first that begins to the last that ends; the others wait at their first or last frame. Each by itself, the marked one plays. Stepping stops it, and so does L. Films are silent here.',
  bindings: [
    { action: 'play', keys: ['space'], label: 'Play or pause', elsewhere: true },
    { action: 'previous', keys: ['ArrowLeft'], label: 'Previous frame' },
    { action: 'next', keys: ['ArrowRight'], label: 'Next frame' },
    { action: 'first', keys: ['Home'], label: 'First frame' },
    { action: 'last', keys: ['End'], label: 'Last frame' },
    { action: 'slower', keys: [','], label: 'Slower' },
    { action: 'faster', keys: ['.'], label: 'Faster' },
    { action: 'mode', keys: ['R'], label: 'Play once, or over and over' },
  ],
} as const satisfies KeyTable;

/** For the list of all keys. */
export const compareKeyTables: readonly KeyTable[] = [compareKeys, compareFrameKeys, comparePictureKeys];
