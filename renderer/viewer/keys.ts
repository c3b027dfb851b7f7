import type { KeyTable } from '../ui/index.ts';

/** For every kind of medium. */
export const mediumKeys = {
  title: 'Viewer',
  bindings: [
    { action: 'newer', keys: ['ArrowUp'], label: 'Newer picture of this patient' },
    { action: 'older', keys: ['ArrowDown'], label: 'Older picture of this patient' },
    { action: 'panel', keys: ['D'], label: 'Side panel' },
  ],
} as const satisfies KeyTable;

export const frameKeys = {
  title: 'Frames',
  bindings: [
    { action: 'previous', keys: ['ArrowLeft'], label: 'Previous frame' },
    { action: 'next', keys: ['ArrowRight'], label: 'Next frame' },
    { action: 'back', keys: ['shift+ArrowLeft'], label: '10 frames back' },
    { action: 'ahead', keys: ['shift+ArrowRight'], label: '10 frames ahead' },
    { action: 'first', keys: ['Home'], label: 'First frame' },
    { action: 'last', keys: ['End'], label: 'Last frame' },
    { action: 'play', keys: ['space'], label: 'Play or pause', elsewhere: true },
    { action: 'slower', keys: [','], label: 'Slower' },
    { action: 'faster', keys: ['.'], label: 'Faster' },
    { action: 'mode', keys: ['R'], label: 'Play once, over and over, or back and forth' },
    { action: 'rangeStart', keys: ['shift+<', '<'], label: 'Play from this frame' },
    { action: 'rangeEnd', keys: ['shift+>', '>'], label: 'Play up to this frame' },
    { action: 'rangeClear', keys: ['C'], label: 'Play all frames' },
    { action: 'strip', keys: ['shift+S'], label: 'Frame strip' },
  ],
} as const satisfies KeyTable;

export const viewKeys = {
  title: 'View',
  bindings: [
    { action: 'zoomIn', keys: ['shift+[plus]', '[plus]', '='], label: 'Zoom in; the wheel zooms to the cursor' },
    { action: 'zoomOut', keys: ['-'], label: 'Zoom out' },
    { action: 'fit', keys: ['0'], label: 'Fit to window' },
    { action: 'actual', keys: ['1'], label: 'Actual pixels' },
    { action: 'lifeSize', keys: ['shift+M'], label: 'Life size' },
    { action: 'rotateLeft', keys: ['['], label: 'Rotate left' },
    { action: 'rotateRight', keys: [']'], label: 'Rotate right' },
    { action: 'flipAcross', keys: ['shift+H'], label: 'Mirror left to right' },
    { action: 'flipDown', keys: ['shift+V'], label: 'Mirror top to bottom' },
    { action: 'overlays', keys: ['O'], label: 'Corner text' },
    { action: 'fullScreen', keys: ['F11', 'shift+F'], label: 'Full screen; Esc leaves it' },
  ],
} as const satisfies KeyTable;

/** One spot of the picture: under the pointer, or where the keys put it. */
export const closerKeys = {
  title: 'Closer look',
  bindings: [
    { action: 'magnifier', keys: ['Z'], label: 'Magnifier' },
    { action: 'probe', keys: ['P'], label: 'Place and value of the pixel' },
    { action: 'squares', keys: ['shift+P'], label: 'Pixels as squares from actual size on, not only from 8 times' },
    { action: 'left', keys: ['alt+ArrowLeft'], label: 'Spot left by a pixel' },
    { action: 'right', keys: ['alt+ArrowRight'], label: 'Spot right by a pixel' },
    { action: 'up', keys: ['alt+ArrowUp'], label: 'Spot up by a pixel' },
    { action: 'down', keys: ['alt+ArrowDown'], label: 'Spot down by a pixel' },
    { action: 'farLeft', keys: ['alt+shift+ArrowLeft'], label: 'Spot left by 10 pixels' },
    { action: 'farRight', keys: ['alt+shift+ArrowRight'], label: 'Spot right by 10 pixels' },
    { action: 'farUp', keys: ['alt+shift+ArrowUp'], label: 'Spot up by 10 pixels' },
    { action: 'farDown', keys: ['alt+shift+ArrowDown'], label: 'Spot down by 10 pixels' },
  ],
} as const satisfies KeyTable;

/** For grey. The digits choose, in turn, what the file proposes and what its modality is usually looked at through; 1 is the picture's actual size. */
const presetNumbers = [2, 3, 4, 5, 6, 7, 8, 9] as const;

export const windowKeys = {
  title: 'Window (grey)',
  bindings: [
    { action: 'tool', keys: ['W'], label: 'Drag the window: across its width, up and down its centre' },
    { action: 'narrower', keys: ['mod+ArrowLeft'], label: 'Narrower window, more contrast' },
    { action: 'wider', keys: ['mod+ArrowRight'], label: 'Wider window, less contrast' },
    { action: 'lower', keys: ['mod+ArrowUp'], label: 'Lower centre, brighter' },
    { action: 'higher', keys: ['mod+ArrowDown'], label: 'Higher centre, darker' },
    ...presetNumbers.map((number) => ({ action: `${number}` as const, keys: [String(number)], label: `Window ${String(number - 1)} of the list` })),
    { action: 'invert', keys: ['I'], label: 'Invert' },
    { action: 'reset', keys: ['shift+W'], label: 'As the file proposes' },
  ],
} as const satisfies KeyTable;

/** For colour: it has no window. */
export const colourKeys = {
  title: 'Display (colour)',
  bindings: [
    { action: 'adjust', keys: ['W'], label: 'Brightness, contrast and gamma' },
    { action: 'reset', keys: ['shift+W'], label: 'As recorded' },
  ],
} as const satisfies KeyTable;

export const dicomKeys = {
  title: 'DICOM',
  bindings: [{ action: 'planes', keys: ['shift+O'], label: 'Graphics the device drew over the picture' }],
} as const satisfies KeyTable;

export const drawingKeys = {
  title: 'Drawing',
  bindings: [
    { action: 'select', keys: ['V'], label: 'Select and move' },
    { action: 'polygon', keys: ['G'], label: 'Polygon' },
    { action: 'rectangle', keys: ['X'], label: 'Rectangle' },
    { action: 'arrow', keys: ['A'], label: 'Arrow' },
    { action: 'freehand', keys: ['F'], label: 'Freehand' },
    { action: 'text', keys: ['T'], label: 'Text' },
    { action: 'confirm', keys: ['Enter'], label: 'Close the polygon; or put a shape in the middle' },
    { action: 'back', keys: ['Backspace'], label: 'Take back the last corner' },
    { action: 'cancel', keys: ['Escape'], label: 'Drop what is being drawn; select nothing' },
    { action: 'undo', keys: ['mod+Z'], label: 'Undo' },
    { action: 'redo', keys: ['mod+shift+Z', 'mod+Y'], label: 'Redo' },
    { action: 'save', keys: ['mod+S'], label: 'Save now' },
  ],
} as const satisfies KeyTable;

/** The arrows are the selected shape's while there is one, else the frames'. */
export const shapeKeys = {
  title: 'Selected shape',
  bindings: [
    { action: 'left', keys: ['ArrowLeft'], label: 'Left by a pixel' },
    { action: 'right', keys: ['ArrowRight'], label: 'Right by a pixel' },
    { action: 'up', keys: ['ArrowUp'], label: 'Up by a pixel' },
    { action: 'down', keys: ['ArrowDown'], label: 'Down by a pixel' },
    { action: 'farLeft', keys: ['shift+ArrowLeft'], label: 'Left by 10 pixels' },
    { action: 'farRight', keys: ['shift+ArrowRight'], label: 'Right by 10 pixels' },
    { action: 'farUp', keys: ['shift+ArrowUp'], label: 'Up by 10 pixels' },
    { action: 'farDown', keys: ['shift+ArrowDown'], label: 'Down by 10 pixels' },
    { action: 'delete', keys: ['Delete'], label: 'Delete' },
  ],
} as const satisfies KeyTable;

const layerNumbers = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

export const layerKeys: KeyTable<`${(typeof layerNumbers)[number]}`> = {
  title: 'Layers',
  bindings: layerNumbers.map((number) => ({ action: `${number}`, keys: [`alt+${String(number)}`], label: `Show or hide layer ${String(number)}` })),
};

/** All of them, for the help that is printed. */
export const viewerKeyTables: readonly KeyTable[] = [mediumKeys, frameKeys, viewKeys, closerKeys, windowKeys, colourKeys, dicomKeys, drawingKeys, shapeKeys, layerKeys];
