import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeOverlay, type Overlay } from './overlay.ts';

const offences = [
  { rule: 'typescript(no-explicit-any)', source: 'export const value: any = 0;' },
  { rule: 'typescript(no-floating-promises)', source: 'export function start() { Promise.resolve(1); }' },
  { rule: 'typescript(no-misused-promises)', source: 'export function hasAny(ask: () => Promise<boolean>) { return ask() ? 1 : 0; }' },
  { rule: 'typescript(no-unsafe-assignment)', source: `export const parsed: { a: string } = JSON.parse('{}');` },
  { rule: 'typescript(no-non-null-assertion)', source: 'export const first = (list: readonly string[]) => list[0]!;' },
  { rule: 'typescript(switch-exhaustiveness-check)', source: `export function side(s: 'l' | 'r') { switch (s) { case 'l': return 1; } return 0; }` },
  { rule: 'typescript(consistent-type-imports)', source: `import { Result } from '../../shared/errors/result.ts'; export type R = Result<1>;` },
  { rule: 'import(no-cycle)', source: `import { other } from './offenceCycle.ts'; export const mine = 1; export const both = () => mine + other;` },
  { rule: 'eslint(eqeqeq)', source: 'export const same = (a: number, b: number) => a == b;' },
  { rule: 'eslint(max-lines)', source: `${'export {};\n'.repeat(401)}` },
].map((offence, index) => ({ ...offence, path: `electron/workspace/offence${String(index)}.ts` }));

const cycle = offences.findIndex(({ rule }) => rule === 'import(no-cycle)');
const otherHalf = `import { mine } from './offence${String(cycle)}.ts'; export const other = 2; export const both = () => mine + other;`;

const report = z.object({ number_of_files: z.number(), diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })) });

describe('the linter', () => {
  let overlay: Overlay;
  let found: z.infer<typeof report>;
  let code: number | null;

  beforeAll(() => {
    overlay = makeOverlay();
    overlay.plant({ 'electron/workspace/offenceCycle.ts': otherHalf });
    overlay.plant(Object.fromEntries(offences.map(({ path, source }) => [path, `${source}\n`])));
    const result = overlay.run('node_modules/oxlint/bin/oxlint', '--format', 'json');
    found = report.parse(JSON.parse(result.output));
    code = result.code;
  });
  afterAll(() => { overlay.remove(); });

  it.each(offences)('refuses $rule', ({ rule, path }) => {
    expect(found.diagnostics.filter((diagnostic) => diagnostic.filename === path).map((diagnostic) => diagnostic.code)).toContain(rule);
  });

  it('ends in red, having read the whole project', () => {
    expect(code).toBe(1);
    expect(found.number_of_files).toBeGreaterThan(100);
  });
});
