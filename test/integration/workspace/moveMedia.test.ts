import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import { openGatewayChart } from '../../../electron/ehr/xcaliber/openGatewayChart.ts';
import { editMedia } from '../../../electron/workspace/editMedia.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { mediaIdentifier } from '../../../shared/fhir/capturedMedia.ts';
import { invertMediaEdit } from '../../../shared/fhir/edit/mediaEdit.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { demoStations, type Station } from '../../support/demoStations.ts';
import { rawChart } from '../../support/rawChart.ts';

/** Media that were filed under a wrong name: the real cache, the real engine and the real server; the chart read without any code of the client. */

const stations = demoStations();
const wrong = 'demo-wound';
const right = 'demo-child';
const { signal } = new AbortController();

const states = async ({ cache }: Station) => (await cache.outbox()).map(({ state }) => state);
const listed = async ({ cache, patientIdOf }: Station, patient: string) => (await cache.mediaOfPatient(await patientIdOf(patient))).map(({ id }) => id);
const rawStations = () => rawChart(stations.demo().server);

/** A picture of the wrong patient, with a visit of hers and bytes apart. */
async function misfiled(station: Station) {
  const records = await Promise.all((await station.cache.mediaIds()).map((id) => station.cache.media(id)));
  const record = records.find((one) => one?.current.subject?.reference === `Patient/${wrong}` && one.current.encounter !== undefined && one.current.content.url !== undefined);
  if (!record?.serverId) throw new Error('no such Media');
  return { ...record, serverId: record.serverId };
}

async function captureFor({ cache, blobs, patientIdOf }: Station, patient: string): Promise<string> {
  const id = randomUUID();
  const bytes = Buffer.from(`picture ${id}`);
  const content = unwrap(await blobs.write(bytes));
  const media: Media = {
    resourceType: 'Media', status: 'completed', identifier: [mediaIdentifier(id)], subject: { reference: `Patient/${patient}` },
    content: { contentType: 'image/jpeg', size: content.size, hash: createHash('sha1').update(bytes).digest('base64') },
  };
  unwrap(await cache.recordCapture({ id, patientId: await patientIdOf(patient), media, at: Date.now(), content, thumbnailSha256: null }));
  return id;
}

describe('a picture under a wrong name', () => {
  it('goes to the right patient, in the chart and on every workstation, without the visit of the wrong one; and back', async () => {
    const [here, there] = [await stations.open('N. Nurse'), await stations.open('Dr. Vos')];
    const before = await misfiled(here);
    const raw = await rawStations();
    const moved = unwrap(await here.move(before.id, await here.patientIdOf(right)));
    expect(moved.view.patientId).toBe(await here.patientIdOf(right));
    expect(await listed(here, wrong)).not.toContain(before.id);
    expect(await listed(here, right)).toContain(before.id);
    expect(await here.cache.searchMedia("O'Brien", 50)).toContainEqual(expect.objectContaining({ id: before.id }));
    expect((await here.cache.searchMedia('Marchbanks', 50)).map(({ id }) => id)).not.toContain(before.id);

    await here.engine.runUntilIdle();
    expect(await states(here)).toStrictEqual(['confirmed']);
    const held = JSON.parse(await raw.read(before.serverId)) as Media;
    expect(held.subject).toStrictEqual({ reference: `Patient/${right}`, display: expect.stringContaining('Brien') as unknown });
    for (const name of ['encounter', 'basedOn', 'partOf', 'text']) expect(held).not.toHaveProperty(name);
    // The bytes share the access rules of their patient: those of the wrong one stay behind.
    expect(held.content.url).not.toBe(before.base?.content.url);
    const binary = JSON.parse((await raw.send('GET', held.content.url ?? '')).text) as { readonly securityContext?: unknown; readonly data?: string };
    expect(binary.securityContext).toStrictEqual({ reference: `Patient/${right}` });
    expect(createHash('sha256').update(Buffer.from(binary.data ?? '', 'base64')).digest('hex')).toBe(before.contentSha256);

    await there.engine.runUntilIdle();
    const theirId = await there.mediaIdOf(before.serverId);
    expect(await listed(there, wrong)).not.toContain(theirId);
    expect(await listed(there, right)).toContain(theirId);

    unwrap(await here.edit(before.id, invertMediaEdit(moved.edit)));
    await here.engine.runUntilIdle();
    const { meta: _meta, content: _content, text: _text, ...after } = JSON.parse(await raw.read(before.serverId)) as Media;
    const { meta: _metaBefore, content: _contentBefore, text: _textBefore, ...rest } = before.current;
    expect(after).toStrictEqual(rest);
    expect(await listed(here, wrong)).toContain(before.id);
  });

  it('that was never sent reaches the chart under the right one only', async () => {
    const here = await stations.open('N. Nurse');
    const id = await captureFor(here, wrong);
    unwrap(await here.move(id, await here.patientIdOf(right)));
    expect(await states(here)).toStrictEqual(['pending']);
    await here.engine.runUntilIdle();
    expect(await states(here)).toStrictEqual(['confirmed']);
    const serverId = (await here.cache.media(id))?.serverId ?? '';
    const history = JSON.parse((await (await rawStations()).send('GET', `Media/${serverId}/_history`)).text) as { readonly entry: readonly { readonly resource: Media }[] };
    expect(history.entry.map(({ resource }) => resource.subject?.reference)).toStrictEqual([`Patient/${right}`]);
  });

  it('is not moved while the chart may have taken it for the wrong patient without our having heard', async () => {
    const here = await stations.open('N. Nurse');
    const id = await captureFor(here, wrong);
    const [entry] = await here.cache.readyEntries(Date.now() + 1000);
    if (!entry) throw new Error('nothing waits');
    await here.cache.saveEntry({ ...entry, attempts: 1, sentAt: Date.now() });
    expect(await here.move(id, await here.patientIdOf(right))).toMatchObject({ ok: false, error: { code: 'local.work-waiting' } });
    expect(await listed(here, wrong)).toContain(id);
  });

  describe('that was edited while it was on its way for the first time', () => {
    async function editedOnItsWay() {
      const here = await stations.open('N. Nurse');
      const id = await captureFor(here, wrong);
      const [entry] = await here.cache.readyEntries(Date.now() + 1000);
      if (!entry) throw new Error('nothing waits');
      await here.cache.saveEntry({ ...entry, state: 'sending', sentAt: Date.now() });
      unwrap(await here.edit(id, { element: 'deviceName', from: null, to: 'Camera 2' }));
      expect(await states(here)).toStrictEqual(['sending', 'pending']);
      return { here, id, entry };
    }

    it('is not moved either, as long as the answer has not come', async () => {
      const { here, id, entry } = await editedOnItsWay();
      expect(await here.move(id, await here.patientIdOf(right))).toMatchObject({ ok: false, error: { code: 'local.work-waiting' } });
      await here.cache.saveEntry({ ...entry, attempts: 1, sentAt: Date.now() });
      expect(await here.move(id, await here.patientIdOf(right))).toMatchObject({ ok: false, error: { code: 'local.work-waiting' } });
      expect(await listed(here, wrong)).toContain(id);
    });

    it('and not taken sends its bytes anew, for the right patient', async () => {
      const { here, id, entry } = await editedOnItsWay();
      await here.cache.saveEntry({ ...entry, attempts: 1, uploadedUrl: 'Binary/of-the-wrong-patient' });
      unwrap(await here.move(id, await here.patientIdOf(right)));
      expect((await here.cache.entry(entry.sequence))?.uploadedUrl).toBeNull();
    });
  });

  it('whose other workstation wrote to it meanwhile is laid before a person, and both ways out are whole', async () => {
    for (const keep of ['mine', 'theirs'] as const) {
      const [here, there] = [await stations.open('N. Nurse'), await stations.open('Dr. Vos')];
      const before = await misfiled(here);
      unwrap(await there.edit(await there.mediaIdOf(before.serverId), { element: 'deviceName', from: before.current.deviceName ?? null, to: `Seen by Vos, ${keep}` }));
      await there.engine.runUntilIdle();
      unwrap(await here.move(before.id, await here.patientIdOf(right)));
      await here.engine.runUntilIdle();
      expect(await states(here)).toStrictEqual(['conflict']);
      expect(await listed(here, right)).toContain(before.id);

      const [entry] = await here.cache.outbox();
      unwrap(await here.engine.resolve(entry?.sequence ?? 0, keep));
      await here.engine.runUntilIdle();
      const held = JSON.parse(await (await rawStations()).read(before.serverId)) as Media;
      expect(held.deviceName).toBe(`Seen by Vos, ${keep}`);
      expect(held.subject?.reference).toBe(`Patient/${keep === 'mine' ? right : wrong}`);
      expect(held.encounter).toStrictEqual(keep === 'mine' ? undefined : before.current.encounter);
      expect(await listed(here, keep === 'mine' ? right : wrong)).toContain(before.id);
      if (keep === 'mine') {
        unwrap(await here.move(before.id, await here.patientIdOf(wrong)));
        unwrap(await here.edit(before.id, { element: 'encounter', from: null, to: before.current.encounter ?? null }));
        await here.engine.runUntilIdle();
      }
    }
  });

  it('goes nowhere it cannot be followed', async () => {
    const here = await stations.open('N. Nurse');
    const { id, current } = await misfiled(here);
    const [wrongId, rightId] = [await here.patientIdOf(wrong), await here.patientIdOf(right)];
    expect(await here.move(id, wrongId)).toMatchObject({ ok: false, error: { code: 'data.invalid-input', fields: [{ path: 'toPatientId' }] } });
    expect(await here.move(id, 'nobody')).toMatchObject({ ok: false, error: { code: 'local.not-found', detail: 'patient' } });
    expect(await here.move('nothing', rightId)).toMatchObject({ ok: false, error: { code: 'local.not-found', detail: 'media' } });
    // By hand, past the finder.
    const from = { subject: current.subject, encounter: current.encounter, ...(current.operator && { operator: current.operator }) };
    expect(await here.edit(id, { element: 'subject', from, to: { subject: { reference: 'Patient/not-here' } } })).toMatchObject({ ok: false });
    unwrap(await here.edit(id, { element: 'status', from: current.status, to: 'entered-in-error' }));
    expect(await here.move(id, rightId)).toMatchObject({ ok: false, error: { code: 'data.read-only-resource' } });
    expect(await listed(here, wrong)).toContain(id);
  });

  it('that somebody else moved to a patient who is not here yet is nobody’s, until that patient comes', async () => {
    const here = await stations.open('N. Nurse');
    const before = await misfiled(here);
    const raw = await rawStations();
    const { text: newPatient } = await raw.send('POST', 'Patient', JSON.stringify({ resourceType: 'Patient', name: [{ family: 'Latecomer' }] }));
    const { id: patient } = JSON.parse(newPatient) as { readonly id: string };
    const held = unwrap(await unwrap(openFhirChart(stations.demo().connection)).readMedia(before.serverId, signal));
    const media = { ...held.resource, subject: { reference: `Patient/${patient}` } };
    expect((await raw.send('PUT', `Media/${before.serverId}`, JSON.stringify(media))).status).toBe(200);
    const stored = unwrap(await unwrap(openFhirChart(stations.demo().connection)).readMedia(before.serverId, signal));
    await here.cache.applyPage({ scope: 'Media', cursor: undefined, patients: [], media: [{ stored, inlineContent: null, deviations: [] }] });
    expect((await here.cache.mediaView(before.id))?.patientId).toBeNull();
    await here.engine.runUntilIdle();
    expect(await listed(here, patient)).toStrictEqual([before.id]);
  });
});

describe('behind a gateway, which files by patient', () => {
  it.each([['athena', 'insurance-card'], ['elation', 'admin'], ['epic', 'admin']])('%s: a picture goes to the right patient, read back until it is there', async (source, category) => {
    const gateway = stations.demo().gatewayConnection(source, [category]);
    const here = await stations.open('N. Nurse', unwrap(openGatewayChart(gateway, { confirmMilliseconds: 3_000 })));
    const id = await captureFor(here, wrong);
    await here.engine.runUntilIdle();
    const serverId = (await here.cache.media(id))?.serverId ?? '';
    expect(serverId).not.toBe('');
    unwrap(await here.move(id, await here.patientIdOf(right)));
    await here.engine.runUntilIdle();
    expect(await states(here)).toStrictEqual(['confirmed', 'confirmed']);
    expect((JSON.parse(await (await rawStations()).read(serverId)) as Media).subject?.reference).toBe(`Patient/${right}`);
    expect(await listed(here, right)).toContain(id);
    expect(await listed(here, wrong)).not.toContain(id);
  });
});

it('an edit that comes at the same moment as a move finds its patient', async () => {
  const here = await stations.open('N. Nurse');
  const { id } = await misfiled(here);
  const rightId = await here.patientIdOf(right);
  const edited = editMedia({ cache: here.cache, now: Date.now, authorName: 'N. Nurse' }, { mediaId: id, edit: { element: 'note', at: 0, from: null, to: { authorString: 'N. Nurse', text: 'seen' } } });
  const [moved, noted] = await Promise.all([here.move(id, rightId), edited]);
  unwrap(moved);
  unwrap(noted);
  expect((await here.cache.media(id))?.current).toMatchObject({ subject: { reference: `Patient/${right}` }, note: expect.arrayContaining([expect.objectContaining({ text: 'seen' })]) as unknown });
  expect(await listed(here, right)).toContain(id);
});
