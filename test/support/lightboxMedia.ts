import { z } from 'zod';
import { mediaSchema, type Media } from '../../shared/fhir/resources.ts';
import type { ChartAddress, ChartReader } from './readChart.ts';

const pageSchema = z.looseObject({
  entry: z.array(z.looseObject({ resource: mediaSchema })).optional(),
  link: z.array(z.looseObject({ relation: z.string(), url: z.string() })).optional(),
});

/** Every Media of a chart, asked over plain HTTP, and those that came from a Lightbox by Lightbox's own id. */
export async function lightboxMedia(address: ChartAddress, chart: ChartReader) {
  const everything: Media[] = [];
  let next: string | undefined = 'Media?_count=200';
  while (next !== undefined) {
    const page: z.infer<typeof pageSchema> = pageSchema.parse(await chart.json(next));
    everything.push(...(page.entry ?? []).map(({ resource }) => resource));
    next = page.link?.find(({ relation }) => relation === 'next')?.url.replace(`${address.baseUrl}/`, '');
  }
  const copies = new Map<string, Media[]>();
  for (const media of everything) {
    for (const { value } of media.identifier ?? []) {
      const id = /^urn:uuid:(.+)$/.exec(value ?? '')?.[1];
      if (id !== undefined) copies.set(id, [...(copies.get(id) ?? []), media]);
    }
  }
  return { everything, copies };
}
