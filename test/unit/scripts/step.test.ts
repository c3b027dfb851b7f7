import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runSteps, type Step } from '../../../scripts/steps/step.ts';

const step = (name: string, passed: number, failed: number, output = ''): Step => ({ name, run: () => Promise.resolve({ passed, failed, skipped: 0, output }) });

describe('runSteps', () => {
  let said: string;
  const { exitCode } = process;

  beforeEach(() => {
    said = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => { said += String(text); return true; });
    vi.spyOn(console, 'log').mockImplementation((line: string) => { said += `${line}\n`; });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = exitCode;
  });

  it('ends with the sum over all steps', async () => {
    await runSteps([step('types', 1, 0), step('unit', 40, 0)]);
    expect(said.trimEnd().split('\n').at(-1)).toBe('41 passed, 0 failed');
    expect(process.exitCode).toBe(0);
  });

  it('shows what a failing step said, not what a passing one did, and runs the rest', async () => {
    await runSteps([step('lint', 0, 1, 'the reason'), step('unit', 2, 0, 'chatter')]);
    expect(said).toContain('the reason');
    expect(said).not.toContain('chatter');
    expect(said.trimEnd().split('\n').at(-1)).toBe('2 passed, 1 failed');
    expect(process.exitCode).toBe(1);
  });

  it('counts a step that breaks as failed', async () => {
    await runSteps([{ name: 'e2e', run: () => Promise.reject(new Error('no browser')) }, step('unit', 2, 0)]);
    expect(said).toContain('no browser');
    expect(said.trimEnd().split('\n').at(-1)).toBe('2 passed, 1 failed');
  });
});
