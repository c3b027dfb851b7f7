import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { seededRandom } from '../support/seededRandom.ts';
import type { Figure, Scenario, ScenarioOptions } from './scenario.ts';
import { anySchedule, World, type Outcome } from './twoStations.ts';

/** Any schedule of edits, captures, crashes, faults and offline time on two workstations, in virtual time. */
export const convergence: Scenario = {
  title: 'two workstations, one chart, any schedule',
  unit: 'schedules',
  full: 5_000,
  short: 30,
  run,
};

async function run({ seed, runs, say }: ScenarioOptions): Promise<readonly Figure[]> {
  let [calm, alike, lost, duplicates, conflicts, defects] = [0, 0, 0, 0, 0, 0];
  for (let index = 0; index < runs; index += 1) {
    const outcome = await oneSchedule(seed + index);
    if (!outcome.calmInTime || !outcome.alike || outcome.lost > 0 || outcome.duplicates > 0 || outcome.defects.length > 0) {
      say(`not as it must be: --seed ${String(seed + index)} --runs 1: ${JSON.stringify({ ...outcome, defects: outcome.defects.map(String) })}`);
    }
    calm += outcome.calmInTime ? 1 : 0;
    alike += outcome.alike ? 1 : 0;
    [lost, duplicates, conflicts, defects] = [lost + outcome.lost, duplicates + outcome.duplicates, conflicts + outcome.conflicts, defects + outcome.defects.length];
    if ((index + 1) % 500 === 0) say(`${String(index + 1)} schedules`);
  }
  return [
    { name: 'calm 60 s after the faults', value: calm, wanted: { exactly: runs } },
    { name: 'alike when people had decided', value: alike, wanted: { exactly: runs } },
    { name: 'recorded and lost', value: lost, wanted: { exactly: 0 } },
    { name: 'duplicates in the chart', value: duplicates, wanted: { exactly: 0 } },
    { name: 'defects', value: defects, wanted: { exactly: 0 } },
    { name: 'conflicts shown', value: conflicts },
  ];
}

async function oneSchedule(seed: number): Promise<Outcome> {
  const [steps = []] = fc.sample(anySchedule, { seed, numRuns: 1 });
  const directories = [await mkdtemp(join(tmpdir(), 'lightbox-torture-')), await mkdtemp(join(tmpdir(), 'lightbox-torture-'))];
  const world = new World();
  try {
    await world.open(directories, seededRandom(seed));
    for (const step of steps) await world.take(step);
    return await world.calmDown();
  } finally {
    await world.close();
    for (const directory of directories) await rm(directory, { recursive: true, force: true });
  }
}
