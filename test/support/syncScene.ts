import { createHash } from 'node:crypto';
import { afterEach, beforeEach } from 'vitest';
import type { Failure } from '../../shared/errors/errorCode.ts';
import { unwrap } from '../../shared/errors/result.ts';
import { mediaIdentifier } from '../../shared/fhir/capturedMedia.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import { FakeChart, type Fault } from './fakeChart.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';
import { VirtualClock } from './virtualClock.ts';
import { Workstation } from './workstation.ts';

export const picture = Buffer.from('a picture of a heel');
export const pictureSha256 = createHash('sha256').update(picture).digest('hex');
export const note = (id: string) => ({ id, text: id });
export const addNote = (id: string) => (media: Media): Media => ({ ...media, note: [...(media.note ?? []), note(id)] });
export const site = (text: string) => (media: Media): Media => ({ ...media, bodySite: { text } });

/** A Media as a chart may hold it, with its bytes inline. */
export const online = (media: Partial<Media> = {}): Media => ({
  resourceType: 'Media', status: 'completed', subject: { reference: 'Patient/p1' }, content: { contentType: 'image/gif', data: 'R0lG ODlh' }, ...media,
});

/** The real engine and the real cache on virtual time, against a chart that fails as told; anew for each test. */
export function syncScene(): SyncScene {
  const scene = new SyncScene();
  beforeEach(async () => {
    await scene.open();
  });
  afterEach(async () => {
    await scene.close();
  });
  return scene;
}

class SyncScene {
  clock = new VirtualClock();
  chart = new FakeChart();
  /** Of the station. */
  directory = '';
  #station: Workstation | undefined;

  get station(): Workstation {
    if (!this.#station) throw new Error('the scene is not open');
    return this.#station;
  }

  async open(): Promise<void> {
    this.clock = new VirtualClock();
    this.chart = new FakeChart({ now: this.clock.now, pageSize: 2 });
    this.chart.addPatient('p1');
    this.directory = await temporaryDirectory();
    this.#station = new Workstation({ directory: this.directory, chart: this.chart, clock: this.clock });
    await this.station.start();
  }

  async close(): Promise<void> {
    await this.station.close();
    if (this.station.defects.length > 0) throw new AggregateError(this.station.defects, 'bugs');
  }

  async putIntoChart(media: Media, value = '1'): Promise<string> {
    const identifier = { system: 'urn:test', value };
    return unwrap(await this.chart.createMedia({ ...media, identifier: [identifier] }, identifier, new AbortController().signal)).resource.id;
  }

  async onlyMedia(): Promise<string> {
    const [id, ...more] = await this.station.cache.mediaIds();
    if (id === undefined || more.length > 0) throw new Error('not exactly one Media');
    return id;
  }

  /** Fails these calls once each, in order; then all is well. */
  failOnce(...faults: (Fault & { readonly call: string })[]): void {
    this.chart.fault = (call) => {
      const index = faults.findIndex((fault) => fault.call === call);
      return index === -1 ? undefined : faults.splice(index, 1)[0];
    };
  }

  refuseAll(failure: Failure): void {
    this.chart.fault = () => ({ kind: 'refuse', failure });
  }

  /** What the chart holds of a picture taken here. */
  heldByChart(mediaId: string): readonly Media[] {
    const { value: own } = mediaIdentifier(mediaId);
    return [...this.chart.media.values()].map(({ resource }) => resource).filter(({ identifier }) => identifier?.some(({ value }) => value === own));
  }
}
