/** One named part of `npm test`; a check counts as one, a test runner as its tests. */
export interface Step {
  readonly name: string;
  readonly run: () => Promise<StepResult>;
}

export interface StepResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Shown when something failed. */
  readonly output: string;
}

/**
 * Runs every step, also after a failed one: a line for each with its counts and seconds, the whole output of those that failed,
 * and last the sum. Sets the exit code.
 */
export async function runSteps(steps: readonly Step[]): Promise<void> {
  const results: StepResult[] = [];
  const width = Math.max(...steps.map((step) => step.name.length));
  for (const step of steps) {
    process.stdout.write(`${step.name.padEnd(width)}  … `);
    const started = performance.now();
    const result = await step.run().catch((error: unknown): StepResult => ({ passed: 0, failed: 1, skipped: 0, output: describe(error) }));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const skipped = result.skipped === 0 ? '' : `, ${String(result.skipped)} skipped`;
    console.log(`${result.failed === 0 ? 'ok' : 'RED'}  ${String(result.passed)} passed, ${String(result.failed)} failed${skipped} (${seconds} s)`);
    if (result.failed > 0) console.log(`\n--- ${step.name}\n${result.output.trimEnd()}\n---\n`);
    results.push(result);
  }
  const sum = (pick: (result: StepResult) => number) => results.reduce((total, result) => total + pick(result), 0);
  const failed = sum((result) => result.failed);
  console.log(`${String(sum((result) => result.passed))} passed, ${String(failed)} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
