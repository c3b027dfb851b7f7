import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { projectPath } from '../build/projectPath.ts';
import type { Notice } from './notice.ts';

const licences = z.array(z.object({ name: z.string(), version: z.string(), identifier: z.string(), text: z.string().optional() }));

/** What the build says it bundled, from the list it writes beside each bundle. */
export function bundledNotices(): readonly Notice[] {
  return ['dist/main', 'dist/renderer'].flatMap((folder) =>
    readdirSync(projectPath(folder))
      .filter((name) => name.endsWith('licenses.json'))
      .flatMap((name) => licences.parse(JSON.parse(readFileSync(projectPath(`${folder}/${name}`), 'utf8'))))
      .map(({ name, version, identifier, text }) => ({ name, version, licence: identifier, text: text ?? null })));
}
