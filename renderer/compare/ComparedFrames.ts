import { stepFrame } from '../../shared/frames/frameClock.ts';
import type { FramesState } from '../viewer/index.ts';

/** What a pane has opened. */
export type PaneFrames = Extract<FramesState, { phase: 'open' }>;

export interface AskedFrame {
  /** Counted from 0. */
  readonly frame: number;
  /** Where the travel goes. */
  readonly direction: -1 | 1;
}

const first: AskedFrame = { frame: 0, direction: 1 };

/** Which frames are asked of the panes, and what is on them. Outside of React's state, for both change with every frame: only who listens is rendered anew. */
export class ComparedFrames {
  #told: ReadonlyMap<number, PaneFrames> = new Map();
  #asked: ReadonlyMap<number, AskedFrame> = new Map();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** By pane; those that are not open are missing. The same map as long as nothing else is told. */
  readonly told = (): ReadonlyMap<number, PaneFrames> => this.#told;

  readonly askedOf = (pane: number): AskedFrame => this.#asked.get(pane) ?? first;

  tell(pane: number, frames: PaneFrames | null): void {
    const told = new Map(this.#told);
    if (frames === null) told.delete(pane);
    else told.set(pane, frames);
    this.#told = told;
    this.#say();
  }

  /** A pane that is to stay where it is hears nothing of it: it would decode and paint once more what it shows. */
  ask(frames: ReadonlyMap<number, AskedFrame>): void {
    this.#asked = new Map([...this.#asked, ...[...frames].filter(([pane, { frame }]) => frame !== this.askedOf(pane).frame)]);
    this.#say();
  }

  /** All by the same number of frames; each stops at its own ends. */
  step(panes: readonly number[], by: number): void {
    const direction = by < 0 ? -1 : 1;
    this.ask(new Map(panes.map((pane) => [pane, { frame: stepFrame(this.askedOf(pane).frame, by, this.#told.get(pane)?.frameCount ?? 1, false), direction }])));
  }

  #say(): void {
    for (const listener of this.#listeners) listener();
  }
}
