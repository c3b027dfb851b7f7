import { describe, expect, it } from 'vitest';
import { holds, type Scenario } from '../../torture/scenario.ts';
import { scenarios } from '../../torture/scenarios.ts';
import { smallDisksCanBeMade } from '../../support/smallDisk.ts';

/** The short form of each; `npm run torture` runs them in full. */
const { 'disk-full': diskFull, ...anywhere } = scenarios;

async function runShort(scenario: Scenario): Promise<void> {
  const seed = Math.floor(Math.random() * 1_000_000);
  const said: string[] = [`seed ${String(seed)}`];
  const figures = await scenario.run({ seed, runs: scenario.short, say: (line) => said.push(line) });
  expect(figures.filter((figure) => !holds(figure)), said.join('\n')).toStrictEqual([]);
  expect(figures.length).toBeGreaterThan(0);
}

describe('torture, in short', () => {
  it.each(Object.values<Scenario>(anywhere).map((scenario) => [scenario.title, scenario] as const))('%s', async (_title, scenario) => {
    await runShort(scenario);
  });

  it.runIf(smallDisksCanBeMade)('the disk is full at one write after the other', async () => {
    await runShort(diskFull);
  });
});
