import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../../shared/errors/errorCode.ts';
import { FailureError, unwrap } from '../../../shared/errors/result.ts';
import { mediaIdentifier } from '../../../shared/fhir/capturedMedia.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { FakeChart, type Fault } from '../../support/fakeChart.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { Workstation } from '../../support/workstation.ts';

/** The real engine and the real cache on virtual time, against a chart that fails as told. */

const picture = Buffer.from('a picture of a heel');
const sha256 = createHash('sha256').update(picture).digest('hex');
const note = (id: string, text = id) => ({ id, text });
const addNote = (id: string) => (media: Media): Media => ({ ...media, note: [...(media.note ?? []), note(id)] });
const site = (text: string) => (media: Media): Media => ({ ...media, bodySite: { text } });

let clock: VirtualClock;
let chart: FakeChart;
let station: Workstation;

beforeEach(async () => {
  clock = new VirtualClock();
  chart = new FakeChart({ now: clock.now, pageSize: 2 });
  chart.addPatient('p1');
  station = new Workstation({ directory: await temporaryDirectory(), chart, clock });
  await station.start();
});

afterEach(async () => {
  await station.close();
  if (station.defects.length > 0) throw new AggregateError(station.defects, 'bugs');
});

const online = (media: Partial<Media> = {}): Media => ({
  resourceType: 'Media', status: 'completed', subject: { reference: 'Patient/p1' }, content: { contentType: 'image/gif', data: 'R0lG ODlh' }, ...media,
});
const putIntoChart = async (media: Media, value = '1') => {
  const identifier = { system: 'urn:test', value };
  return unwrap(await chart.createMedia({ ...media, identifier: [identifier] }, identifier, new AbortController().signal)).resource.id;
};
const onlyMedia = async () => {
  const [id, ...more] = await station.cache.mediaIds();
  if (id === undefined || more.length > 0) throw new Error('not exactly one Media');
  return id;
};
/** Fails these calls once each, in order; then all is well. */
const failOnce = (...faults: (Fault & { readonly call: string })[]) => {
  chart.fault = (call) => {
    const index = faults.findIndex((fault) => fault.call === call);
    return index === -1 ? undefined : faults.splice(index, 1)[0];
  };
};
const refuseAll = (failure: Failure) => {
  chart.fault = () => ({ kind: 'refuse', failure });
};
const heldByChart = (mediaId: string) =>
  [...chart.media.values()].map(({ resource }) => resource).filter(({ identifier }) => identifier?.some(({ value }) => value === mediaIdentifier(mediaId).value));

describe('pull', () => {
  it('brings patients, their Media over all pages, and the bytes, inline and by url', async () => {
    chart.binaries.set('Binary/b1', picture);
    for (const value of ['1', '2', '3']) await putIntoChart(online(), value);
    await putIntoChart(online({ content: { contentType: 'image/jpeg', url: 'Binary/b1', size: picture.byteLength } }), '4');
    await clock.advance(30_000);
    expect((await station.cache.patients('')).map(({ name, mediaCount }) => [name, mediaCount])).toStrictEqual([['Family p1', 4]]);
    const records = await Promise.all((await station.cache.mediaIds()).map((id) => station.record(id)));
    expect(records.map(({ contentSha256 }) => contentSha256)).toContain(sha256);
    for (const { contentSha256, current } of records) {
      expect(contentSha256 !== null && (await station.blobs.has(contentSha256))).toBe(true);
      expect(current.identifier?.[0]?.system).toBe('urn:test');
    }
    expect((await station.cache.counts()).contentMissing).toBe(0);
    expect(station.engine.status()).toMatchObject({ link: 'online', failure: null, lastPullAt: clock.now() });
  });

  it('asks from its cursor on, and tells the window only of what changed', async () => {
    const id = await putIntoChart(online());
    await clock.advance(60_000);
    station.events.length = 0;
    await clock.advance(60_000);
    expect(station.events.filter(({ topic }) => topic === 'media')).toStrictEqual([]);
    chart.edit(id, site('heel'));
    await clock.advance(30_000);
    const { id: mediaId, patientId, current } = await station.record(await onlyMedia());
    expect(station.events).toContainEqual({ topic: 'media', mediaId, patientId });
    expect(current.bodySite).toStrictEqual({ text: 'heel' });
  });

  it('takes up after a cut where the last page ended', async () => {
    for (const value of ['1', '2', '3', '4', '5']) await putIntoChart(online(), value);
    failOnce({ call: 'followPage', kind: 'refuse', failure: { code: 'server.failed' } });
    await clock.advance(30_000);
    expect((await station.cache.mediaIds()).length).toBe(2);
    await clock.advance(30_000);
    expect((await station.cache.mediaIds()).length).toBe(5);
  });

  it('refuses bytes that are not what hash and size say, visibly, and takes the right ones later', async () => {
    chart.binaries.set('Binary/b1', Buffer.from('another picture!!!!'));
    const hash = createHash('sha1').update(picture).digest('base64');
    await putIntoChart(online({ content: { contentType: 'image/jpeg', url: 'Binary/b1', size: picture.byteLength, hash } }));
    await clock.advance(30_000);
    const id = await onlyMedia();
    expect(station.engine.contentFailure(id)).toStrictEqual({ code: 'data.hash-mismatch', detail: 'hash' });
    expect((await station.record(id)).contentSha256).toBeNull();
    expect([...(station.blobs as unknown as { held: Map<string, unknown> }).held.keys()]).toStrictEqual([]);
    expect(await station.engine.fetchContent(id)).toMatchObject({ ok: false, error: { code: 'data.hash-mismatch' } });
    chart.binaries.set('Binary/b1', picture);
    expect(await station.engine.fetchContent(id)).toStrictEqual({ ok: true, value: undefined });
    expect((await station.record(id)).contentSha256).toBe(sha256);
    expect(station.engine.contentFailure(id)).toBeNull();
  });
});

describe('push of a new picture', () => {
  it('brings bytes and Media to the chart and proves both', async () => {
    const id = await station.capture('p1', picture);
    await clock.settle();
    expect(await station.states()).toStrictEqual(['confirmed']);
    const [held, ...more] = heldByChart(id);
    expect(more).toStrictEqual([]);
    expect(held).toMatchObject({ subject: { reference: 'Patient/p1' }, content: { size: picture.byteLength } });
    expect(chart.binaries.get(held?.content.url ?? '')).toStrictEqual(picture);
    expect(await station.record(id)).toMatchObject({ serverId: held?.id, versionId: '1', provenAt: clock.now() });
    // The proof read Media and bytes back.
    expect(chart.requests.slice(-2)).toStrictEqual(['readMedia', 'downloadBinary']);
  });

  it.each<[string, string]>([['uploadBinary', 'bytes'], ['createMedia', 'Media'], ['readMedia', 'proof']])(
    'makes no second one when the answer to %s is lost',
    async (call) => {
      failOnce({ call, kind: 'lose', failure: { code: 'server.timeout' } });
      const id = await station.capture('p1', picture);
      await clock.advance(60_000);
      expect(await station.states()).toStrictEqual(['confirmed']);
      expect(heldByChart(id).length).toBe(1);
      expect(chart.requests.filter((request) => request === 'uploadBinary').length).toBe(call === 'uploadBinary' ? 2 : 1);
    },
  );

  it('makes no second one when the process dies at any moment', async () => {
    for (let moment = 0; moment < 40; moment += 1) {
      let left = moment;
      chart.fault = () => {
        left -= 1;
        if (left === 0) void station.crash();
        return undefined;
      };
      const id = await station.capture('p1', Buffer.from(`picture ${String(moment)}`));
      await clock.advance(60_000);
      expect(heldByChart(id).length, `moment ${String(moment)}`).toBe(1);
    }
    expect(new Set(await station.states())).toStrictEqual(new Set(['confirmed']));
  });

  it('sends what was edited while it was on its way', async () => {
    let edited = false;
    const id = await station.capture('p1', picture);
    chart.fault = (call) => {
      if (call === 'createMedia' && !edited) {
        edited = true;
        void station.edit(id, addNote('later'));
      }
      return undefined;
    };
    await clock.advance(60_000);
    expect(await station.states()).toStrictEqual(['confirmed', 'confirmed']);
    expect(heldByChart(id)[0]?.note).toStrictEqual([note('later')]);
    expect((await station.media(id)).note).toStrictEqual([note('later')]);
  });

  it('is not proven while the chart holds other bytes, and a person can have them sent again', async () => {
    const id = await station.capture('p1', picture);
    let spoilt = false;
    chart.fault = (call) => {
      if (call === 'createMedia' && !spoilt) {
        spoilt = true;
        for (const url of chart.binaries.keys()) chart.binaries.set(url, Buffer.from('spoilt'));
      }
      return undefined;
    };
    await clock.advance(600_000);
    const [entry] = await station.cache.outbox();
    expect(entry).toMatchObject({ state: 'parked', failure: { code: 'data.hash-mismatch' } });
    expect((await station.record(id)).provenAt).toBeNull();
    expect(await station.engine.retry(entry?.sequence ?? 0)).toMatchObject({ ok: true });
    await clock.advance(60_000);
    expect(await station.states()).toStrictEqual(['confirmed']);
    expect(chart.binaries.get(heldByChart(id)[0]?.content.url ?? '')).toStrictEqual(picture);
  });

  it('parks what the chart refuses and goes on with the rest', async () => {
    failOnce({ call: 'createMedia', kind: 'refuse', failure: { code: 'server.rejected', fields: [{ path: 'Media.bodySite', message: 'value' }] } });
    const refused = await station.capture('p1', picture);
    const good = await station.capture('p1', Buffer.from('another'));
    await clock.settle();
    expect(heldByChart(refused)).toStrictEqual([]);
    expect(heldByChart(good).length).toBe(1);
    expect((await station.cache.outbox()).map(({ state, failure }) => [state, failure?.code])).toEqual(
      expect.arrayContaining([['parked', 'server.rejected'], ['confirmed', undefined]]),
    );
  });

  it('tells how far the bytes are', async () => {
    const shares: (number | null)[] = [];
    const id = await station.capture('p1', picture);
    chart.fault = (call) => {
      if (call === 'createMedia') shares.push(station.engine.progress(id));
      return undefined;
    };
    await clock.settle();
    expect([...shares, station.engine.progress(id)]).toStrictEqual([1, null]);
  });
});

describe('push of a change', () => {
  const pulled = async (media: Media = online()) => {
    const serverId = await putIntoChart(media);
    await clock.advance(30_000);
    return { serverId, id: await onlyMedia() };
  };

  it('changes in the chart what was changed here, and nothing else', async () => {
    const { serverId, id } = await pulled();
    const before = chart.media.get(serverId)?.resource;
    await station.edit(id, addNote('mine'));
    await clock.settle();
    const after = chart.media.get(serverId)?.resource;
    expect({ ...after, note: undefined, meta: undefined }).toStrictEqual({ ...before, note: undefined, meta: undefined });
    expect(after?.note).toStrictEqual([note('mine')]);
    expect(await station.states()).toStrictEqual(['confirmed']);
  });

  it('merges with what another workstation changed', async () => {
    const { serverId, id } = await pulled();
    chart.edit(serverId, (media) => site('heel')(addNote('theirs')(media)));
    await station.edit(id, addNote('mine'));
    await clock.advance(60_000);
    expect(await station.states()).toStrictEqual(['confirmed']);
    const held = chart.media.get(serverId)?.resource;
    expect(held?.note).toStrictEqual([note('theirs'), note('mine')]);
    expect(held?.bodySite).toStrictEqual({ text: 'heel' });
    expect(await station.media(id)).toStrictEqual(held);
  });

  it('does not write twice when the answer is lost', async () => {
    const { serverId, id } = await pulled();
    failOnce({ call: 'updateMedia', kind: 'lose', failure: { code: 'server.unreachable' } });
    await station.edit(id, addNote('mine'));
    await clock.advance(60_000);
    expect(await station.states()).toStrictEqual(['confirmed']);
    expect(chart.media.get(serverId)).toMatchObject({ version: 2, resource: { note: [note('mine')] } });
  });

  it.each([['mine', 'sole'], ['theirs', 'heel']] as const)('lets a person decide: %s', async (keep, text) => {
    const { serverId, id } = await pulled();
    chart.edit(serverId, site('heel'));
    await station.edit(id, (media) => addNote('mine')(site('sole')(media)));
    await clock.advance(60_000);
    const [conflict] = await station.cache.outbox();
    expect(conflict).toMatchObject({ state: 'conflict', failure: { code: 'server.version-conflict' } });
    expect(chart.media.get(serverId)?.resource.bodySite).toStrictEqual({ text: 'heel' });
    expect((await station.media(id)).bodySite).toStrictEqual({ text: 'sole' });

    expect(await station.engine.resolve(conflict?.sequence ?? 0, keep)).toStrictEqual({ ok: true, value: undefined });
    await clock.advance(60_000);
    expect(await station.states()).toStrictEqual(['confirmed']);
    expect(chart.media.get(serverId)?.resource).toMatchObject({ bodySite: { text }, note: [note('mine')] });
    expect(await station.media(id)).toStrictEqual(chart.media.get(serverId)?.resource);
  });

  it('keeps here what the chart strips, and says which element', async () => {
    const { id } = await pulled();
    chart.store = ({ note: _note, ...media }) => media as Media;
    await station.edit(id, addNote('mine'));
    await clock.advance(60_000);
    expect((await station.cache.outbox())[0]).toMatchObject({ state: 'parked', failure: { code: 'server.rejected', fields: [{ path: 'Media.note' }] } });
    expect((await station.media(id)).note).toStrictEqual([note('mine')]);
  });

  it('keeps the copy of what the chart deleted, and asks', async () => {
    const { serverId, id } = await pulled();
    await chart.deleteMedia(serverId, undefined, new AbortController().signal);
    await station.edit(id, addNote('mine'));
    await clock.advance(60_000);
    expect((await station.cache.outbox())[0]).toMatchObject({ state: 'parked', failure: { code: 'server.gone' } });
    expect((await station.media(id)).note).toStrictEqual([note('mine')]);
  });
});

describe('the way to the chart', () => {
  it('makes not one request while the offline switch is on, and sends all when it is off', async () => {
    station.engine.setOffline(true);
    const before = chart.requests.length;
    const id = await station.capture('p1', picture);
    station.engine.wake();
    await station.engine.runUntilIdle();
    await clock.advance(24 * 3_600_000);
    expect(chart.requests.length).toBe(before);
    expect(station.engine.status()).toMatchObject({ link: 'offline-chosen', busy: false });
    expect(await station.states()).toStrictEqual(['pending']);
    station.engine.setOffline(false);
    await clock.settle();
    expect(heldByChart(id).length).toBe(1);
  });

  it('cancels what is under way when the switch is turned on, without using up a try', async () => {
    chart.fault = (call) => {
      if (call === 'createMedia') station.engine.setOffline(true);
      return undefined;
    };
    const id = await station.capture('p1', picture);
    await clock.settle();
    expect((await station.cache.outbox())[0]).toMatchObject({ state: 'pending', attempts: 0, failure: null });
    chart.fault = () => undefined;
    station.engine.setOffline(false);
    await clock.settle();
    expect(heldByChart(id).length).toBe(1);
    expect(await station.states()).toStrictEqual(['confirmed']);
  });

  it('sees that the chart is away, asks now and then, and sends at once when it is back', async () => {
    refuseAll({ code: 'server.unreachable' });
    const ids = [];
    for (let count = 0; count < 10; count += 1) ids.push(await station.capture('p1', Buffer.from(`picture ${String(count)}`)));
    await clock.settle();
    expect(station.engine.status()).toMatchObject({ link: 'unreachable', failure: { code: 'server.unreachable' } });
    const before = chart.requests.length;
    await clock.advance(3_600_000);
    // With a pause of at most five minutes, halved by the jitter of this test.
    expect(chart.requests.length - before).toBeLessThan(50);
    expect(chart.requests.length - before).toBeGreaterThan(20);
    chart.fault = () => undefined;
    await clock.advance(300_000);
    expect(station.engine.status()).toMatchObject({ link: 'online', failure: null });
    expect(new Set(await station.states())).toStrictEqual(new Set(['confirmed']));
    for (const id of ids) expect(heldByChart(id).length).toBe(1);
  });

  it('waits for credentials without using up tries', async () => {
    refuseAll({ code: 'server.unauthorized' });
    await station.capture('p1', picture);
    await clock.advance(3_600_000);
    expect(station.engine.status()).toMatchObject({ link: 'signed-out', failure: { code: 'server.unauthorized' } });
    expect((await station.cache.outbox())[0]).toMatchObject({ state: 'pending', attempts: 0 });
    chart.fault = () => undefined;
    station.engine.wake();
    await clock.settle();
    expect(await station.states()).toStrictEqual(['confirmed']);
  });

  it('asks a throttling chart no earlier than it wants', async () => {
    failOnce({ call: 'createMedia', kind: 'refuse', failure: { code: 'server.throttled', retryAfterMilliseconds: 90_000 } });
    await station.capture('p1', picture);
    await clock.advance(89_000);
    expect(await station.states()).toStrictEqual(['pending']);
    await clock.advance(2_000);
    expect(await station.states()).toStrictEqual(['confirmed']);
  });

  it('pulls past a patient whose Media are forbidden, and shows it', async () => {
    chart.addPatient('p2');
    await putIntoChart(online({ subject: { reference: 'Patient/p2' } }));
    const search = chart.search.bind(chart);
    chart.search = async (request, signal) => (request.patient === 'p1' ? { ok: false, error: { code: 'server.forbidden' } } : search(request, signal));
    await clock.advance(60_000);
    expect((await station.cache.mediaIds()).length).toBe(1);
    expect(station.engine.status()).toMatchObject({ link: 'online', failure: { code: 'server.forbidden' } });
  });

  it('does not let entries of a lost network wait any longer when somebody wakes it', async () => {
    await station.capture('p1', picture);
    refuseAll({ code: 'server.unreachable' });
    await station.edit(await onlyMedia(), addNote('mine'));
    await clock.advance(1_800_000);
    chart.fault = () => undefined;
    station.engine.wake();
    await clock.settle();
    expect(new Set(await station.states())).toStrictEqual(new Set(['confirmed']));
  });

  it('rests when its store fails, says so, and goes on from where it was', async () => {
    const { saveEntry } = station.cache;
    let refusals = 0;
    Object.assign(station.cache, {
      saveEntry: async () => {
        refusals += 1;
        throw new FailureError({ code: 'local.disk-full' });
      },
    });
    const id = await station.capture('p1', picture);
    await clock.advance(600_000);
    expect(station.engine.status().failure).toStrictEqual({ code: 'local.disk-full' });
    expect(refusals).toBeGreaterThan(10);
    expect(refusals).toBeLessThan(150);
    expect(heldByChart(id)).toStrictEqual([]);
    Object.assign(station.cache, { saveEntry });
    await clock.advance(60_000);
    expect(await station.states()).toStrictEqual(['confirmed']);
    expect(station.engine.status().failure).toBeNull();
  });

  it('does not move its cursor along pages that are out of order before the last', async () => {
    const ids = [];
    for (const value of ['1', '2', '3', '4']) ids.push(await putIntoChart(online(), value));
    const search = chart.search.bind(chart);
    chart.search = async (request, signal) => {
      const page = await search(request, signal);
      return page.ok ? { ok: true, value: { ...page.value, resources: page.value.resources.toReversed() } } : page;
    };
    failOnce({ call: 'followPage', kind: 'refuse', failure: { code: 'server.failed' } });
    await clock.advance(30_000);
    expect(await station.cache.cursor('Media?patient=p1')).toBeUndefined();
    await clock.advance(30_000);
    expect((await station.cache.mediaIds()).length).toBe(ids.length);
    expect(await station.cache.cursor('Media?patient=p1')).toBeDefined();
  });

  it('goes on after a bug, which parks only the entry it struck', async () => {
    chart.fault = (call) => {
      if (call !== 'createMedia') return undefined;
      chart.fault = () => undefined;
      throw new TypeError('a bug');
    };
    await station.capture('p1', picture);
    const good = await station.capture('p1', Buffer.from('another'));
    await clock.settle();
    expect(heldByChart(good).length).toBe(1);
    expect((await station.states()).toSorted()).toStrictEqual(['confirmed', 'parked']);
    expect((await station.cache.outbox()).map(({ failure }) => failure?.code)).toContain('local.unexpected');
    expect(station.defects.splice(0)).toStrictEqual([new TypeError('a bug')]);
  });

  it('has nothing under way once it is stopped', async () => {
    await station.capture('p1', picture);
    await station.engine.stop();
    const [requests, states] = [chart.requests.length, await station.states()];
    await clock.advance(3_600_000);
    expect(chart.requests.length).toBe(requests);
    expect(await station.states()).toStrictEqual(states);
    expect(states).not.toContain('sending');
  });
});
