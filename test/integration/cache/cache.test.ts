import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cache } from '../../../electron/cache/cache.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { mediaIdentifier } from '../../../shared/fhir/capturedMedia.ts';
import type { MediaView } from '../../../shared/ipc/views.ts';
import type { OutboxEntry } from '../../../shared/sync/outboxEntry.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { capture, familyName, inChart, mustOpen, page, testMedia, testPatient, withTestPatient } from '../../support/testCache.ts';

let directory: string;
let cache: Cache;
let patientId: string;

beforeEach(async () => {
  directory = await temporaryDirectory();
  cache = await mustOpen(directory);
  patientId = await withTestPatient(cache);
});
afterEach(() => cache.close());

async function pulled(id = 'm1', more: Parameters<typeof inChart>[2] = {}): Promise<MediaView> {
  const [change] = await cache.applyPage(page({ media: [inChart(id, 1, more)] }));
  const view = change && (await cache.mediaView(change.mediaId));
  if (!view) throw new Error('nothing was pulled');
  return view;
}

async function edit(mediaId: string, text: string): Promise<MediaView> {
  const rows = await cache.mediaRows(mediaId);
  if (!rows) throw new Error('no such media');
  const { current } = rows.record;
  return unwrap(
    await cache.recordUpdate({ mediaId, expectedRevision: rows.revision, media: { ...current, note: [...(current.note ?? []), { id: text, text }] }, at: 2000 }),
  );
}

async function entriesOf(mediaId: string): Promise<OutboxEntry[]> {
  const views = await cache.outbox();
  const entries = await Promise.all(views.filter((entry) => entry.resourceId === mediaId).map((entry) => cache.entry(entry.sequence)));
  return entries.filter((entry) => entry !== undefined);
}

async function onlyEntry(mediaId: string): Promise<OutboxEntry> {
  const [entry, ...more] = await entriesOf(mediaId);
  if (!entry || more.length > 0) throw new Error(`${String(more.length)} entries too many`);
  return entry;
}

describe('patients', () => {
  it('are found by the beginnings of their names, by number and by birth date, and by nothing else', async () => {
    for (const query of ['quend', 'ida', 'QUENDELBROOK bea', 'mrn-77', '1980-05-12', '1980-05', '77']) {
      expect((await cache.patients(query)).map((patient) => patient.id), query).toEqual([patientId]);
    }
    for (const query of ['nobody', 'quend nobody', '-', '"', 'name:quend', 'uendelbrook']) expect(await cache.patients(query), query).toEqual([]);
  });

  it('accents make no difference', async () => {
    await cache.applyPage(page({ patients: [{ resourceType: 'Patient', id: 'p2', name: [{ family: 'Ångström', given: ['Zoë'] }] }] }));
    expect(await cache.patients('angstrom zoe')).toHaveLength(1);
    expect(await cache.patients('ångström')).toHaveLength(1);
  });

  it('pinned ones come first, then used ones, and both outlive a restart', async () => {
    const others = ['p2', 'p3', 'p4'].map((id) => ({ resourceType: 'Patient' as const, id, name: [{ family: `Aa${id}` }] }));
    await cache.applyPage(page({ patients: others }));
    expect((await cache.patients('')).map((patient) => patient.name)).toEqual(['Aap2', 'Aap3', 'Aap4', `${familyName}, Ida Bea`]);
    const p3 = (await cache.patientsToPull()).find((patient) => patient.serverId === 'p3')?.patientId ?? '';
    await cache.touchPatient(patientId, 5000);
    await cache.pinPatient(p3, true);
    await cache.close();
    cache = await mustOpen(directory);
    expect((await cache.patients('')).map((patient) => patient.name)).toEqual(['Aap3', `${familyName}, Ida Bea`, 'Aap2', 'Aap4']);
    expect((await cache.patients('', 2)).map((patient) => patient.id)).toEqual([p3, patientId]);
    expect((await cache.patients('aa', 1)).map((patient) => patient.name)).toEqual(['Aap2']);
    expect((await cache.patientsToPull()).map((patient) => patient.serverId).slice(0, 2)).toEqual(['p3', 'p1']);
    expect(await cache.patient(p3)).toMatchObject({ pinned: true });
  });

  it('a new name is found, the old one is not, and the pictures go along', async () => {
    await pulled();
    await cache.applyPage(page({ patients: [{ ...testPatient, name: [{ family: 'Renamed' }] }] }));
    expect(await cache.patients('quend')).toEqual([]);
    expect(await cache.patients('renamed')).toMatchObject([{ id: patientId, mediaCount: 1 }]);
    expect(await cache.searchMedia('renamed', 10)).toHaveLength(1);
    expect(await cache.searchMedia('quend', 10)).toHaveLength(0);
  });

  it('a picture that came before its patient finds him', async () => {
    const [early] = await cache.applyPage(page({ media: [inChart('m9', 1, { subject: { reference: 'Patient/p9' } })] }));
    expect(early?.patientId).toBeNull();
    const changed = await cache.applyPage(page({ patients: [{ resourceType: 'Patient', id: 'p9', name: [{ family: 'Late' }] }] }));
    expect(changed).toMatchObject([{ mediaId: early?.mediaId }]);
    expect(await cache.searchMedia('late', 10)).toMatchObject([{ patientId: changed[0]?.patientId }]);
  });
});

describe('what is pulled', () => {
  it('is proven by the pull and found by what people search for', async () => {
    const view = await pulled('m1', {
      content: { title: 'Follow-up of the left heel', contentType: 'image/png', url: 'Binary/1' }, bodySite: { text: 'Heel' }, modality: { coding: [{ code: 'XC', display: 'Photography' }] },
      note: [{ text: 'granulation tissue' }], device: { display: 'Acme Camera' }, reasonCode: [{ text: 'pressure ulcer' }],
    });
    expect(view).toMatchObject({ patientId, safety: { state: 'proven' }, available: false });
    for (const query of ['follow-up', 'heel', 'photo', 'granul', 'acme', 'pressure', 'quend', 'heel granul']) {
      expect((await cache.searchMedia(query, 10)).map((found) => found.id), query).toEqual([view.id]);
    }
    expect(await cache.searchMedia('heel nothing', 10)).toEqual([]);
    expect((await cache.searchMedia(' ', 10)).map((found) => found.id)).toEqual([view.id]);
  });

  it('is recognised by its server id, and the cursor moves in the same page', async () => {
    const view = await pulled();
    expect(await cache.cursor('test')).toBeUndefined();
    const changed = await cache.applyPage(page({ media: [inChart('m1', 2, { note: [{ text: 'new' }] })], cursor: 'after 2' }));
    expect(changed).toEqual([{ mediaId: view.id, patientId }]);
    expect(await cache.cursor('test')).toBe('after 2');
    expect(await cache.mediaView(view.id)).toMatchObject({ noteCount: 1, safety: { state: 'proven' } });
    expect((await cache.mediaView(view.id))?.revision).toBeGreaterThan(view.revision);
    expect(await cache.mediaIds()).toEqual([view.id]);
  });

  it('changes nothing when it is the version at hand or an older one', async () => {
    await pulled();
    await cache.applyPage(page({ media: [inChart('m1', 3, { note: [{ text: 'three' }] })] }));
    expect(await cache.applyPage(page({ media: [inChart('m1', 3)] }))).toEqual([]);
    expect(await cache.applyPage(page({ media: [inChart('m1', 2)] }))).toEqual([]);
    expect(await cache.searchMedia('three', 10)).toHaveLength(1);
  });

  it('a picture the chart moved to another patient moves here, too, and is found there', async () => {
    await cache.applyPage(page({ patients: [{ resourceType: 'Patient', id: 'p2', name: [{ family: 'Secondo' }] }] }));
    const view = await pulled();
    await cache.setChartBase('https://chart.invalid/fhir/');
    await cache.applyPage(page({ media: [inChart('m1', 2, { subject: { reference: 'https://chart.invalid/fhir/Patient/p2' } })] }));
    const [second] = await cache.patients('secondo');
    expect((await cache.mediaOfPatient(second?.id ?? '')).map((moved) => moved.id)).toEqual([view.id]);
    expect(await cache.mediaOfPatient(patientId)).toEqual([]);
    expect(await cache.searchMedia('secondo', 5)).toHaveLength(1);
    expect(await cache.searchMedia('quend', 5)).toHaveLength(0);
  });

  it('our own picture, coming back with our identifier, is not taken for a new one', async () => {
    const id = randomUUID();
    unwrap(await capture(cache, patientId, id, { identifier: [mediaIdentifier(id)] }));
    await cache.applyPage(page({ media: [inChart('m7', 1, { identifier: [mediaIdentifier(id)] })] }));
    expect(await cache.mediaIds()).toEqual([id]);
    expect(await cache.mediaView(id)).toMatchObject({ safety: { state: 'local' } });
  });

  it('a copy that carries the identifier of a picture already known is another picture', async () => {
    const view = await pulled();
    await cache.applyPage(page({ media: [inChart('copy', 1, { identifier: [mediaIdentifier(view.id)] })] }));
    expect(await cache.mediaIds()).toHaveLength(2);
  });

  it('is laid under what was done here, and what was done here still has to be sent', async () => {
    const view = await pulled();
    await edit(view.id, 'mine');
    await cache.applyPage(page({ media: [inChart('m1', 2, { note: [{ id: 'theirs', text: 'theirs' }] })] }));
    const record = await cache.media(view.id);
    expect(record?.current.note?.map((note) => note.text).sort()).toEqual(['mine', 'theirs']);
    expect(record?.base?.note?.map((note) => note.text)).toEqual(['theirs']);
    expect(record?.versionId).toBe('2');
    expect(await onlyEntry(view.id)).toMatchObject({ operation: 'update', state: 'pending' });
  });

  it('leaves a row alone where both sides changed the same thing: the push finds out', async () => {
    const view = await pulled('m1', { deviceName: 'a' });
    unwrap(await cache.recordUpdate({ mediaId: view.id, expectedRevision: view.revision, media: { ...inChart('m1', 1).resource, deviceName: 'mine' }, at: 1 }));
    await cache.applyPage(page({ media: [inChart('m1', 2, { deviceName: 'theirs' })] }));
    expect(await cache.media(view.id)).toMatchObject({ current: { deviceName: 'mine' }, base: { deviceName: 'a' }, versionId: '1' });
  });

  it('other bytes have to be fetched again; the same under another address have not', async () => {
    const view = await pulled('m1', { content: { contentType: 'image/png', url: 'https://x.invalid/1?signed=1', hash: 'one', size: 1 } });
    const fetchedFor = (await cache.media(view.id))?.current ?? inChart('m1', 1).resource;
    expect(await cache.attachContent(view.id, { sha256: 'a'.repeat(64), size: 1 }, fetchedFor)).toBe(true);
    await cache.setThumbnail(view.id, 'b'.repeat(64), 'a'.repeat(64));
    await cache.applyPage(page({ media: [inChart('m1', 2, { content: { contentType: 'image/png', url: 'https://x.invalid/1?signed=2', hash: 'one', size: 1 } })] }));
    expect(await cache.mediaView(view.id)).toMatchObject({ available: true, thumbnail: 'b'.repeat(16) });
    await cache.applyPage(page({ media: [inChart('m1', 3, { content: { contentType: 'image/png', url: 'https://x.invalid/2', hash: 'two', size: 2 } })] }));
    expect(await cache.attachContent(view.id, { sha256: 'a'.repeat(64), size: 1 }, fetchedFor)).toBe(false);
    expect(await cache.mediaView(view.id)).toMatchObject({ available: false, thumbnail: null });
    expect((await cache.mediaWithoutContent(5)).map((record) => record.id)).toEqual([view.id]);
    expect(await cache.mediaWithoutContent(5, [view.id])).toEqual([]);
    expect(await cache.counts()).toMatchObject({ contentMissing: 1 });
  });
});

describe('what a person does', () => {
  it('a capture is a fact and an intent', async () => {
    const id = randomUUID();
    expect(unwrap(await capture(cache, patientId, id))).toMatchObject({ id, patientId, available: true, safety: { state: 'local', provenAt: null } });
    expect(await cache.outbox()).toMatchObject([{ resourceId: id, operation: 'create', state: 'pending', sizeBytes: 10, patient: { id: patientId, mediaCount: 1 } }]);
    expect((await cache.patients(''))[0]?.id).toBe(patientId);
  });

  it('goes along with an entry that waits, and behind one that is on its way', async () => {
    const id = randomUUID();
    unwrap(await capture(cache, patientId, id));
    await edit(id, 'first');
    const entry = await onlyEntry(id);
    expect(entry.operation).toBe('create');
    await cache.saveEntry({ ...entry, state: 'sending' });
    await edit(id, 'second');
    await edit(id, 'third');
    expect(await entriesOf(id)).toMatchObject([{ operation: 'create', state: 'sending' }, { operation: 'update', state: 'pending' }]);
    expect(await cache.readyEntries(1e15)).toEqual([]);
    expect(await cache.nextAttemptAt()).toBeUndefined();
    expect(await cache.mediaView(id)).toMatchObject({ noteCount: 3, safety: { state: 'sending' } });
  });

  it.each(['parked', 'conflict'] as const)('goes along with an entry that is %s, which stays so', async (state) => {
    const view = await pulled();
    await edit(view.id, 'first');
    await cache.saveEntry({ ...(await onlyEntry(view.id)), state, failure: { code: 'server.rejected' } });
    await edit(view.id, 'second');
    expect(await onlyEntry(view.id)).toMatchObject({ state });
    expect(await cache.mediaView(view.id)).toMatchObject({ noteCount: 2, safety: { state: state === 'parked' ? 'needs-you' : 'conflict', failure: { code: 'server.rejected' } } });
    expect(await cache.readyEntries(1e15)).toEqual([]);
  });

  it('is refused where the Media is not the one that was edited', async () => {
    const view = await pulled();
    await edit(view.id, 'first');
    const late = await cache.recordUpdate({ mediaId: view.id, expectedRevision: view.revision, media: testMedia(), at: 1 });
    expect(late).toMatchObject({ ok: false, error: { code: 'server.version-conflict' } });
    expect(await cache.recordUpdate({ mediaId: 'none', expectedRevision: 1, media: testMedia(), at: 1 })).toMatchObject({ error: { code: 'local.not-found' } });
    expect(await cache.mediaView(view.id)).toMatchObject({ noteCount: 1 });
  });

  it('that changes nothing is not sent', async () => {
    const view = await pulled();
    const rows = await cache.mediaRows(view.id);
    unwrap(await cache.recordUpdate({ mediaId: view.id, expectedRevision: view.revision, media: rows?.record.current ?? testMedia(), at: 1 }));
    expect(await cache.outbox()).toEqual([]);
  });

  it('settings keep any JSON and forget what is undefined', async () => {
    for (const value of [{ kind: 'fhir', nested: [1, null] }, false, 0, '', null]) {
      await cache.saveSetting('one', value);
      expect(await cache.setting('one')).toEqual(value);
    }
    await cache.saveSetting('one', undefined);
    expect(await cache.setting('one')).toBeUndefined();
  });
});

describe('the outbox', () => {
  it('answers at most the first unsettled entry of each Media, when its time has come, in order', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    unwrap(await capture(cache, patientId, one));
    unwrap(await capture(cache, patientId, two));
    const [first, second] = await cache.readyEntries(1000);
    if (!first || !second) throw new Error('both were ready');
    expect([first.resourceId, second.resourceId]).toEqual([one, two]);
    await cache.saveEntry({ ...first, nextAttemptAt: 9000.5, attempts: 1, failure: { code: 'server.timeout' } });
    expect((await cache.readyEntries(9000)).map((entry) => entry.resourceId)).toEqual([two]);
    // What was never tried is due, whatever the clock says.
    expect(await cache.nextAttemptAt()).toBe(0);
    await cache.saveEntry({ ...second, state: 'confirmed', settledAt: 1500 });
    expect(await cache.nextAttemptAt()).toBe(9001);
    expect(await cache.counts()).toMatchObject({ outbox: { pending: 1, confirmed: 1 } });
  });

  it('what was being sent when the process died is tried again', async () => {
    const id = randomUUID();
    unwrap(await capture(cache, patientId, id));
    await cache.saveEntry({ ...(await onlyEntry(id)), state: 'sending', uploadedUrl: 'Binary/5' });
    await cache.close();
    cache = await mustOpen(directory);
    await cache.recoverInterrupted();
    expect(await onlyEntry(id)).toMatchObject({ state: 'pending', uploadedUrl: 'Binary/5' });
  });

  it('an answer is taken only onto the Media it was given for', async () => {
    const id = randomUUID();
    unwrap(await capture(cache, patientId, id));
    const entry = await onlyEntry(id);
    await cache.saveEntry({ ...entry, state: 'sending' });
    const sent = (await cache.media(id))?.current ?? testMedia();
    await edit(id, 'meanwhile');
    const answer = { ...inChart('m1', 1).resource };
    const change = { entry: { ...entry, state: 'accepted' as const }, base: answer, serverId: 'm1', versionId: '1', provenAt: null };
    expect(await cache.settle({ ...change, expectedCurrent: sent, current: answer })).toBe(false);
    expect(await cache.media(id)).toMatchObject({ base: null, serverId: null });
    expect(await entriesOf(id)).toMatchObject([{ state: 'sending' }, { state: 'pending' }]);
    const now = (await cache.media(id))?.current ?? testMedia();
    expect(await cache.settle({ ...change, expectedCurrent: now, current: { ...answer, note: now.note } })).toBe(true);
    expect(await cache.media(id)).toMatchObject({ serverId: 'm1', versionId: '1', current: { note: [{ text: 'meanwhile' }] } });
  });

  it('keeps what is done for a week', async () => {
    const [old, recent] = [randomUUID(), randomUUID()];
    const day = 24 * 60 * 60 * 1000;
    for (const [id, age] of [[old, 8], [recent, 6]] as const) {
      unwrap(await capture(cache, patientId, id));
      const entry = await onlyEntry(id);
      const current = (await cache.media(id))?.current ?? testMedia();
      await cache.settle({
        entry: { ...entry, state: 'confirmed', settledAt: Date.now() - age * day }, expectedCurrent: current, base: current, current, serverId: id, versionId: '1', provenAt: 1,
      });
    }
    await cache.close();
    cache = await mustOpen(directory);
    expect((await cache.outbox()).map((entry) => entry.resourceId)).toEqual([recent]);
    expect(await cache.mediaView(old)).toMatchObject({ safety: { state: 'proven', provenAt: 1 } });
    expect(await cache.verify()).toEqual([]);
  });
});

describe('pictures', () => {
  it('thumbnails are asked for once there are bytes, and not again', async () => {
    const view = await pulled();
    expect(await cache.mediaWithoutThumbnail(5)).toEqual([]);
    await cache.attachContent(view.id, { sha256: 'a'.repeat(64), size: 5 }, inChart('m1', 1).resource);
    expect((await cache.mediaWithoutThumbnail(5)).map((record) => record.id)).toEqual([view.id]);
    await cache.setThumbnail(view.id, 'b'.repeat(64), 'c'.repeat(64));
    expect(await cache.mediaView(view.id)).toMatchObject({ thumbnail: null });
    await cache.setThumbnail(view.id, null, 'a'.repeat(64));
    expect(await cache.mediaWithoutThumbnail(5)).toEqual([]);
    await cache.setProbe(view.id, { width: 20, height: 10, frames: 7 }, 'a'.repeat(64));
    expect(await cache.mediaView(view.id)).toMatchObject({ available: true, thumbnail: null, width: 20, height: 10, frames: 7, kind: 'animation' });
    expect(await cache.mediaRows(view.id)).toMatchObject({ contentSize: 5, thumbnailSha256: null });
  });

  it('entered in error are neither counted nor found, unless they are asked for', async () => {
    const wrong = { status: 'entered-in-error' as const, createdDateTime: '2026-04-01', content: { title: 'Mistaken' } };
    await cache.applyPage(page({ media: [inChart('right', 1, { createdDateTime: '2026-03-01' }), inChart('wrong', 1, wrong)] }));
    expect(await cache.patient(patientId)).toMatchObject({ mediaCount: 1, newestMediaAt: '2026-03-01' });
    for (const query of ['', 'mistaken']) {
      expect((await cache.searchMedia(query, 10)).map(({ status }) => status), query).not.toContain('entered-in-error');
      expect((await cache.searchMedia(query, 10, true)).map(({ status }) => status), query).toContain('entered-in-error');
    }
    expect(await cache.mediaOfPatient(patientId)).toHaveLength(2);
  });

  it('are listed newest first, whatever the precision and zone of their dates', async () => {
    const dates = ['2026-03-01T10:00:00+02:00', '2026-03-01T09:00:00Z', '2025', '2026-03', undefined];
    for (const [index, date] of dates.entries()) {
      const { createdDateTime: _date, ...stored } = inChart(`m${String(index)}`, 1).resource;
      await cache.applyPage(page({ media: [{ versionId: '1', resource: { ...stored, ...(date !== undefined && { createdDateTime: date }) } }] }));
    }
    expect((await cache.mediaOfPatient(patientId)).map((view) => view.createdAt)).toEqual([
      '2026-03-01T09:00:00Z', '2026-03-01T10:00:00+02:00', '2026-03', '2025', null,
    ]);
    expect(await cache.patient(patientId)).toMatchObject({ mediaCount: 5, newestMediaAt: '2026-03-01T09:00:00Z' });
  });
});

describe('the end', () => {
  it('answers what was asked before, and nothing after', async () => {
    const last = cache.counts();
    const closing = cache.close();
    expect(await last).toMatchObject({ patients: 1 });
    await closing;
    await expect(cache.counts()).rejects.toMatchObject({ failure: { code: 'local.locked' } });
  });
});

describe('forgetting the chart', () => {
  it('leaves nothing of it, and what is the person’s own', async () => {
    await pulled();
    await cache.saveSetting('connection', { kind: 'demo' });
    await cache.saveSetting('author-name', 'N. Nurse');
    unwrap(await cache.forgetChart('connection'));
    expect(await cache.patients('')).toStrictEqual([]);
    expect(await cache.patients(familyName)).toStrictEqual([]);
    expect(await cache.mediaIds()).toStrictEqual([]);
    expect(await cache.searchMedia(familyName, 10)).toStrictEqual([]);
    expect(await cache.outbox()).toStrictEqual([]);
    expect(await cache.setting('connection')).toBeUndefined();
    expect(await cache.setting('author-name')).toBe('N. Nurse');
    expect(await cache.verify()).toStrictEqual([]);
    await cache.close();
    cache = await mustOpen(directory);
    expect(await cache.patients('')).toStrictEqual([]);
    await withTestPatient(cache);
    expect((await pulled()).title).not.toBe('');
  });

  it('is refused, and changes nothing, while anything is not proven to be in the chart', async () => {
    const id = randomUUID();
    unwrap(await capture(cache, patientId, id));
    await cache.saveSetting('connection', { kind: 'demo' });
    for (const state of ['pending', 'sending', 'accepted', 'blocked', 'parked', 'conflict'] as const) {
      await cache.saveEntry({ ...(await onlyEntry(id)), state });
      expect(await cache.forgetChart('connection'), state).toMatchObject({ ok: false, error: { code: 'local.work-waiting' } });
    }
    expect(await cache.mediaIds()).toStrictEqual([id]);
    expect(await cache.setting('connection')).toStrictEqual({ kind: 'demo' });
    await cache.saveEntry({ ...(await onlyEntry(id)), state: 'confirmed' });
    unwrap(await cache.forgetChart('connection'));
    expect(await cache.mediaIds()).toStrictEqual([]);
  });
});
