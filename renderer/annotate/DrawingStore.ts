import type { Command } from '../../shared/annotation/commands/command.ts';
import { reduceHistory, startHistory } from '../../shared/annotation/commands/history.ts';
import type { History, HistoryAction } from '../../shared/annotation/commands/history.ts';
import type { Layer } from '../../shared/annotation/layer.ts';
import type { LayerChanges } from '../../shared/annotation/noteCodec.ts';
import { sameDrawing } from '../../shared/annotation/sameDrawing.ts';
import type { Failure } from '../../shared/errors/errorCode.ts';
import type { Result } from '../../shared/errors/result.ts';

/** `saved`: everything shown is on disk for good. */
export type SaveState = 'saved' | 'unsaved' | 'saving' | 'failed';

export interface DrawingSnapshot {
  readonly layers: readonly Layer[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly save: SaveState;
  readonly failure: Failure | null;
}

export interface DrawingPorts {
  /** Resolves when it is on disk; answers the revision of the Media that holds it. */
  readonly save: (changes: LayerChanges) => Promise<Result<{ readonly revision: number }>>;
  /** ISO 8601 UTC. */
  readonly now: () => string;
  /** Calls `work` once after a quiet while; the returned function calls it off. */
  readonly later: (work: () => void) => () => void;
}

/**
 * The drawings on one medium while they are looked at: what is shown, the ways back and forth, and what of it is saved.
 * Saves by itself after a quiet while; one save at a time.
 */
export class DrawingStore {
  readonly #ports: DrawingPorts;
  readonly #listeners = new Set<() => void>();
  #history: History;
  /** Layers as they are on disk, by id. */
  #saved: ReadonlyMap<string, Layer>;
  #revision: number;
  #saving: Promise<boolean> | null = null;
  #failure: Failure | null = null;
  #cancelLater: (() => void) | null = null;
  #snapshot: DrawingSnapshot;

  constructor(layers: readonly Layer[], revision: number, ports: DrawingPorts) {
    this.#ports = ports;
    this.#history = startHistory(layers);
    this.#saved = byId(layers);
    this.#revision = revision;
    this.#snapshot = this.#look();
  }

  readonly snapshot = (): DrawingSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  do(command: Command): void {
    this.dispatch({ kind: 'do', command });
  }

  dispatch(action: HistoryAction): void {
    const next = reduceHistory(this.#history, action);
    if (next === this.#history) return;
    this.#history = next;
    this.#failure = null;
    this.#schedule();
    this.#publish();
  }

  /** Saves what is not saved yet. @returns whether everything shown is on disk now. */
  async flush(): Promise<boolean> {
    this.#cancelLater?.();
    this.#cancelLater = null;
    if (this.#saving !== null) await this.#saving;
    if (isEmpty(this.#pending())) return true;
    this.#saving ??= this.#save();
    this.#publish();
    return (await this.#saving) && (isEmpty(this.#pending()) || this.flush());
  }

  /**
   * The Media was read again: another window, another workstation or the chart may have changed its layers. What is drawn here and not
   * saved yet stays; everything else follows. Answers older than our own last save are left alone.
   */
  adopt(layers: readonly Layer[], revision: number): void {
    if (revision <= this.#revision) return;
    this.#revision = revision;
    const mine = byId(this.#history.layers);
    // What says the same stays the same object: comparing it again is free, and nothing is painted anew.
    const theirs = byId(layers.map((layer) => {
      const own = mine.get(layer.id);
      return own !== undefined && sameDrawing(own, layer) ? own : layer;
    }));
    const untouched = (id: string) => {
      const [now, before] = [mine.get(id), this.#saved.get(id)];
      return now === undefined || before === undefined ? now === before : sameDrawing(now, before);
    };
    const followed = this.#history.layers.flatMap((layer) => (untouched(layer.id) ? (theirs.get(layer.id) ?? []) : layer));
    const added = layers.filter(({ id }) => !mine.has(id) && untouched(id));
    const next = [...followed, ...added];
    this.#saved = theirs;
    if (next.length !== mine.size || next.some((layer) => mine.get(layer.id) !== layer)) this.#history = startHistory(next);
    this.#publish();
  }

  #pending(): LayerChanges {
    const { layers } = this.#history;
    return {
      upsert: layers.filter((layer) => {
        const saved = this.#saved.get(layer.id);
        return saved === undefined || !sameDrawing(saved, layer);
      }),
      remove: [...this.#saved.keys()].filter((id) => layers.every((layer) => layer.id !== id)),
    };
  }

  async #save(): Promise<boolean> {
    const updatedAt = this.#ports.now();
    const { upsert, remove } = this.#pending();
    const sent = upsert.map((layer) => ({ ...layer, updatedAt }));
    const result = await this.#ports.save({ upsert: sent, remove });
    this.#saving = null;
    if (result.ok) {
      const saved = new Map(this.#saved);
      for (const layer of sent) saved.set(layer.id, layer);
      for (const id of remove) saved.delete(id);
      this.#saved = saved;
      this.#revision = Math.max(this.#revision, result.value.revision);
    }
    this.#failure = result.ok ? null : result.error;
    this.#publish();
    return result.ok;
  }

  #schedule(): void {
    this.#cancelLater?.();
    this.#cancelLater = this.#ports.later(() => void this.flush());
  }

  #publish(): void {
    this.#snapshot = this.#look();
    for (const listener of this.#listeners) listener();
  }

  #look(): DrawingSnapshot {
    const { layers, undo, redo } = this.#history;
    return { layers, canUndo: undo.length > 0, canRedo: redo.length > 0, save: this.#saveState(), failure: this.#failure };
  }

  #saveState(): SaveState {
    if (this.#saving !== null) return 'saving';
    if (this.#failure !== null) return 'failed';
    return isEmpty(this.#pending()) ? 'saved' : 'unsaved';
  }
}

function byId(layers: readonly Layer[]): ReadonlyMap<string, Layer> {
  return new Map(layers.map((layer) => [layer.id, layer]));
}

function isEmpty({ upsert, remove }: LayerChanges): boolean {
  return upsert.length === 0 && remove.length === 0;
}
