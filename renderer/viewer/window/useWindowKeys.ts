import { useKeyTable } from '../../ui/index.ts';
import { windowKeys } from '../keys.ts';
import type { GreyWindow } from './useGreyWindow.ts';
import { presetKeys, type NamedPreset } from './windowPresets.ts';

/** Per press of a key: a step that is seen, a twentieth of the window (dragWindow takes 400 for all of it). */
const keyStep = 20;

/** @param grey null: nothing that is shown has a window. @param take begins or ends dragging it. */
export function useWindowKeys(grey: GreyWindow | null, presets: readonly NamedPreset[], take: () => void): void {
  useKeyTable(windowKeys, grey === null ? {} : {
    tool: take, invert: grey.invert, reset: grey.reset,
    narrower: () => grey.drag(-keyStep, 0), wider: () => grey.drag(keyStep, 0), lower: () => grey.drag(0, -keyStep), higher: () => grey.drag(0, keyStep),
    ...Object.fromEntries(presetKeys.flatMap((key, index) => {
      const named = presets[index];
      return named === undefined ? [] : [[key, () => grey.choose(named.preset)] as const];
    })),
  });
}
