import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../shared/errors/result.ts';
import { canonicalExtensionUrl, mediaExtensions } from '../../shared/fhir/extensions/mediaExtensions.ts';
import { mediaIdentifier } from '../../shared/fhir/capturedMedia.ts';
import { registeredPatient } from '../../shared/fhir/newPatient.ts';
import { startedVisit } from '../../shared/fhir/newVisit.ts';
import { ownIdentifier } from '../../shared/fhir/ownIdentifier.ts';
import type { Media, Resource } from '../../shared/fhir/resources.ts';
import { elementsNotHeld, registrationNotHeld } from '../../shared/sync/elementsNotHeld.ts';
import type { RemoteChart } from '../../shared/sync/ports.ts';
import { collectBytes } from '../../electron/workspace/collectBytes.ts';

export interface OpenedChart {
  readonly chart: RemoteChart;
  /** A patient the chart holds, without Media of its own. */
  readonly patientId: string;
  /** What the EHR behind it keeps of a Media; the suite proves what it does not, too. */
  readonly keeps: { readonly notes: boolean; readonly unknownExtensions: boolean; readonly tombstones: boolean };
  readonly close: () => Promise<void>;
}

/** What the sync engine relies on, of every chart. */
export function remoteChartContract(name: string, open: () => Promise<OpenedChart>): void {
  describe(`RemoteChart: ${name}`, () => {
    const { signal } = new AbortController();
    let opened: OpenedChart;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => opened.close());

    const draft = (mediaId: string, more: Partial<Media> = {}): Media => ({
      resourceType: 'Media', identifier: [mediaIdentifier(mediaId)], status: 'completed', subject: { reference: `Patient/${opened.patientId}` },
      content: { contentType: 'image/jpeg', size: 3, hash: 'qZk+NkcGgWq6PiVxeFDCbJzQ2J0=', ...(opened.chart.capabilities.binaries ? { url: 'Binary/elsewhere' } : { data: '/9j/' }) }, ...more,
    });
    const create = async (more: Partial<Media> = {}) => {
      const mediaId = randomUUID();
      return unwrap(await opened.chart.createMedia(draft(mediaId, more), mediaIdentifier(mediaId), signal));
    };

    it('says what it is', async () => {
      const { changesSince } = opened.chart.capabilities;
      expect(unwrap(await opened.chart.describe(signal))).toMatchObject({ dialect: changesSince ? 'fhir' : 'xcaliber', supportsLastUpdated: changesSince });
    });

    it('holds what was created, with unknown elements and extensions', async () => {
      const { notes, unknownExtensions } = opened.keeps;
      const more = {
        note: [{ id: 'n1', text: 'x', extension: [{ url: 'https://example.org/e', valueString: '1' }] }], bodySite: { text: 'heel' },
        // All but the one that says it is deleted.
        extension: mediaExtensions.filter(({ name }) => name !== 'deleted-date-time').map(({ name }) => ({ url: canonicalExtensionUrl(name), valueString: '1' })),
      };
      const made = await create(more);
      expect(made.created).toBe(true);
      const read = unwrap(await opened.chart.readMedia(made.resource.id, signal));
      expect(read.versionId).toBe(made.versionId);
      expect(read.versionId === undefined).toBe(!opened.chart.capabilities.versions);
      // What is not kept is told by name, and only that.
      expect(elementsNotHeld(draft('', { ...more, identifier: made.resource.identifier }), read.resource)).toStrictEqual(notes && unknownExtensions ? [] : ['note']);
      expect(read.resource.note?.length ?? 0).toBe(notes ? 1 : 0);
    });

    it('creates once, however often it is asked', async () => {
      const mediaId = randomUUID();
      const identifier = mediaIdentifier(mediaId);
      const first = unwrap(await opened.chart.createMedia(draft(mediaId), identifier, signal));
      const second = unwrap(await opened.chart.createMedia(draft(mediaId), identifier, signal));
      expect(second).toMatchObject({ created: false, resource: { id: first.resource.id }, versionId: first.versionId });
      expect(unwrap(await opened.chart.findMediaByIdentifier(identifier, signal, opened.patientId)).map(({ resource }) => resource.id)).toStrictEqual([first.resource.id]);
      expect(unwrap(await opened.chart.findMediaByIdentifier(mediaIdentifier(randomUUID()), signal, opened.patientId))).toStrictEqual([]);
    });

    it('registers a patient and a visit once, however often it is asked, and never a second one under a number that is there', async () => {
      const { chart, patientId } = opened;
      const [id, mrn] = [randomUUID(), { system: 'urn:lightbox:test', value: randomUUID() }];
      const own = ownIdentifier(id);
      const details = { family: 'Quendelbrook', given: 'Ida Bea', birthDate: '1980-05-12', sex: 'female' as const, mrn: mrn.value };
      const patient = registeredPatient({ patientId: id, details, mrnSystem: mrn.system });
      const visit = startedVisit({ visitId: id, subject: `Patient/${patientId}`, kind: 'HH', reason: 'wound check', startedAt: '2026-11-29T10:00:00.000Z' });
      for (const resource of [patient, visit]) {
        const type = resource.resourceType;
        if (!chart.capabilities.registers.includes(type)) {
          expect(await chart.createRegistered(resource, [own], signal)).toMatchObject({ ok: false, error: { code: 'server.registers-nobody' } });
          continue;
        }
        expect(unwrap(await chart.findRegistered(type, [own], signal))).toStrictEqual([]);
        let before = 0;
        const made = unwrap(await chart.createRegistered(resource, [own], signal, async () => void (before += 1)));
        expect([made.created, before]).toStrictEqual([true, 1]);
        const held = unwrap(await chart.readRegistered(type, made.resource.id, signal));
        expect(registrationNotHeld(resource, held.resource)).toStrictEqual([]);
        const again = unwrap(await chart.createRegistered(resource, [own, mrn], signal));
        expect([again.created, again.resource.id]).toStrictEqual([false, made.resource.id]);
        expect(unwrap(await chart.findRegistered(type, [own, { system: 'urn:lightbox:test', value: 'nobody' }], signal)).map((found) => found.resource.id)).toStrictEqual([made.resource.id]);
        expect(await chart.readRegistered(type, randomUUID(), signal)).toMatchObject({ ok: false, error: { code: 'server.not-found' } });
      }
      if (!chart.capabilities.registers.includes('Patient')) return;
      const twin = registeredPatient({ patientId: randomUUID(), details, mrnSystem: mrn.system });
      const known = unwrap(await chart.createRegistered(twin, [...(twin.identifier ?? [])], signal));
      expect([known.created, known.resource.identifier?.some(({ value }) => value === own.value)]).toStrictEqual([false, true]);
      const wrong = { ...patient, gender: 'nonsense' } as unknown as typeof patient;
      expect(await chart.createRegistered(wrong, [ownIdentifier(randomUUID())], signal)).toMatchObject({ ok: false, error: { code: 'server.rejected' } });
    });

    it('updates the version that was read and refuses any other', async () => {
      const { resource, versionId } = await create();
      const updated = unwrap(await opened.chart.updateMedia({ ...resource, deviceName: 'mine' }, versionId, signal));
      if (opened.chart.capabilities.versions) {
        expect(updated.versionId).not.toBe(versionId);
        expect(await opened.chart.updateMedia({ ...resource, deviceName: 'late' }, versionId, signal)).toMatchObject({ ok: false, error: { code: 'server.version-conflict' } });
      } else expect(updated.versionId).toBeUndefined();
      const read = unwrap(await opened.chart.readMedia(resource.id, signal));
      expect(read).toMatchObject({ resource: { deviceName: 'mine' } });
      expect(read.versionId).toBe(updated.versionId);
    });

    it('tells what it never had from what it has no more', async () => {
      const { resource, versionId } = await create();
      expect(await opened.chart.readMedia(randomUUID(), signal)).toMatchObject({ ok: false, error: { code: 'server.not-found' } });
      if (opened.chart.capabilities.versions) {
        expect(await opened.chart.deleteMedia(resource.id, 'stale', signal)).toMatchObject({ ok: false, error: { code: 'server.version-conflict' } });
      }
      expect(await opened.chart.deleteMedia(resource.id, versionId, signal)).toStrictEqual({ ok: true, value: undefined });
      expect(await opened.chart.readMedia(resource.id, signal)).toMatchObject({ ok: false, error: { code: opened.keeps.tombstones ? 'server.gone' : 'server.not-found' } });
    });

    it('refuses what is no Media and says that a person has to look', async () => {
      const mediaId = randomUUID();
      const wrong = { ...draft(mediaId), status: 'nonsense' } as unknown as Media;
      expect(await opened.chart.createMedia(wrong, mediaIdentifier(mediaId), signal)).toMatchObject({ ok: false, error: { code: 'server.rejected' } });
    });

    it('keeps bytes as they are and tells how many are sent', async () => {
      const bytes = randomBytes(3_000_001);
      if (!opened.chart.capabilities.binaries) {
        const refused = await opened.chart.uploadBinary({ contentType: 'image/jpeg', size: 1, bytes: () => pieces(bytes, 1), securityContext: undefined }, signal);
        expect(refused).toMatchObject({ ok: false, error: { code: 'server.rejected' } });
        const made = await create({ content: { contentType: 'image/jpeg', size: bytes.byteLength, data: bytes.toString('base64') } });
        const held = unwrap(await opened.chart.readMedia(made.resource.id, signal)).resource.content.data ?? '';
        expect(sha256(Buffer.from(held, 'base64'))).toBe(sha256(bytes));
        return;
      }
      const progress: number[] = [];
      const { url } = unwrap(
        await opened.chart.uploadBinary(
          { contentType: 'image/jpeg', size: bytes.byteLength, bytes: () => pieces(bytes, 65_536), securityContext: `Patient/${opened.patientId}`, onProgress: (sent) => progress.push(sent) },
          signal,
        ),
      );
      expect(url).toMatch(/^Binary\/[A-Za-z0-9.-]{1,64}$/);
      expect(progress.at(-1)).toBe(bytes.byteLength);
      expect(progress).toStrictEqual(progress.toSorted((left, right) => left - right));
      const download = unwrap(await opened.chart.downloadBinary(url, signal));
      expect(download).toMatchObject({ start: 0, totalBytes: bytes.byteLength });
      expect(sha256(await collectBytes(download.bytes))).toBe(sha256(bytes));

      // The rest of them, while they are the same; else all, from the beginning.
      const { validator = '"none"' } = download;
      for (const known of [validator, '"another"']) {
        const rest = unwrap(await opened.chart.downloadBinary(url, signal, { start: 2_000_000, validator: known }));
        expect(rest.start).toBe(known === download.validator ? 2_000_000 : 0);
        expect(sha256(await collectBytes(rest.bytes))).toBe(sha256(bytes.subarray(rest.start)));
      }
    });

    it('refuses bytes that lie elsewhere, without asking there', async () => {
      expect(await opened.chart.downloadBinary('https://elsewhere.invalid/Binary/1', signal)).toMatchObject({ ok: false, error: { code: 'data.invalid-resource' } });
    });

    it('walks through all Media of a patient, oldest change first, and from an instant on', async () => {
      const made = [];
      // A create that answers before its effect is waited for.
      for (let count = 0; count < (opened.chart.capabilities.versions ? 60 : 10); count += 1) made.push(await create());
      const all = await walk(opened.chart, { patient: opened.patientId });
      const ids = all.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toEqual(expect.arrayContaining(made.map(({ resource }) => resource.id)));
      expect((await walk(opened.chart, { patient: opened.patientId, idsOnly: true })).map(({ id }) => id)).toStrictEqual(ids);
      if (!opened.chart.capabilities.changesSince) {
        const since = new Date(Date.now() + 3_600_000).toISOString();
        expect((await walk(opened.chart, { patient: opened.patientId, since })).map(({ id }) => id)).toStrictEqual(ids);
        return;
      }
      // Of all patients by one search.
      expect((await walk(opened.chart, {})).map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
      expect((await walk(opened.chart, { idsOnly: true })).map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
      const instants = all.map(({ meta }) => Date.parse(meta?.lastUpdated ?? ''));
      expect(instants).toStrictEqual(instants.toSorted((left, right) => left - right));

      const last = all.at(-1);
      const since = last?.meta?.lastUpdated;
      if (since === undefined) throw new Error('no lastUpdated');
      const newest = (await walk(opened.chart, { patient: opened.patientId, since })).map(({ id }) => id);
      expect(newest).toContain(last?.id);
      expect(newest.length).toBeLessThan(60);
    });

    it('finds nothing for a patient it does not know', async () => {
      const { chart } = opened;
      if (chart.capabilities.changesSince) expect(await walk(chart, { patient: randomUUID() })).toStrictEqual([]);
      else expect(await chart.search({ resourceType: 'Media', patient: randomUUID() }, signal)).toMatchObject({ ok: false, error: { code: 'server.not-found' } });
    });

    it('stops when it is told to', async () => {
      expect(await opened.chart.readMedia(randomUUID(), AbortSignal.abort())).toMatchObject({ ok: false, error: { code: 'local.cancelled' } });
    });

    const walk = async (chart: RemoteChart, request: { readonly patient?: string; readonly since?: string; readonly idsOnly?: boolean }) => {
      const resources: Resource[] = [];
      let page = unwrap(await chart.search({ resourceType: 'Media', ...request }, signal));
      for (;;) {
        resources.push(...page.resources);
        if (page.nextPage === undefined) return resources;
        page = unwrap(await chart.followPage(page.nextPage, signal));
      }
    };
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += size) yield bytes.subarray(start, start + size);
}
