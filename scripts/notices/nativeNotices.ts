import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectPath } from '../build/projectPath.ts';
import type { Notice } from './notice.ts';

const lockEntry = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  license: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const lock = z.object({ packages: z.record(z.string(), lockEntry) });

/** Needed to compile or for systems Lightbox is not built for; electron-builder.yml leaves them out. */
const notShipped = /^(?:node-addon-api|@img\/sharp-(?:freebsd|wasm|webcontainers).*)$/;

/** libvips is shipped unchanged as a library of its own; its packages carry no text. The LGPL is a supplement to the GPL: both go along. */
const textsOfOurs: Readonly<Record<string, readonly string[]>> = { 'LGPL-3.0-or-later': ['build/licenses/LGPL-3.0.txt', 'build/licenses/GPL-3.0.txt'] };

/**
 * What ships as it is: the two native modules and what they need, for every desktop system. Read from the lockfile, because only
 * this system's binaries are installed and the notices must not depend on where they are made.
 */
export function nativeNotices(): readonly Notice[] {
  const { packages } = lock.parse(JSON.parse(readFileSync(projectPath('package-lock.json'), 'utf8')));
  const seen = new Map<string, Notice>();
  const visit = (dependency: string) => {
    const entry = packages[`node_modules/${dependency}`];
    if (entry === undefined || seen.has(dependency) || notShipped.test(dependency)) return;
    const licence = entry.license ?? 'unknown';
    seen.set(dependency, { name: familyName(entry.name ?? dependency), version: entry.version ?? '', licence, text: licenceText(dependency, licence) });
    for (const next of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) visit(next);
  };
  for (const dependency of Object.keys(packages['']?.dependencies ?? {})) visit(dependency);
  return [...seen.values()];
}

/** `@img/sharp-linux-x64`, `@img/sharp-darwin-arm64`, … are one library. */
function familyName(name: string): string {
  return name.replace(/^(@img\/sharp(?:-libvips)?)-(?:linux|linuxmusl|darwin|win32)-\w+$/, '$1-<system>');
}

function licenceText(dependency: string, licence: string): string | null {
  const ours = textsOfOurs[licence];
  if (ours !== undefined) return ours.map((file) => readFileSync(projectPath(file), 'utf8')).join('\n');
  // The binaries for other systems are not installed and have the licence of sharp itself.
  const folder = projectPath(`node_modules/${dependency.startsWith('@img/sharp-') ? 'sharp' : dependency}`);
  const file = existsSync(folder) ? readdirSync(folder).find((name) => /^licen[cs]e(?:\.\w+)?$/i.test(name)) : undefined;
  return file === undefined ? null : readFileSync(join(folder, file), 'utf8');
}
