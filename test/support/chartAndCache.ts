import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFhirChart } from '../../electron/ehr/openFhirChart.ts';
import { unwrap } from '../../shared/errors/result.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import type { MediaRecord } from '../../shared/sync/ports.ts';
import { startDemoMediaServer } from './demoMediaServer.ts';
import { rawChart } from './rawChart.ts';
import { mustOpen, page } from './testCache.ts';

const { signal } = new AbortController();

/** The real server over HTTP, the real client, the real cache in its worker; to be closed. */
export async function openChartAndCache() {
  const directory = await mkdtemp(join(tmpdir(), 'lightbox-test-'));
  const [demo, cache] = await Promise.all([startDemoMediaServer(), mustOpen(directory)]);
  const chart = unwrap(openFhirChart(demo.connection));
  /** Lightbox's id of each Media, by the chart's. */
  const mediaIds = new Map<string, string>();
  return {
    raw: await rawChart(demo.server),
    /** From the chart into the cache. */
    pull: async (serverId: string): Promise<MediaRecord & { readonly current: Media & { readonly id: string } }> => {
      const stored = unwrap(await chart.readMedia(serverId, signal));
      for (const { mediaId } of await cache.applyPage(page({ media: [stored] }))) mediaIds.set(serverId, mediaId);
      const record = await cache.media(mediaIds.get(serverId) ?? '');
      if (!record) throw new Error('not in the cache');
      return { ...record, current: { ...record.current, id: serverId } };
    },
    /** What the cache holds, or what was made of it, back to the chart; unconditionally. */
    push: async (media: Media & { readonly id: string }) => unwrap(await chart.updateMedia(media, undefined, signal)),
    close: async () => {
      await cache.close();
      await demo.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
