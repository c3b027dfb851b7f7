import { existsSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { buildStale } from '../build/buildStale.ts';
import { projectPath } from '../build/projectPath.ts';
import { getChromium } from '../desktop/chromium.ts';
import { runCommand, tool } from './runCommand.ts';
import type { Step } from './step.ts';

const report = z.object({ stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }) });

/** The end-to-end tests: the built app on the test host, driven in Chromium. */
export const playwrightStep: Step = {
  name: 'e2e',
  run: async () => {
    await buildStale();
    const file = projectPath('.cache/test/e2e.json');
    rmSync(file, { force: true });
    const [node, entry] = tool('@playwright/test/cli.js');
    const { code, output } = await runCommand(node, [entry, 'test', '--reporter', 'line,json'], {
      environment: { PLAYWRIGHT_JSON_OUTPUT_NAME: file, LIGHTBOX_CHROMIUM: await getChromium() },
    });
    if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, output };
    const { stats } = report.parse(JSON.parse(readFileSync(file, 'utf8')));
    // A test that passed only when repeated is not one that passes.
    const failed = stats.unexpected + stats.flaky;
    return { passed: stats.expected, failed: code === 0 ? failed : Math.max(1, failed), skipped: stats.skipped, output };
  },
};
