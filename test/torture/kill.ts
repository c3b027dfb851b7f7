import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { startDemoMediaServer, type DemoMediaServer } from '../support/demoMediaServer.ts';
import { KilledWorkstation, type WorkstationReport } from '../support/killedWorkstation.ts';
import { lightboxMedia } from '../support/lightboxMedia.ts';
import { readChart } from '../support/readChart.ts';
import { seededRandom } from '../support/seededRandom.ts';
import type { Figure, Scenario, ScenarioOptions } from './scenario.ts';

/** So many kills in one data directory, before what is there is compared with the chart and a new one begins, of both. */
const killsPerDirectory = 25;
/** So long at most after its start, or after it was open or had begun to work. */
const startMilliseconds = 300;
const workMilliseconds = 500;

/** kill -9 of a whole workspace that captures, draws and syncs, at any moment. */
export const kill: Scenario = {
  title: 'kill -9 while it captures, draws and syncs',
  unit: 'kills',
  full: 1_000,
  short: 5,
  run,
};

const countNames = ['captures acknowledged', 'drawings acknowledged', 'captures lost', 'drawings lost', 'duplicates in the chart', 'blobs without a row', 'rows without a blob', 'findings of verify', 'entries left', 'defects'] as const;
type Counts = Record<(typeof countNames)[number], number>;

async function run({ seed, runs, say }: ScenarioOptions): Promise<readonly Figure[]> {
  const counts = Object.fromEntries(countNames.map((name) => [name, 0])) as Counts;
  const picture = (await sharp({ create: { width: 64, height: 48, channels: 3, background: '#a05a4a' } }).jpeg().toBuffer()).toString('base64');
  for (let done = 0; done < runs; done += killsPerDirectory) {
    // A chart of its own: what earlier ones left in it would be pulled again by every start.
    const server = await startDemoMediaServer();
    try {
      await oneDirectory({ server, picture, random: seededRandom(seed, done), kills: Math.min(killsPerDirectory, runs - done), counts, say });
    } finally {
      await server.close();
    }
    say(`${String(Math.min(runs, done + killsPerDirectory))} kills`);
  }
  return countNames.map((name) => ({ name, value: counts[name], wanted: name.endsWith('acknowledged') ? { atLeast: 1 } : { exactly: 0 } }));
}

async function oneDirectory({ server, picture, random, kills, counts, say }: {
  readonly server: DemoMediaServer;
  readonly picture: string;
  readonly random: () => number;
  readonly kills: number;
  readonly counts: Counts;
  readonly say: ScenarioOptions['say'];
}): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'lightbox-torture-'));
  const captured = new Map<string, string>();
  const drawn: { readonly mediaId: string; readonly layerId: string }[] = [];
  const hear = (report: WorkstationReport): void => {
    if (report.kind === 'captured') captured.set(report.mediaId, report.sha256);
    if (report.kind === 'drawn') drawn.push(report);
    if (report.kind === 'defect') {
      counts.defects += 1;
      say(report.message);
    }
    if (report.kind === 'opened') {
      counts['blobs without a row'] += report.blobsWithoutRow;
      counts['rows without a blob'] += report.rowsWithoutBlob;
    }
  };
  const order = { directory, connection: server.connection, picture };
  const settled = async () => {
    const workstation = new KilledWorkstation({ ...order, settle: true }, hear);
    const report = await workstation.first('settled');
    await workstation.ended();
    return report;
  };
  try {
    await settled();
    for (let round = 0; round < kills; round += 1) {
      const workstation = new KilledWorkstation({ ...order, settle: false }, hear);
      const moment = round === 0 ? 1 : random();
      if (moment < 0.2) await pause(random() * startMilliseconds);
      else {
        await workstation.first(moment < 0.4 ? 'opened' : 'drawn');
        await pause(random() * workMilliseconds);
      }
      await workstation.kill();
    }
    const { unsettled, findings } = await settled();
    for (const line of [...unsettled, ...findings]) say(line);
    counts['entries left'] += unsettled.length;
    counts['findings of verify'] += findings.length;
    counts['captures acknowledged'] += captured.size;
    counts['drawings acknowledged'] += drawn.length;
    await compareWithChart(server, captured, drawn, counts);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function compareWithChart(server: DemoMediaServer, captured: ReadonlyMap<string, string>, drawn: readonly { readonly mediaId: string; readonly layerId: string }[], counts: Counts): Promise<void> {
  const chart = await readChart(server.server);
  const { copies, everything } = await lightboxMedia(server.server, chart);
  counts['duplicates in the chart'] += [...copies.values()].filter((held) => held.length > 1).length;
  for (const [mediaId, sha256] of captured) {
    const [held] = copies.get(mediaId) ?? [];
    if (held?.content.url === undefined || (await chart.sha256Of(held.content.url)) !== sha256) counts['captures lost'] += 1;
  }
  // A drawing on one of the chart's own Media is looked for in all of them.
  const all = JSON.stringify(everything);
  counts['drawings lost'] += drawn.filter(({ layerId }) => !all.includes(layerId)).length;
}
