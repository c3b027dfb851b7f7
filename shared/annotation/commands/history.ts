import type { Layer } from '../layer.ts';
import { applyCommand } from './applyCommand.ts';
import type { Command } from './command.ts';

/** The layers as they stand, and the ways back and forth from there. */
export interface History {
  readonly layers: readonly Layer[];
  /** Inverses, the latest last. */
  readonly undo: readonly Command[];
  readonly redo: readonly Command[];
}

export type HistoryAction =
  | { readonly kind: 'do'; readonly command: Command }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  /** The chart brought other layers: the ways back no longer lead anywhere known. */
  | { readonly kind: 'replace'; readonly layers: readonly Layer[] };

export function startHistory(layers: readonly Layer[]): History {
  return { layers, undo: [], redo: [] };
}

/** A reducer; returns the same object where the action has nothing to do. */
export function reduceHistory(history: History, action: HistoryAction): History {
  switch (action.kind) {
    case 'replace':
      return startHistory(action.layers);
    case 'do': {
      const applied = applyCommand(history.layers, action.command);
      return applied === undefined ? history : { layers: applied.layers, undo: [...history.undo, applied.inverse], redo: [] };
    }
    case 'undo': {
      const step = takeStep(history.layers, history.undo);
      return step === undefined ? history : { layers: step.layers, undo: step.rest, redo: [...history.redo, step.inverse] };
    }
    case 'redo': {
      const step = takeStep(history.layers, history.redo);
      return step === undefined ? history : { layers: step.layers, undo: [...history.undo, step.inverse], redo: step.rest };
    }
  }
}

function takeStep(layers: readonly Layer[], commands: readonly Command[]) {
  const command = commands.at(-1);
  const applied = command === undefined ? undefined : applyCommand(layers, command);
  return applied === undefined ? undefined : { ...applied, rest: commands.slice(0, -1) };
}
