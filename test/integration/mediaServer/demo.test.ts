import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { demoMedia, demoPatients, seedMediaId, sweep, sweepColour } from '../../../electron/mediaServer/demo/catalogue.ts';
import seedMedia from '../../../electron/mediaServer/demo/seedMedia.json' with { type: 'json' };
import { validateResource } from '../../../electron/mediaServer/fhir/validateResource.ts';
import { mediaSchema } from '../../../shared/fhir/resources.ts';
import terminology from '../../../shared/terminology/dicom-context-groups.json' with { type: 'json' };
import { demoMediaDirectory, fhirJson, idsOf, startTestServer } from './startTestServer.ts';

async function measureImage(bytes: Buffer) {
  const { width, height, pageHeight, pages } = await sharp(bytes).metadata();
  return { width, height: pageHeight ?? height, frames: pages };
}

async function measureVideo(bytes: Buffer) {
  const track = await new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) }).getPrimaryVideoTrack();
  return { width: await track?.getDisplayWidth(), height: await track?.getDisplayHeight(), duration: await track?.computeDuration() };
}

describe('the demo chart', () => {
  it('has six patients, one found by a name that is not Latin, one with a very long one', async () => {
    const server = await startTestServer({ seed: true });
    expect(idsOf(await server.search('Patient')).sort()).toEqual(Object.values(demoPatients).map(({ id }) => id).sort());
    expect(idsOf(await server.search(`Patient?name=${encodeURIComponent('Παπαδ')}`))).toEqual([demoPatients.nonLatin.id]);
    expect(idsOf(await server.search('Patient?name=konstantinopoulou-f'))).toEqual([demoPatients.longName.id]);
    expect(idsOf(await server.search('Media?patient=demo-wound&_sort=_lastUpdated'))).toHaveLength(6);
    expect(idsOf(await server.search('Encounter?patient=demo-wound'))).toHaveLength(6);
  });

  it('is R4 to the letter', async () => {
    const server = await startTestServer({ seed: true });
    for (const type of ['Patient', 'Practitioner', 'Encounter', 'Media'] as const) {
      const { entry = [] } = await server.search(`${type}?_count=1000`);
      expect(entry.length).toBeGreaterThan(0);
      expect(entry.flatMap(({ resource }) => validateResource(type, resource ?? {}))).toEqual([]);
    }
  });

  it("holds the seed's own Media verbatim: only meta's version is the server's", async () => {
    const server = await startTestServer({ seed: true });
    const { meta, ...stored } = await server.read(`Media/${seedMediaId}`);
    const { meta: seedMeta, ...seed } = seedMedia;
    expect(stored).toEqual(seed);
    expect(Object.keys(stored)).toEqual(Object.keys(seed));
    expect(meta).toEqual({ ...seedMeta, versionId: '1', lastUpdated: meta?.lastUpdated });
    expect(seed.content.data.match(/ /g)).toHaveLength(92);
    const picture = Buffer.from(seed.content.data, 'base64');
    expect([picture.byteLength, createHash('sha1').update(picture).digest('base64')]).toEqual([2790, '7Ovam7l25pQY0tJvgRYwulKXmSA=']);
    expect((await server.request('Patient/xcda')).status).toBe(200);
    expect((await server.request('Practitioner/xcda-author')).status).toBe(200);
  });

  it('would take every one of its own resources through the front door', async () => {
    const server = await startTestServer({ seed: true });
    for (const type of ['Patient', 'Practitioner', 'Encounter', 'Media']) {
      for (const entry of (await server.search(`${type}?_count=100`)).entry ?? []) {
        const put = await server.request(`${type}/${String(entry.resource?.id)}`, { method: 'PUT', body: JSON.stringify(entry.resource), headers: fhirJson });
        expect(put.status).toBe(200);
      }
    }
  });

  it.each(demoMedia)('says the truth about $id', async (demo) => {
    const server = await startTestServer({ seed: true });
    const resource = mediaSchema.parse(await server.read(`Media/${demo.id}`));
    const response = await server.request(resource.content.url ?? '');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toBe(resource.content.contentType);
    expect(response.headers.get('x-security-context')).toBe(resource.subject?.reference);
    expect(resource.content).toMatchObject({ size: bytes.byteLength, hash: createHash('sha1').update(bytes).digest('base64') });
    expect((await fileTypeFromBuffer(bytes))?.mime).toBe(demo.contentType);
    for (const reference of [resource.subject, resource.encounter, resource.operator]) expect((await server.request(reference?.reference ?? '')).status).toBe(200);
    const site = resource.bodySite?.coding?.[0];
    expect([...terminology['CID 4'].concepts, ...terminology['CID 4031'].concepts]).toContainEqual(site);
    const { width, height, frames, duration } = resource;
    expect(await (demo.kind === 'image' ? measureImage(bytes) : measureVideo(bytes))).toEqual({ width, height, frames, duration });
    expect(bytes.byteLength).toBeLessThan(300_000);
  });

  it('seeds nothing into a database that holds something, and nothing when it is not told to', async () => {
    const empty = await startTestServer();
    expect((await empty.search('Patient')).entry).toBeUndefined();
    await empty.put({ resourceType: 'Patient', id: 'own' });
    await empty.close();
    const again = await startTestServer({ dataDirectory: empty.dataDirectory, seed: true });
    expect(idsOf(await again.search('Patient'))).toEqual(['own']);
  });
});

describe('the sweep', () => {
  it('tells every frame by its own exact colour, all different', async () => {
    const file = path.join(demoMediaDirectory, 'sweep.gif');
    const colours = await Promise.all(
      Array.from({ length: sweep.frames }, async (_, page) => {
        const { x, y, size } = sweep.patch;
        const { data } = await sharp(file, { page }).removeAlpha().extract({ left: x, top: y, width: size, height: size }).raw().toBuffer({ resolveWithObject: true });
        const pixels = Array.from({ length: size * size }, (__, index) => data.subarray(index * 3, index * 3 + 3).join());
        expect(new Set(pixels).size).toBe(1);
        return pixels[0];
      }),
    );
    expect(colours).toEqual(colours.map((_, frame) => sweepColour(frame).join()));
    expect(new Set(colours).size).toBe(sweep.frames);
  });

  it('lasts as long as it says', async () => {
    expect((await sharp(await readFile(path.join(demoMediaDirectory, 'sweep.gif'))).metadata()).delay).toEqual(Array.from({ length: sweep.frames }, () => sweep.frameMilliseconds));
  });
});
