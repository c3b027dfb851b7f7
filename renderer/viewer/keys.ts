import type { KeyTable } from '../ui/index.ts';

export type ViewerAction =
  | 'previousFrame' | 'nextFrame' | 'framesBack' | 'framesAhead' | 'firstFrame' | 'lastFrame' | 'play' | 'slower' | 'faster'
  | 'previousMedia' | 'nextMedia'
  | 'zoomIn' | 'zoomOut' | 'fit' | 'actual' | 'rotateLeft' | 'rotateRight'
  | 'select' | 'polygon' | 'rectangle' | 'arrow' | 'freehand' | 'text'
  | 'nudgeLeft' | 'nudgeRight' | 'nudgeUp' | 'nudgeDown' | 'nudgeLeftFar' | 'nudgeRightFar' | 'nudgeUpFar' | 'nudgeDownFar'
  | 'confirm' | 'back' | 'cancel' | 'delete' | 'undo' | 'redo' | 'save'
  | `layer${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`
  | 'overlays' | 'panel';

const layerNumbers = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

export const viewerKeys: KeyTable<ViewerAction> = {
  title: 'Viewer',
  bindings: [
    { action: 'previousFrame', keys: ['ArrowLeft'], label: 'Previous frame' },
    { action: 'nextFrame', keys: ['ArrowRight'], label: 'Next frame' },
    { action: 'framesBack', keys: ['shift+ArrowLeft'], label: '10 frames back' },
    { action: 'framesAhead', keys: ['shift+ArrowRight'], label: '10 frames ahead' },
    { action: 'firstFrame', keys: ['Home'], label: 'First frame' },
    { action: 'lastFrame', keys: ['End'], label: 'Last frame' },
    { action: 'play', keys: ['Space'], label: 'Play or pause' },
    { action: 'slower', keys: [','], label: 'Slower' },
    { action: 'faster', keys: ['.'], label: 'Faster' },
    { action: 'previousMedia', keys: ['ArrowUp'], label: 'Newer picture of this patient' },
    { action: 'nextMedia', keys: ['ArrowDown'], label: 'Older picture of this patient' },
    { action: 'zoomIn', keys: ['shift+[plus]', '[plus]', '='], label: 'Zoom in' },
    { action: 'zoomOut', keys: ['-'], label: 'Zoom out' },
    { action: 'fit', keys: ['0'], label: 'Fit to window' },
    { action: 'actual', keys: ['1'], label: 'Actual pixels' },
    { action: 'rotateLeft', keys: ['['], label: 'Rotate left' },
    { action: 'rotateRight', keys: [']'], label: 'Rotate right' },
    { action: 'select', keys: ['V'], label: 'Select and move' },
    { action: 'polygon', keys: ['G'], label: 'Polygon' },
    { action: 'rectangle', keys: ['X'], label: 'Rectangle' },
    { action: 'arrow', keys: ['A'], label: 'Arrow' },
    { action: 'freehand', keys: ['F'], label: 'Freehand' },
    { action: 'text', keys: ['T'], label: 'Text' },
    { action: 'confirm', keys: ['Enter'], label: 'Close the polygon; or put a shape in the middle' },
    { action: 'back', keys: ['Backspace'], label: 'Take back the last corner' },
    { action: 'cancel', keys: ['Escape'], label: 'Drop what is being drawn; select nothing' },
    { action: 'nudgeLeft', keys: ['ArrowLeft'], label: 'Move the selected shape left' },
    { action: 'nudgeRight', keys: ['ArrowRight'], label: 'Move the selected shape right' },
    { action: 'nudgeUp', keys: ['ArrowUp'], label: 'Move the selected shape up' },
    { action: 'nudgeDown', keys: ['ArrowDown'], label: 'Move the selected shape down' },
    { action: 'nudgeLeftFar', keys: ['shift+ArrowLeft'], label: 'Move it left by 10 pixels' },
    { action: 'nudgeRightFar', keys: ['shift+ArrowRight'], label: 'Move it right by 10 pixels' },
    { action: 'nudgeUpFar', keys: ['shift+ArrowUp'], label: 'Move it up by 10 pixels' },
    { action: 'nudgeDownFar', keys: ['shift+ArrowDown'], label: 'Move it down by 10 pixels' },
    { action: 'delete', keys: ['Delete'], label: 'Delete the selected shape' },
    { action: 'undo', keys: ['mod+Z'], label: 'Undo' },
    { action: 'redo', keys: ['mod+shift+Z', 'mod+Y'], label: 'Redo' },
    { action: 'save', keys: ['mod+S'], label: 'Save now' },
    ...layerNumbers.map((number) => ({ action: `layer${number}` as const, keys: [`alt+${String(number)}`], label: `Show or hide layer ${String(number)}` })),
    { action: 'overlays', keys: ['O'], label: 'Corner text' },
    { action: 'panel', keys: ['D'], label: 'Side panel' },
  ],
};
