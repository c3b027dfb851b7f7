import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { parseFhirJson, writeFhirJson } from '../../../shared/fhir/codec/fhirJson.ts';
import { mediaIdentifier } from '../../../shared/fhir/capturedMedia.ts';
import { mediaSchema, type Media } from '../../../shared/fhir/resources.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { canonicalMedia } from '../../../shared/sync/canonicalMedia.ts';
import { elementsNotHeld } from '../../../shared/sync/elementsNotHeld.ts';
import type { RemoteChart } from '../../../shared/sync/ports.ts';
import { create, draft, lightbox, post, send, signal, upload, type PeerCase } from './peerCase.ts';

/** What is written, and on which conditions. */
export const writeCases = {
  'decimals-shortened': {
    looks: async (start) => {
      const server = await start();
      const text = JSON.stringify(draft(randomUUID())).replace(/^\{/, '{"duration":1.50,');
      return /"duration":[\d.]+/.exec(await (await send(server, 'POST', 'Media', text)).text())?.[0];
    },
    plain: '"duration":1.50',
    peer: '"duration":1.5',
    lightbox: 'takes the decimal for the one it sent',
    lives: async (start) => {
      const chart = lightbox(await start());
      const mediaId = randomUUID();
      const sent = mediaSchema.parse(parseFhirJson(writeFhirJson(draft(mediaId)).replace(/^\{/, '{"duration":1.50,')));
      await holdsAsSent(chart, mediaId, sent);
    },
  },
  'empty-arrays-dropped': {
    looks: async (start) => {
      const answer = await (await start()).post({ ...draft(randomUUID()), note: [] });
      return [answer.status, /"note"/.test(await answer.text())];
    },
    plain: [422, false],
    peer: [201, false],
    lightbox: 'misses nothing that was empty',
    lives: async (start) => {
      const mediaId = randomUUID();
      await holdsAsSent(lightbox(await start()), mediaId, draft(mediaId, { note: [], extension: [] }));
    },
  },
  'unquoted-if-match-ignored': {
    looks: async (start) => {
      const server = await start();
      const where = await post(server);
      return (await send(server, 'PUT', where, JSON.stringify({ ...draft(randomUUID()), id: where.slice('Media/'.length) }), { 'if-match': '99' })).status;
    },
    plain: 400,
    peer: 200,
    lightbox: 'loses no update of somebody else',
    lives: async (start) => {
      const chart = lightbox(await start());
      const { resource, versionId } = await create(chart);
      unwrap(await chart.updateMedia({ ...resource, deviceName: 'theirs' }, versionId, signal));
      expect(await chart.updateMedia({ ...resource, deviceName: 'late' }, versionId, signal)).toMatchObject({ ok: false, error: { code: 'server.version-conflict' } });
      expect(unwrap(await chart.readMedia(resource.id, signal)).resource.deviceName).toBe('theirs');
    },
  },
  'patch-and-delete-ignore-if-match': {
    looks: async (start) => {
      const server = await start();
      const headers = { 'if-match': 'W/"99"' };
      const patch = { method: 'PATCH', body: '[{"op":"add","path":"/deviceName","value":"x"}]', headers: { ...headers, 'content-type': 'application/json-patch+json' } };
      return [(await server.request(await post(server), patch)).status, (await server.request(await post(server), { method: 'DELETE', headers })).status];
    },
    plain: [412, 412],
    peer: [200, 204],
    lightbox: 'deletes nothing that somebody else has changed',
    lives: async (start) => {
      const chart = lightbox(await start());
      const { resource, versionId } = await create(chart);
      const theirs = unwrap(await chart.updateMedia({ ...resource, deviceName: 'theirs' }, versionId, signal));
      expect(await chart.deleteMedia(resource.id, versionId, signal)).toMatchObject({ ok: false, error: { code: 'server.version-conflict' } });
      expect(unwrap(await chart.readMedia(resource.id, signal)).versionId).toBe(theirs.versionId);
      unwrap(await chart.deleteMedia(resource.id, theirs.versionId, signal));
    },
  },
  'put-resurrects-deleted': {
    looks: async (start) => {
      const server = await start();
      const where = await post(server);
      await server.request(where, { method: 'DELETE' });
      const text = JSON.stringify({ ...draft(randomUUID()), id: where.slice('Media/'.length) });
      return [(await send(server, 'PUT', where, text, { 'if-match': 'W/"1"' })).status, (await server.request(where)).status];
    },
    plain: [412, 410],
    peer: [200, 200],
    lightbox: 'hears that it was deleted, and leaves it so',
    lives: async (start) => {
      const server = await start();
      const [chart, other] = [lightbox(server), lightbox(server)];
      const { resource, versionId } = await create(chart);
      unwrap(await other.deleteMedia(resource.id, versionId, signal));
      expect(await chart.updateMedia({ ...resource, deviceName: 'late' }, versionId, signal)).toMatchObject({ ok: false, error: { code: 'server.gone' } });
      expect((await server.request(`Media/${resource.id}`)).status).toBe(410);
    },
  },
  'put-as-create-refused': {
    looks: async (start) => {
      const server = await start();
      return (await server.put({ ...draft(randomUUID()), id: 'never' })).status;
    },
    plain: 201,
    peer: 404,
    lightbox: 'makes nothing by an update, with a version or without',
    lives: async (start) => {
      // Also where it would be possible.
      for (const server of [await start(), await start({ peerQuirks: [] })]) {
        for (const versionId of ['1', undefined]) {
          expect(await lightbox(server).updateMedia({ ...draft(randomUUID()), id: 'never' }, versionId, signal)).toMatchObject({ ok: false, error: { code: 'server.not-found' } });
        }
        expect((await server.request('Media/never')).status).toBe(404);
      }
    },
  },
  'unchanged-put-keeps-version': {
    looks: async (start) => {
      const server = await start();
      const where = await post(server);
      const resource = await server.read(where);
      return [(await server.put(resource)).headers.get('etag'), (await server.put({ ...resource, deviceName: 'new' })).headers.get('etag')];
    },
    plain: ['W/"2"', 'W/"3"'],
    peer: ['W/"1"', 'W/"2"'],
    lightbox: 'takes an update without a new version for done',
    lives: async (start) => {
      const chart = lightbox(await start());
      const { resource, versionId } = await create(chart);
      const again = unwrap(await chart.updateMedia(resource, versionId, signal));
      expect(again.versionId).toBe(versionId);
      expect(elementsNotHeld(resource, again.resource)).toStrictEqual([]);
      expect(unwrap(await chart.updateMedia({ ...resource, deviceName: 'new' }, again.versionId, signal)).versionId).not.toBe(versionId);
    },
  },
  'json-over-1mb-is-400': {
    looks: async (start) => {
      const server = await start();
      const content = { contentType: 'image/png', data: 'AAAA'.repeat(300_000) };
      const bytes = await server.request('Binary', { method: 'POST', body: Buffer.alloc(2_000_000), headers: { 'content-type': 'image/png' } });
      return [(await server.post({ ...draft(randomUUID()), content })).status, bytes.status];
    },
    plain: [201, 201],
    peer: [400, 201],
    lightbox: 'says that it is too large, not that it is wrong, and sends bytes as bytes',
    lives: async (start) => {
      const chart = lightbox(await start());
      const mediaId = randomUUID();
      const large = draft(mediaId, { content: { contentType: 'image/png', data: 'AAAA'.repeat(300_000) } });
      expect(await chart.createMedia(large, mediaIdentifier(mediaId), signal)).toMatchObject({ ok: false, error: { code: 'server.too-large' } });
      const wrong = { ...draft(mediaId, { deviceName: 'x'.repeat(100) }), status: 'nonsense' } as unknown as Media;
      expect(await chart.createMedia(wrong, mediaIdentifier(mediaId), signal)).toMatchObject({ ok: false, error: { code: 'server.rejected' } });
      expect(await upload(chart, Buffer.alloc(2_000_000))).toMatch(/^Binary\//);
    },
  },
  'transaction-not-atomic': {
    looks: async (start) => {
      const server = await start();
      const [good, bad] = [draft(randomUUID()), { ...draft(randomUUID()), status: 'nonsense' }];
      const entry = [good, bad].map((resource) => ({ resource, request: { method: 'POST', url: 'Media' } }));
      const answer = await send(server, 'POST', '', JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }));
      return [answer.status, (await server.search(`Media?identifier=${good.identifier?.[0]?.value ?? ''}`)).entry?.length ?? 0];
    },
    plain: [422, 0],
    peer: [200, 1],
    lightbox: 'asks for each thing by itself, and hears of each whether it is done',
    lives: async (start) => {
      const chart = lightbox(await start());
      const [good, bad] = [randomUUID(), randomUUID()];
      const wrong = { ...draft(bad), status: 'nonsense' } as unknown as Media;
      const answers = await Promise.all([chart.createMedia(draft(good), mediaIdentifier(good), signal), chart.createMedia(wrong, mediaIdentifier(bad), signal)]);
      expect(answers).toMatchObject([{ ok: true }, { ok: false, error: { code: 'server.rejected' } }]);
      const found = await Promise.all([good, bad].map(async (mediaId) => unwrap(await chart.findMediaByIdentifier(mediaIdentifier(mediaId), signal)).length));
      expect(found).toStrictEqual([1, 0]);
    },
  },
  'if-none-exist-races': {
    looks: async (start) => {
      const server = await start();
      return raced(async () => {
        const media = draft(randomUUID());
        const value = media.identifier?.[0]?.value ?? '';
        await Promise.all([1, 2].map(() => server.post(media, { 'if-none-exist': `identifier=${value}` })));
        return (await server.search(`Media?identifier=${value}`)).entry?.length ?? 0;
      });
    },
    plain: 1,
    peer: 2,
    lightbox: 'has one request at a time for a picture; of two computers that race, both hear of the two there are',
    lives: async (start) => {
      const server = await start();
      const [chart, other] = [lightbox(server), lightbox(server)];
      const one = randomUUID();
      const sameChart = await Promise.all([1, 2, 3].map(() => chart.createMedia(draft(one), mediaIdentifier(one), signal)));
      expect(sameChart.map((answer) => unwrap(answer).created)).toStrictEqual([true, false, false]);
      expect(unwrap(await chart.findMediaByIdentifier(mediaIdentifier(one), signal))).toHaveLength(1);

      let two = '';
      expect(await raced(async () => {
        two = randomUUID();
        await Promise.all([chart, other].map((each) => each.createMedia(draft(two), mediaIdentifier(two), signal)));
        return unwrap(await chart.findMediaByIdentifier(mediaIdentifier(two), signal)).length;
      })).toBe(2);
      for (const each of [chart, other]) {
        expect(unwrap(await each.findMediaByIdentifier(mediaIdentifier(two), signal))).toHaveLength(2);
        expect(await each.createMedia(draft(two), mediaIdentifier(two), signal)).toMatchObject({ ok: false, error: { code: 'server.duplicate' } });
      }
    },
  },
} satisfies Record<string, PeerCase>;

/** Not every race is lost: run until one was, at most a few times. @returns how many there were of the last one. */
async function raced(race: () => Promise<number>): Promise<number> {
  let found = 0;
  for (let count = 0; count < 20 && found < 2; count += 1) found = await race();
  return found;
}

/** Neither the proof of a write nor the comparison of two copies sees a difference. */
async function holdsAsSent(chart: RemoteChart, mediaId: string, sent: Media): Promise<void> {
  const made = unwrap(await chart.createMedia(sent, mediaIdentifier(mediaId), signal));
  const { resource } = unwrap(await chart.readMedia(made.resource.id, signal));
  expect(elementsNotHeld(sent, resource)).toStrictEqual([]);
  expect(canonicalMedia(resource)).toBe(canonicalMedia(sent));
}
