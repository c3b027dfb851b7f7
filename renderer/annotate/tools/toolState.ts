import type { ArrowIdle } from './arrow/idle.ts';
import type { ArrowStretching } from './arrow/stretching.ts';
import type { FreehandDrawing } from './freehand/drawing.ts';
import type { FreehandIdle } from './freehand/idle.ts';
import type { PolygonIdle } from './polygon/idle.ts';
import type { PolygonPlacing } from './polygon/placing.ts';
import type { RectangleIdle } from './rectangle/idle.ts';
import type { RectangleStretching } from './rectangle/stretching.ts';
import type { SelectIdle } from './select/idle.ts';
import type { SelectMoving } from './select/moving.ts';
import type { SelectReshaping } from './select/reshaping.ts';
import type { TextIdle } from './text/idle.ts';
import type { TextWriting } from './text/writing.ts';

/** Every state of every tool; `tool` and `gesture` name the file it lives in. */
export type ToolState =
  | SelectIdle | SelectMoving | SelectReshaping
  | PolygonIdle | PolygonPlacing
  | RectangleIdle | RectangleStretching
  | ArrowIdle | ArrowStretching
  | FreehandIdle | FreehandDrawing
  | TextIdle | TextWriting;

export type Tool = ToolState['tool'];
