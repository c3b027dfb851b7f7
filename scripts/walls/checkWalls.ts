import type { ModuleImport, SourceModule } from './readModules.ts';
import { walls } from './walls.ts';

export interface Finding {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** Every import that goes through a wall, points at nothing, or enters a feature of the window by another way than its index. */
export function checkWalls(modules: readonly SourceModule[]): readonly Finding[] {
  return modules.flatMap((module) => module.imports.flatMap((imported) => findingsOf(module, imported)));
}

function findingsOf(module: SourceModule, imported: ModuleImport): readonly Finding[] {
  const { line, specifier, target } = imported;
  const finding = (rule: string): Finding => ({ rule, path: module.path, line, message: `imports '${specifier}'` });
  if (target === null) return [finding('imports-resolve')];
  const broken = walls.filter((wall) => {
    if (!isIn(module.path, wall.from) || isIn(module.path, wall.except ?? [])) return false;
    return (wall.only !== undefined && !isIn(target, wall.only)) || isIn(target, wall.never ?? []);
  });
  const names = broken.map((wall) => wall.name);
  if (entersFeatureByTheWindow(module.path, target)) names.push('features-meet-at-the-index');
  return names.map(finding);
}

function isIn(place: string, places: readonly string[]): boolean {
  return places.some((candidate) => (candidate.endsWith('/') || candidate === 'package:' || candidate === 'node:' ? place.startsWith(candidate) : place === candidate));
}

const featureOf = (path: string) => /^renderer\/([^/]+)\//.exec(path)?.[1];

/** A folder of renderer/ is a feature; others see of it what its index.ts exports. */
function entersFeatureByTheWindow(from: string, to: string): boolean {
  const feature = featureOf(to);
  if (!from.startsWith('renderer/') || feature === undefined || feature === featureOf(from)) return false;
  return !/^renderer\/[^/]+\/index\.tsx?$/.test(to) && /\.tsx?$/.test(to);
}
