import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeOverlay, type Overlay } from './overlay.ts';

const issue = z.looseObject({ file: z.string(), files: z.array(z.looseObject({ name: z.string() })).optional(), exports: z.array(z.looseObject({ name: z.string() })).optional(), dependencies: z.array(z.looseObject({ name: z.string() })).optional() });
const report = z.object({ issues: z.array(issue) });

describe('the search for unused code', () => {
  let overlay: Overlay;
  let issues: readonly z.infer<typeof issue>[];
  let code: number | null;

  beforeAll(() => {
    overlay = makeOverlay();
    const manifest = z.looseObject({ dependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(overlay.root, 'package.json'), 'utf8')));
    overlay.plant({
      'shared/geometry/forgotten.ts': 'export const forgotten = 0;\n',
      'shared/geometry/spaces.ts': `${readFileSync(join(overlay.root, 'shared/geometry/spaces.ts'), 'utf8')}\nexport const unwanted = 0;\n`,
      'package.json': JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, 'node-gyp': '*' } }),
    });
    const result = overlay.run('node_modules/knip/bin/knip.js', '--no-progress', '--reporter', 'json');
    issues = report.parse(JSON.parse(result.output.slice(result.output.indexOf('{"issues')))).issues;
    code = result.code;
  });
  afterAll(() => { overlay.remove(); });

  it('finds a file nobody imports', () => {
    expect(issues.flatMap((found) => found.files ?? []).map(({ name }) => name)).toContain('shared/geometry/forgotten.ts');
  });

  it('finds an export nobody uses', () => {
    expect(issues.find(({ file }) => file === 'shared/geometry/spaces.ts')?.exports?.map(({ name }) => name)).toContain('unwanted');
  });

  it('finds a dependency nobody needs', () => {
    expect(issues.find(({ file }) => file === 'package.json')?.dependencies?.map(({ name }) => name)).toContain('node-gyp');
  });

  it('ends in red', () => {
    expect(code).toBe(1);
  });
});
