import { describe, expect, it } from 'vitest';
import type { Cache } from '../../../electron/cache/cache.ts';
import { editMedia } from '../../../electron/workspace/editMedia.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { invertMediaEdit, type MediaEdit } from '../../../shared/fhir/edit/mediaEdit.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { contextGroup } from '../../../shared/terminology/contextGroup.ts';
import { demoStations, seedOf } from '../../support/demoStations.ts';

const stations = demoStations();
const openStation = (authorName: string) => stations.open(authorName);

const foot = contextGroup('CID 4').find(({ display }) => display === 'Foot');

/** One edit of every kind; `from` is what the seed's Media says. */
function everyEdit(seed: Media): readonly MediaEdit[] {
  return [
    { element: 'status', from: seed.status, to: 'on-hold' },
    { element: 'type', from: seed.type ?? null, to: { text: 'Photograph of a diagram' } },
    { element: 'modality', from: seed.modality ?? null, to: { coding: contextGroup('CID 29').slice(0, 1) } },
    { element: 'view', from: null, to: { text: 'From the side' } },
    { element: 'bodySite', from: null, to: { coding: foot === undefined ? [] : [foot], text: 'Foot' } },
    { element: 'encounter', from: null, to: { display: 'Ward round' } },
    { element: 'created', from: { createdDateTime: '2017-12-17' }, to: { createdPeriod: { start: '2017-12-16', end: '2017-12-17' } } },
    { element: 'operator', from: seed.operator ?? null, to: { display: 'N. Nurse' } },
    { element: 'device', from: seed.device ?? null, to: { display: 'Other camera' } },
    { element: 'deviceName', from: null, to: 'Camera 2' },
    { element: 'frames', from: seed.frames ?? null, to: 3 },
    { element: 'reasonCode', at: 0, from: null, to: { text: 'Follow-up' } },
    { element: 'identifier', at: 0, from: null, to: { system: 'https://hospital.example/accession', value: 'A-7' } },
    { element: 'partOf', at: 0, from: null, to: { display: 'Operation of the left foot' } },
    { element: 'basedOn', at: 0, from: null, to: { display: 'Order of this morning' } },
    { element: 'note', at: 0, from: null, to: { id: 'n1', authorString: 'N. Nurse', time: '2026-03-14T09:30:00Z', text: 'seen' } },
    { element: 'extension', at: 0, from: null, to: { url: 'http://xcaliber-fhir/structureDefinition/priority', valueString: 'high' } },
  ];
}

describe('an edit', () => {
  it('of every kind reaches the chart, is proven, and stands on another workstation; taken back, the chart says what it said before', async () => {
    const [here, there] = [await openStation('N. Nurse'), await openStation('Dr. Vos')];
    const { id, current: before } = await seedOf(here);
    const edits = everyEdit(before);
    for (const edit of edits) unwrap(await here.edit(id, edit));
    expect((await here.cache.mediaView(id))?.safety.state).toBe('local');
    await here.engine.runUntilIdle();
    expect((await here.cache.outbox()).map(({ state }) => state)).toStrictEqual(['confirmed']);
    expect((await here.cache.mediaView(id))?.safety.state).toBe('proven');

    const serverId = (await here.cache.media(id))?.serverId;
    await there.engine.runUntilIdle();
    const ids = await there.cache.mediaIds();
    const records = await Promise.all(ids.map((one) => there.cache.media(one)));
    const theirs = records.find((record) => record?.serverId === serverId)?.current;
    for (const { element, to } of edits) {
      if (element === 'created') expect(theirs).toMatchObject(to ?? {});
      else expect(theirs?.[element], element).toStrictEqual(Array.isArray(theirs?.[element]) ? [to] : to);
    }
    expect(theirs).not.toHaveProperty('createdDateTime');

    for (const edit of edits.toReversed()) unwrap(await here.edit(id, invertMediaEdit(edit)));
    await here.engine.runUntilIdle();
    const { meta: _meta, ...after } = (await here.cache.media(id))?.current ?? {};
    const { meta: _metaBefore, ...rest } = before;
    expect(after).toStrictEqual(rest);
  });

  it('of something that a pull changed meanwhile is refused, and the pulled value stands', async () => {
    const [here, there] = [await openStation('N. Nurse'), await openStation('Dr. Vos')];
    const [mine, theirs] = [await seedOf(here), await seedOf(there)];
    unwrap(await there.edit(theirs.id, { element: 'status', from: 'completed', to: 'stopped' }));
    await there.engine.runUntilIdle();
    await here.engine.runUntilIdle();
    expect(await here.edit(mine.id, { element: 'status', from: 'completed', to: 'on-hold' })).toMatchObject({ ok: false, error: { code: 'data.changed-meanwhile' } });
    expect((await here.cache.media(mine.id))?.current.status).toBe('stopped');
    expect(await here.cache.outbox()).toStrictEqual([]);
  });

  it('is applied to what a pull brings between reading and writing', async () => {
    const here = await openStation('N. Nurse');
    const { id, current } = await seedOf(here);
    // Somebody writes right after the first read.
    let reads = 0;
    const racing: Cache = {
      ...here.cache,
      mediaRows: async (mediaId) => {
        const rows = await here.cache.mediaRows(mediaId);
        reads += 1;
        if (rows && reads === 1) {
          unwrap(await here.cache.recordUpdate({ mediaId, expectedRevision: rows.revision, media: { ...rows.record.current, deviceName: 'pulled' }, at: Date.now() }));
        }
        return rows;
      },
    };
    const edit: MediaEdit = { element: 'view', from: null, to: { text: 'From above' } };
    unwrap(await editMedia({ cache: racing, now: Date.now, authorName: 'N. Nurse' }, { mediaId: id, edit }));
    expect(reads).toBe(2);
    expect((await here.cache.media(id))?.current).toStrictEqual({ ...current, view: { text: 'From above' }, deviceName: 'pulled' });
  });

  it('of a Media that must not be edited is refused on the main side', async () => {
    const here = await openStation('N. Nurse');
    const { id } = await seedOf(here);
    unwrap(await here.edit(id, { element: 'status', from: 'completed', to: 'entered-in-error' }));
    expect(await here.edit(id, { element: 'deviceName', from: null, to: 'x' })).toMatchObject({ ok: false, error: { code: 'data.read-only-resource', detail: 'entered-in-error' } });
    expect(await here.edit('nobody', { element: 'deviceName', from: null, to: 'x' })).toMatchObject({ ok: false, error: { code: 'local.not-found' } });
  });
});
