import type { Finding } from './checkWalls.ts';
import type { SourceModule } from './readModules.ts';

const longestFile = 400;

/** What `shared/` must be given: the time, randomness, the outside world. */
const impure = new Set(['new Date()', 'Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID', 'crypto.getRandomValues', 'console.log']);

/** Tests that do not run are no tests. */
const idleTests = new Set(['describe.only', 'describe.skip', 'describe.todo', 'it.only', 'it.skip', 'it.todo', 'test.only', 'test.skip', 'test.todo', 'test.fixme', 'test.fail']);

/** Comments that switch a check off, or put work off where nobody will see it. */
const silencing = /@ts-(?:ignore|nocheck|expect-error)|(?:ox|es)lint-disable|biome-ignore|@knipignore|\b(?:TODO|FIXME|XXX|HACK)\b/;

/** Names that say nothing about what is inside. */
const emptyName = /(?:^|\/)(?:utils?|helpers?|misc|common)(?:\/|\.[a-z]+$)/i;

export function checkHabits(modules: readonly SourceModule[]): readonly Finding[] {
  return modules.flatMap((module) => {
    const finding = (rule: string, line: number, message: string): Finding => ({ rule, path: module.path, line, message });
    const findings = [
      ...module.comments.filter((comment) => silencing.test(comment.text)).map((comment) => finding('no-silencing-comments', comment.line, comment.text.trim())),
      ...module.uses.filter((use) => idleTests.has(use.name)).map((use) => finding('every-test-runs', use.line, use.name)),
    ];
    if (emptyName.test(module.path)) findings.push(finding('names-say-something', 1, 'a name that says what is inside, please'));
    if (module.lines > longestFile) findings.push(finding('files-stay-readable', longestFile, `${String(module.lines)} lines: look for the seam`));
    if (module.path.startsWith('shared/')) {
      findings.push(...module.uses.filter((use) => impure.has(use.name)).map((use) => finding('shared-is-given-the-time', use.line, `${use.name} must be passed in`)));
    }
    return findings;
  });
}
