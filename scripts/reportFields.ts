import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { projectPath } from './build/projectPath.ts';
import { runCommand, tool } from './steps/runCommand.ts';

/**
 * `npm run report:fields`: what Lightbox does with every data field and every extension of the Media API, as its tests find it this very moment.
 * Each describe of test/integration/fields is a line, each test of it a cell.
 */
const reportSchema = z.object({
  testResults: z.array(z.object({
    name: z.string(),
    assertionResults: z.array(z.object({ ancestorTitles: z.array(z.string()), title: z.string(), status: z.string() })),
  })),
});
const words: Readonly<Record<string, string>> = { passed: 'ok', failed: 'RED' };

const file = projectPath('.cache/test/fields.json');
rmSync(file, { force: true });
const [node, entry] = tool('vitest/vitest.mjs');
const { code, output } = await runCommand(node, [
  entry, 'run', '--config', 'vite.config.ts', '--project', 'integration', 'test/integration/fields', '--reporter', 'default', '--reporter', 'json', `--outputFile.json=${file}`,
]);
const { testResults } = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
let [green, all] = [0, 0];
for (const { assertionResults } of testResults.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
  const lines = new Map<string, Map<string, string>>();
  for (const { ancestorTitles, title, status } of assertionResults) {
    const line = ancestorTitles.at(-1);
    if (line === undefined) continue;
    lines.set(line, (lines.get(line) ?? new Map<string, string>()).set(title, status));
  }
  const columns = [...new Set([...lines.values()].flatMap((cells) => [...cells.keys()]))];
  const table = [['', ...columns], ...[...lines].map(([line, cells]) => [line, ...columns.map((column) => wordOf(cells.get(column)))])];
  const widths = columns.map((_column, index) => index).concat(columns.length).map((index) => Math.max(...table.map((row) => row[index]?.length ?? 0)));
  console.log(table.map((row) => row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ').trimEnd()).join('\n'));
  const statuses = [...lines.values()].flatMap((cells) => [...cells.values()]);
  console.log(`${String(lines.size)} lines, ${String(statuses.length)} cells\n`);
  all += statuses.length;
  green += statuses.filter((status) => status === 'passed').length;
}
console.log(`${String(green)} of ${String(all)} green`);
if (code !== 0 || green !== all || all === 0) {
  console.error(output);
  process.exitCode = 1;
}

/** Nothing where a line has no such test. */
function wordOf(status: string | undefined): string {
  return status === undefined ? '' : (words[status] ?? status);
}
