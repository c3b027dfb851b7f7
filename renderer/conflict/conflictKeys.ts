import type { KeyTable } from '../ui/index.ts';

export const pictureKeys = {
  title: 'Both sides: picture',
  bindings: [
    { action: 'previous', keys: ['ArrowLeft'], label: 'Previous frame' },
    { action: 'next', keys: ['ArrowRight'], label: 'Next frame' },
    { action: 'zoomIn', keys: ['shift+[plus]', '[plus]', '='], label: 'Zoom in' },
    { action: 'zoomOut', keys: ['-'], label: 'Zoom out' },
    { action: 'fit', keys: ['0'], label: 'Fit' },
    { action: 'result', keys: ['R'], label: 'What comes out, or before' },
  ],
} as const satisfies KeyTable;

export const choiceKeys = {
  title: 'Both sides: choices',
  bindings: [
    { action: 'undo', keys: ['mod+Z'], label: 'Undo the last choice' },
    { action: 'confirm', keys: ['mod+Enter'], label: 'Keep what was chosen' },
    { action: 'close', keys: ['Escape'], label: 'Back; nothing is decided' },
  ],
} as const satisfies KeyTable;

/** For the list of all keys. */
export const conflictKeyTables: readonly KeyTable[] = [choiceKeys, pictureKeys];
