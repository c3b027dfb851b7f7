import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeOverlay, type Overlay } from './overlay.ts';

/** Each floor's tsconfig has its own `lib` and `types`: what does not exist on a floor does not compile there. */
const strangers = [
  { path: 'shared/geometry/stranger1.ts', source: `import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n`, error: 'TS2591|TS2307|TS2580' },
  { path: 'shared/geometry/stranger2.ts', source: 'export const title = () => document.title;\n', error: 'TS2584|TS2304' },
  { path: 'shared/geometry/stranger3.ts', source: `export const home = () => process.env['HOME'];\n`, error: 'TS2591|TS2580|TS2304' },
  { path: 'shared/geometry/stranger4.ts', source: 'export const later = (run: () => void) => setTimeout(run, 1);\n', error: 'TS2304|TS2552' },
  { path: 'electron/cache/stranger.ts', source: 'export const title = () => document.title;\n', error: 'TS2584|TS2304' },
  { path: 'renderer/library/stranger1.ts', source: `export const home = () => process.env['HOME'];\n`, error: 'TS2591|TS2580|TS2304' },
  { path: 'renderer/library/stranger2.ts', source: `import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n`, error: 'TS2591|TS2307|TS2580' },
  { path: 'shared/geometry/loose.ts', source: 'export const first = (list: readonly number[]): number => list[0];\n', error: 'TS2322' },
  { path: 'shared/geometry/runtime.ts', source: 'export enum Side { left, right }\n', error: 'TS1294' },
];

describe('the floors', () => {
  let overlay: Overlay;
  let output: string;

  beforeAll(() => {
    overlay = makeOverlay();
    overlay.plant(Object.fromEntries(strangers.map(({ path, source }) => [path, source])));
    output = ['shared', 'electron', 'renderer'].map((floor) => overlay.run('node_modules/typescript/bin/tsc', '-p', floor, '--pretty', 'false').output).join('\n');
  });
  afterAll(() => { overlay.remove(); });

  it.each(strangers)('do not compile $path', ({ path, error }) => {
    expect(output).toMatch(new RegExp(`^(?:\\.\\./)?${path}\\(\\d+,\\d+\\): error (?:${error}):`, 'm'));
  });
});
