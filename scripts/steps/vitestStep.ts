import { existsSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { projectPath } from '../build/projectPath.ts';
import { runCommand, tool } from './runCommand.ts';
import type { Step } from './step.ts';

const report = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), numPendingTests: z.number(), numTodoTests: z.number() });

/** One Vitest project of vite.config.ts. */
export function vitestStep(project: string): Step {
  return {
    name: project,
    run: async () => {
      const file = projectPath(`.cache/test/${project}.json`);
      rmSync(file, { force: true });
      const { code, output } = await runCommand(...vitest(project, file));
      if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, output };
      const counts = report.parse(JSON.parse(readFileSync(file, 'utf8')));
      // A file that did not even load has no failed test of its own.
      const failed = code === 0 ? counts.numFailedTests : Math.max(1, counts.numFailedTests);
      return { passed: counts.numPassedTests, failed, skipped: counts.numPendingTests + counts.numTodoTests, output };
    },
  };
}

function vitest(project: string, file: string): [string, readonly string[]] {
  const [node, entry] = tool('vitest/vitest.mjs');
  return [node, [entry, 'run', '--config', 'vite.config.ts', '--project', project, '--reporter', 'default', '--reporter', 'json', `--outputFile.json=${file}`]];
}
