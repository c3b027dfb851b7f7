import { useEffect, useRef } from 'react';
import { imageToScreen } from '../../shared/geometry/imageToScreen.ts';
import type { ViewTransform } from '../../shared/geometry/viewTransform.ts';
import type { TextWriting } from './tools/toolState.ts';
import classes from './TextField.module.css';

export interface TextFieldProps {
  readonly writing: TextWriting;
  readonly view: ViewTransform;
  readonly onWrite: (text: string) => void;
  readonly onCancel: () => void;
}

/**
 * Without autocomplete the browser does not keep the words in its session files, which are not encrypted.
 * Opens where the text will stand. Enter or leaving the field keeps it, Shift-Enter begins a line, Escape drops it.
 */
export function TextField({ writing, view, onWrite, onCancel }: TextFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  // A field that is taken away loses the focus once more; what it holds is told only once.
  const told = useRef(false);
  const tell = (how: () => void) => {
    if (told.current) return;
    told.current = true;
    how();
  };
  useEffect(() => field.current?.focus(), []);
  const { x, y } = imageToScreen(view, writing.at);
  return (
    <textarea
      ref={field} className={classes['field']} aria-label="Text on the picture" rows={2} maxLength={2000} autoComplete="off" defaultValue={writing.edited?.shape.text ?? ''}
      style={{ left: x, top: y, fontSize: Math.max(14, writing.size * view.scale * Math.min(1, view.pixelAspect) * 0.8) }}
      onBlur={({ currentTarget: { value } }) => tell(() => onWrite(value))}
      onPointerDown={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        const { value } = event.currentTarget;
        if (event.key === 'Escape') tell(onCancel);
        if (event.key === 'Enter' && !event.shiftKey) tell(() => onWrite(value));
        event.stopPropagation();
      }}
    />
  );
}
