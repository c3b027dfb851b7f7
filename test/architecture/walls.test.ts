import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { walls } from '../../scripts/walls/walls.ts';
import { makeOverlay, type Overlay } from './overlay.ts';

interface Violation {
  readonly rule: string;
  /** A new module … */
  readonly path: string;
  /** … and the one line that breaks the rule. */
  readonly source: string;
}

/** Something to import in every room, so that only the direction is wrong. */
const targets = [
  'shared/fhir', 'shared/geometry', 'electron/shell', 'electron/cache', 'electron/ehr', 'electron/sync', 'electron/workspace', 'electron/mediaServer',
  'electron/blobs', 'electron/keys', 'renderer/library', 'test/host', 'scripts',
].map((folder) => `${folder}/planted.ts`);

const breaks = (rule: string, path: string, source: string): Violation => ({ rule, path, source });
const planted = (specifier: string) => `export { planted } from '${specifier}';`;

const violations: readonly Violation[] = [
  breaks('shared-is-pure', 'shared/geometry/violation.ts', `import 'node:fs';`),
  breaks('shared-is-pure', 'shared/fhir/violation.ts', `export type Shape = import('konva').default;`),
  breaks('shared-is-pure', 'shared/sync/violation.ts', planted('../../electron/sync/planted.ts')),
  breaks('the-window-knows-only-shared', 'renderer/library/violation1.ts', `export type { BrowserWindow } from 'electron';`),
  breaks('the-window-knows-only-shared', 'renderer/library/violation2.ts', `import { readFileSync } from 'fs'; export { readFileSync };`),
  breaks('the-window-knows-only-shared', 'renderer/library/violation3.ts', planted('../../electron/cache/planted.ts')),
  breaks('the-window-knows-only-shared', 'renderer/library/violation4.ts', `export const worker = () => new Worker(new URL('../../electron/cache/planted.ts', import.meta.url));`),
  breaks('the-main-side-knows-only-shared', 'electron/workspace/violation1.ts', planted('../../renderer/library/planted.ts')),
  breaks('the-app-ships-without-its-tests', 'electron/workspace/violation2.ts', planted('../../test/host/planted.ts')),
  breaks('the-app-ships-without-its-tests', 'electron/shell/violation1.ts', `export const load = () => import('../../test/host/planted.ts');`),
  breaks('the-app-ships-without-its-tests', 'renderer/library/violation5.ts', planted('../../scripts/planted.ts')),
  breaks('only-the-shell-knows-electron', 'electron/workspace/violation3.ts', `import { app } from 'electron'; export { app };`),
  breaks('only-the-shell-knows-electron', 'electron/ipc/violation.ts', `export type Electron = typeof import('electron');`),
  breaks('only-the-shell-knows-electron', 'electron/keys/violation1.ts', planted('../shell/planted.ts')),
  breaks('the-preload-stands-alone', 'electron/preload.ts', planted('./shell/planted.ts')),
  breaks('nobody-imports-a-composition-root', 'electron/workspace/violation4.ts', `export const load = () => import('../main.ts');`),
  breaks('storage-is-a-foundation', 'electron/storage/violation.ts', planted('../keys/planted.ts')),
  breaks('sqlite-is-a-foundation', 'electron/sqlite/violation.ts', planted('../cache/planted.ts')),
  breaks('process-is-a-foundation', 'electron/process/violation.ts', planted('../workspace/planted.ts')),
  breaks('keys-know-only-keys', 'electron/keys/violation2.ts', planted('../cache/planted.ts')),
  breaks('the-cache-never-asks-the-chart', 'electron/cache/violation1.ts', planted('../ehr/planted.ts')),
  breaks('the-cache-never-asks-the-chart', 'electron/cache/violation2.ts', planted('../sync/planted.ts')),
  breaks('the-chart-client-never-sees-the-cache', 'electron/ehr/violation.ts', planted('../cache/planted.ts')),
  breaks('sync-works-through-ports', 'electron/sync/violation1.ts', planted('../cache/planted.ts')),
  breaks('sync-works-through-ports', 'electron/sync/violation2.ts', planted('../ehr/planted.ts')),
  breaks('blobs-know-nothing-of-fhir', 'electron/blobs/violation1.ts', planted('../../shared/fhir/planted.ts')),
  breaks('blobs-know-nothing-of-fhir', 'electron/blobs/violation2.ts', planted('../keys/planted.ts')),
  breaks('imaging-stands-alone', 'electron/imaging/violation.ts', planted('../blobs/planted.ts')),
  breaks('the-media-server-is-a-stranger', 'electron/mediaServer/violation1.ts', planted('../cache/planted.ts')),
  breaks('the-media-server-is-a-stranger', 'electron/mediaServer/violation2.ts', planted('../sync/planted.ts')),
  breaks('the-media-server-is-a-stranger', 'electron/mediaServer/violation3.ts', planted('../blobs/planted.ts')),
  breaks('only-imaging-decodes', 'electron/workspace/violation5.ts', `import sharp from 'sharp'; export { sharp };`),
  breaks('only-imaging-decodes', 'electron/workspace/violation6.ts', `import openjpeg from '@cornerstonejs/codec-openjpeg/decodewasmjs'; export { openjpeg };`),
  breaks('features-meet-at-the-index', 'renderer/capture/violation.ts', planted('../library/planted.ts')),
  breaks('imports-resolve', 'shared/geometry/violation2.ts', planted('./nowhere.ts')),

  breaks('no-silencing-comments', 'shared/geometry/habit1.ts', `// @ts-${'expect-error'}: planted`),
  breaks('no-silencing-comments', 'shared/geometry/habit2.ts', `// oxlint-${'disable'}-next-line no-var`),
  breaks('no-silencing-comments', 'shared/geometry/habit3.ts', `// ${'TO'}${'DO'}: later`),
  breaks('every-test-runs', 'test/unit/habit.test.ts', `import { it } from 'vitest'; it.skip('is idle', () => {});`),
  breaks('names-say-something', 'shared/geometry/utils.ts', 'export const nothing = 0;'),
  breaks('names-say-something', 'electron/helpers/planted.ts', 'export const nothing = 0;'),
  breaks('files-stay-readable', 'shared/geometry/habit4.ts', 'export const line = 0;\n'.repeat(401)),
  breaks('shared-is-given-the-time', 'shared/geometry/habit5.ts', 'export const now = () => Date.now();'),
  breaks('shared-is-given-the-time', 'shared/geometry/habit6.ts', 'export const now = () => new Date();'),
  breaks('shared-is-given-the-time', 'shared/geometry/habit7.ts', 'export const dice = () => Math.random();'),
];

describe('the walls', () => {
  let overlay: Overlay;
  let clean: { readonly code: number | null; readonly output: string };
  let broken: { readonly code: number | null; readonly output: string };

  beforeAll(() => {
    overlay = makeOverlay();
    clean = overlay.run('scripts/walls.ts', '--root', overlay.root);
    overlay.plant(Object.fromEntries(targets.map((path) => [path, 'export const planted = 0;'])));
    overlay.plant(Object.fromEntries(violations.map(({ path, source }) => [path, `${source}\n`])));
    broken = overlay.run('scripts/walls.ts', '--root', overlay.root);
  });
  afterAll(() => { overlay.remove(); });

  it('stand in the project as it is', () => {
    expect(clean.output).toMatch(/walls: [1-9]\d+ modules, [1-9]\d+ imports, 0 findings\n$/);
    expect(clean.code).toBe(0);
  });

  it('turn the check red', () => {
    expect(broken.code).toBe(1);
  });

  it.each(violations)('$rule: $path', ({ rule, path }) => {
    expect(broken.output.split('\n').filter((line) => line.startsWith(`${path}:`) && line.includes(`: ${rule}: `))).not.toEqual([]);
  });

  it('blame only what was planted', () => {
    const plantedPaths = new Set(violations.map(({ path }) => path));
    const blamed = broken.output.split('\n').filter((line) => /:\d+: /.test(line)).map((line) => line.split(':')[0]);
    expect(blamed.filter((path) => !plantedPaths.has(path ?? ''))).toEqual([]);
  });

  it('are each tried by at least one violation', () => {
    const tried = new Set(violations.map(({ rule }) => rule));
    expect(walls.map((wall) => wall.name).filter((name) => !tried.has(name))).toEqual([]);
  });

  it('are not checked over nothing', () => {
    const empty = overlay.run('scripts/walls.ts', '--root', `${overlay.root}/node_modules/zod`);
    expect(empty.code).not.toBe(0);
    expect(empty.output).toContain('nothing to check');
  });
});
