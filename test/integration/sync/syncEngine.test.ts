import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Media } from '../../../shared/fhir/resources.ts';
import { addNote, note, online, picture, pictureSha256, site, syncScene } from '../../support/syncScene.ts';

const scene = syncScene();

describe('pull', () => {
  it('brings patients, their Media over all pages, and the bytes, inline and by url', async () => {
    scene.chart.binaries.set('Binary/b1', picture);
    for (const value of ['1', '2', '3']) await scene.putIntoChart(online(), value);
    await scene.putIntoChart(online({ content: { contentType: 'image/jpeg', url: 'Binary/b1', size: picture.byteLength } }), '4');
    await scene.clock.advance(30_000);
    expect((await scene.station.cache.patients('')).map(({ name, mediaCount }) => [name, mediaCount])).toStrictEqual([['Family p1', 4]]);
    const records = await Promise.all((await scene.station.cache.mediaIds()).map((id) => scene.station.record(id)));
    expect(records.map(({ contentSha256 }) => contentSha256)).toContain(pictureSha256);
    for (const { contentSha256, current } of records) {
      expect(contentSha256 !== null && (await scene.station.blobs.has(contentSha256))).toBe(true);
      expect(current.identifier?.[0]?.system).toBe('urn:test');
    }
    expect((await scene.station.cache.counts()).contentMissing).toBe(0);
    expect(scene.station.engine.status()).toMatchObject({ link: 'online', failure: null, lastPullAt: scene.clock.now() });
  });

  it('asks from its cursor on, and tells the window only of what changed', async () => {
    const id = await scene.putIntoChart(online());
    await scene.clock.advance(60_000);
    scene.station.events.length = 0;
    await scene.clock.advance(60_000);
    expect(scene.station.events.filter(({ topic }) => topic === 'media')).toStrictEqual([]);
    scene.chart.edit(id, site('heel'));
    await scene.clock.advance(30_000);
    const { id: mediaId, patientId, current } = await scene.station.record(await scene.onlyMedia());
    expect(scene.station.events).toContainEqual({ topic: 'media', mediaId, patientId });
    expect(current.bodySite).toStrictEqual({ text: 'heel' });
  });

  it('takes up after a cut where the last page ended', async () => {
    for (const value of ['1', '2', '3', '4', '5']) await scene.putIntoChart(online(), value);
    scene.failOnce({ call: 'followPage', kind: 'refuse', failure: { code: 'server.failed' } });
    await scene.clock.advance(30_000);
    expect((await scene.station.cache.mediaIds()).length).toBe(2);
    await scene.clock.advance(30_000);
    expect((await scene.station.cache.mediaIds()).length).toBe(5);
  });

  it('refuses bytes that are not what hash and size say, visibly, and takes the right ones later', async () => {
    scene.chart.binaries.set('Binary/b1', Buffer.from('another picture!!!!'));
    const hash = createHash('sha1').update(picture).digest('base64');
    await scene.putIntoChart(online({ content: { contentType: 'image/jpeg', url: 'Binary/b1', size: picture.byteLength, hash } }));
    await scene.clock.advance(30_000);
    const id = await scene.onlyMedia();
    expect(scene.station.engine.contentFailure(id)).toStrictEqual({ code: 'data.hash-mismatch', detail: 'hash' });
    expect((await scene.station.record(id)).contentSha256).toBeNull();
    expect([...(scene.station.blobs as unknown as { held: Map<string, unknown> }).held.keys()]).toStrictEqual([]);
    expect(await scene.station.engine.fetchContent(id)).toMatchObject({ ok: false, error: { code: 'data.hash-mismatch' } });
    scene.chart.binaries.set('Binary/b1', picture);
    expect(await scene.station.engine.fetchContent(id)).toStrictEqual({ ok: true, value: undefined });
    expect((await scene.station.record(id)).contentSha256).toBe(pictureSha256);
    expect(scene.station.engine.contentFailure(id)).toBeNull();
  });
});

describe('push of a new picture', () => {
  it('brings bytes and Media to the chart and proves both', async () => {
    const id = await scene.station.capture('p1', picture);
    await scene.clock.settle();
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
    const [held, ...more] = scene.heldByChart(id);
    expect(more).toStrictEqual([]);
    expect(held).toMatchObject({ subject: { reference: 'Patient/p1' }, content: { size: picture.byteLength } });
    expect(scene.chart.binaries.get(held?.content.url ?? '')).toStrictEqual(picture);
    expect(await scene.station.record(id)).toMatchObject({ serverId: held?.id, versionId: '1', provenAt: scene.clock.now() });
    // The proof read the Media back and its bytes, and looked whether it is there once.
    expect(scene.chart.requests.slice(-3)).toStrictEqual(['readMedia', 'downloadBinary', 'findMediaByIdentifier']);
  });

  it.each<[string, string]>([['uploadBinary', 'bytes'], ['createMedia', 'Media'], ['readMedia', 'proof']])(
    'makes no second one when the answer to %s is lost',
    async (call) => {
      scene.failOnce({ call, kind: 'lose', failure: { code: 'server.timeout' } });
      const id = await scene.station.capture('p1', picture);
      await scene.clock.advance(60_000);
      expect(await scene.station.states()).toStrictEqual(['confirmed']);
      expect(scene.heldByChart(id).length).toBe(1);
      expect(scene.chart.requests.filter((request) => request === 'uploadBinary').length).toBe(call === 'uploadBinary' ? 2 : 1);
    },
  );

  it('makes no second one when the process dies at any moment', async () => {
    for (let moment = 0; moment < 40; moment += 1) {
      let left = moment;
      scene.chart.fault = () => {
        left -= 1;
        if (left === 0) void scene.station.crash();
        return undefined;
      };
      const id = await scene.station.capture('p1', Buffer.from(`picture ${String(moment)}`));
      await scene.clock.advance(60_000);
      expect(scene.heldByChart(id).length, `moment ${String(moment)}`).toBe(1);
    }
    expect(new Set(await scene.station.states())).toStrictEqual(new Set(['confirmed']));
  });

  it('sends what was edited while it was on its way', async () => {
    let edited = false;
    const id = await scene.station.capture('p1', picture);
    scene.chart.fault = (call) => {
      if (call === 'createMedia' && !edited) {
        edited = true;
        void scene.station.edit(id, addNote('later'));
      }
      return undefined;
    };
    await scene.clock.advance(60_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed', 'confirmed']);
    expect(scene.heldByChart(id)[0]?.note).toStrictEqual([note('later')]);
    expect((await scene.station.media(id)).note).toStrictEqual([note('later')]);
  });

  it('is not proven while the chart holds other bytes, and a person can have them sent again', async () => {
    const id = await scene.station.capture('p1', picture);
    let spoilt = false;
    scene.chart.fault = (call) => {
      if (call === 'createMedia' && !spoilt) {
        spoilt = true;
        for (const url of scene.chart.binaries.keys()) scene.chart.binaries.set(url, Buffer.from('spoilt'));
      }
      return undefined;
    };
    await scene.clock.advance(600_000);
    const [entry] = await scene.station.cache.outbox();
    expect(entry).toMatchObject({ state: 'parked', failure: { code: 'data.hash-mismatch' } });
    expect((await scene.station.record(id)).provenAt).toBeNull();
    expect(await scene.station.engine.retry(entry?.sequence ?? 0)).toMatchObject({ ok: true });
    await scene.clock.advance(60_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
    expect(scene.chart.binaries.get(scene.heldByChart(id)[0]?.content.url ?? '')).toStrictEqual(picture);
  });

  it('parks what the chart refuses and goes on with the rest', async () => {
    scene.failOnce({ call: 'createMedia', kind: 'refuse', failure: { code: 'server.rejected', fields: [{ path: 'Media.bodySite', message: 'value' }] } });
    const refused = await scene.station.capture('p1', picture);
    const good = await scene.station.capture('p1', Buffer.from('another'));
    await scene.clock.settle();
    expect(scene.heldByChart(refused)).toStrictEqual([]);
    expect(scene.heldByChart(good).length).toBe(1);
    expect((await scene.station.cache.outbox()).map(({ state, failure }) => [state, failure?.code])).toEqual(
      expect.arrayContaining([['parked', 'server.rejected'], ['confirmed', undefined]]),
    );
  });

  it('tells how far the bytes are', async () => {
    const shares: (number | null)[] = [];
    const id = await scene.station.capture('p1', picture);
    scene.chart.fault = (call) => {
      if (call === 'createMedia') shares.push(scene.station.engine.progress(id));
      return undefined;
    };
    await scene.clock.settle();
    expect([...shares, scene.station.engine.progress(id)]).toStrictEqual([1, null]);
  });
});

describe('push of a change', () => {
  const pulled = async (media: Media = online()) => {
    const serverId = await scene.putIntoChart(media);
    await scene.clock.advance(30_000);
    return { serverId, id: await scene.onlyMedia() };
  };

  it('changes in the chart what was changed here, and nothing else', async () => {
    const { serverId, id } = await pulled();
    const before = scene.chart.media.get(serverId)?.resource;
    await scene.station.edit(id, addNote('mine'));
    await scene.clock.settle();
    const after = scene.chart.media.get(serverId)?.resource;
    expect({ ...after, note: undefined, meta: undefined }).toStrictEqual({ ...before, note: undefined, meta: undefined });
    expect(after?.note).toStrictEqual([note('mine')]);
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
  });

  it('merges with what another workstation changed', async () => {
    const { serverId, id } = await pulled();
    scene.chart.edit(serverId, (media) => site('heel')(addNote('theirs')(media)));
    await scene.station.edit(id, addNote('mine'));
    await scene.clock.advance(60_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
    const held = scene.chart.media.get(serverId)?.resource;
    expect(held?.note).toStrictEqual([note('theirs'), note('mine')]);
    expect(held?.bodySite).toStrictEqual({ text: 'heel' });
    expect(await scene.station.media(id)).toStrictEqual(held);
  });

  it('does not write twice when the answer is lost', async () => {
    const { serverId, id } = await pulled();
    scene.failOnce({ call: 'updateMedia', kind: 'lose', failure: { code: 'server.unreachable' } });
    await scene.station.edit(id, addNote('mine'));
    await scene.clock.advance(60_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
    expect(scene.chart.media.get(serverId)).toMatchObject({ version: 2, resource: { note: [note('mine')] } });
  });

  it.each([['mine', 'sole'], ['theirs', 'heel']] as const)('lets a person decide: %s', async (keep, text) => {
    const { serverId, id } = await pulled();
    scene.chart.edit(serverId, site('heel'));
    await scene.station.edit(id, (media) => addNote('mine')(site('sole')(media)));
    await scene.clock.advance(60_000);
    const [conflict] = await scene.station.cache.outbox();
    expect(conflict).toMatchObject({ state: 'conflict', failure: { code: 'server.version-conflict' } });
    expect(scene.chart.media.get(serverId)?.resource.bodySite).toStrictEqual({ text: 'heel' });
    expect((await scene.station.media(id)).bodySite).toStrictEqual({ text: 'sole' });

    expect(await scene.station.engine.resolve(conflict?.sequence ?? 0, keep)).toStrictEqual({ ok: true, value: undefined });
    await scene.clock.advance(60_000);
    expect(await scene.station.states()).toStrictEqual(['confirmed']);
    expect(scene.chart.media.get(serverId)?.resource).toMatchObject({ bodySite: { text }, note: [note('mine')] });
    expect(await scene.station.media(id)).toStrictEqual(scene.chart.media.get(serverId)?.resource);
  });

  it('keeps here what the chart strips, and says which element', async () => {
    const { id } = await pulled();
    scene.chart.store = ({ note: _note, ...media }) => media as Media;
    await scene.station.edit(id, addNote('mine'));
    await scene.clock.advance(60_000);
    expect((await scene.station.cache.outbox())[0]).toMatchObject({ state: 'parked', failure: { code: 'server.rejected', fields: [{ path: 'Media.note' }] } });
    expect((await scene.station.media(id)).note).toStrictEqual([note('mine')]);
  });

  it('keeps the copy of what the chart deleted, and asks', async () => {
    const { serverId, id } = await pulled();
    await scene.chart.deleteMedia(serverId, undefined, new AbortController().signal);
    await scene.station.edit(id, addNote('mine'));
    await scene.clock.advance(60_000);
    expect((await scene.station.cache.outbox())[0]).toMatchObject({ state: 'conflict', failure: { code: 'server.gone' } });
    expect((await scene.station.media(id)).note).toStrictEqual([note('mine')]);
  });
});
