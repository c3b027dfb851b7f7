import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { collectBytes } from '../../../electron/workspace/collectBytes.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { canonicalMedia } from '../../../shared/sync/canonicalMedia.ts';
import { elementsNotHeld } from '../../../shared/sync/elementsNotHeld.ts';
import { mediaSchema } from '../../../shared/fhir/resources.ts';
import type { TestServer } from '../../integration/mediaServer/startTestServer.ts';
import { rawServer } from '../../support/rawServer.ts';
import { create, draft, lightbox, post, signal, upload, type PeerCase, type Start } from './peerCase.ts';

/** Where the bytes of a Media are said to be. */
export const contentCases = {
  'presigned-content-urls': {
    looks: async (start) => {
      const { server, where } = await picture(start);
      const [first, second] = [await readAgain(server, where), await readAgain(server, where)];
      const open = await fetch(new URL(first.url, `${server.baseUrl}/`));
      return { sameUrl: first.url === second.url, sameVersion: first.etag === second.etag, withoutToken: open.status };
    },
    plain: { sameUrl: true, sameVersion: true, withoutToken: 401 },
    peer: { sameUrl: false, sameVersion: true, withoutToken: 200 },
    lightbox: 'sees no change in another signature, and leaves in the chart what it found there',
    lives: async (start) => {
      const { server, where } = await picture(start);
      const chart = lightbox(server);
      const read = async () => unwrap(await chart.readMedia(where.slice('Media/'.length), signal));
      const [first, second] = [await read(), await read()];
      expect(first.resource.content.url).not.toBe(second.resource.content.url);
      expect(canonicalMedia(first.resource)).toBe(canonicalMedia(second.resource));
      expect(elementsNotHeld(first.resource, second.resource)).toStrictEqual([]);

      const note = [{ id: 'n1', text: 'seen' }];
      const updated = unwrap(await chart.updateMedia({ ...first.resource, note }, first.versionId, signal));
      expect(elementsNotHeld({ ...first.resource, note }, updated.resource)).toStrictEqual([]);
      const download = unwrap(await chart.downloadBinary(updated.resource.content.url ?? '', signal));
      expect(String(await collectBytes(download.bytes))).toBe('abc');
    },
  },
  'content-on-another-origin': {
    looks: async (start) => {
      const { server, where } = await picture(start);
      const { url } = await readAgain(server, where);
      const target = new URL(url, `${server.baseUrl}/`);
      return { sameOrigin: target.origin === new URL(server.baseUrl).origin, withToken: (await server.request(target.href)).status };
    },
    plain: { sameOrigin: true, withToken: 200 },
    peer: { sameOrigin: false, withToken: 400 },
    lightbox: 'asks there only when the origin was named, and never with its token',
    lives: async (start) => {
      const { server, where } = await picture(start);
      const { url } = await readAgain(server, where);
      expect(await lightbox(server).downloadBinary(url, signal)).toMatchObject({ ok: false, error: { code: 'data.invalid-resource' } });
      const chart = lightbox(server, {}, [new URL(url).origin]);
      // The other origin answers 400 to whoever brings a token.
      expect(String(await collectBytes(unwrap(await chart.downloadBinary(url, signal)).bytes))).toBe('abc');
      expect(await chart.downloadBinary(url.replace('signature=', 'signature=x'), signal)).toMatchObject({ ok: false, error: { code: 'server.forbidden' } });
      expect(await chart.followPage(url, signal)).toMatchObject({ ok: false, error: { code: 'data.invalid-resource' } });
    },
  },
  'external-urls-rewritten': {
    looks: async (start) => {
      const { origin } = await rawServer((_request, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end('abc'));
      const server = await start();
      const answer = await server.post({ ...draft(randomUUID()), content: { contentType: 'image/png', url: `${origin}/a.png` } });
      const { id } = mediaSchema.parse(await answer.json());
      const { url, etag } = await readAgain(server, `Media/${id ?? ''}`);
      return { staleAtOnce: etag !== answer.headers.get('etag'), url: url.replace(origin, 'https://elsewhere').replace(/^(Binary\/).+/, '$1…') };
    },
    plain: { staleAtOnce: false, url: 'https://elsewhere/a.png' },
    peer: { staleAtOnce: true, url: 'Binary/…' },
    lightbox: 'is told of the other version instead of writing over it, and gets the bytes from the chart',
    lives: async (start) => {
      const { origin, seen } = await rawServer((_request, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end('abc'));
      const chart = lightbox(await start());
      const content = { contentType: 'image/png', url: `${origin}/a.png` };
      const { resource, versionId } = await create(chart, { content });
      expect(await chart.updateMedia({ ...resource, deviceName: 'mine' }, versionId, signal)).toMatchObject({ ok: false, error: { code: 'server.version-conflict' } });
      const now = unwrap(await chart.readMedia(resource.id, signal));
      unwrap(await chart.updateMedia({ ...now.resource, deviceName: 'mine' }, now.versionId, signal));
      expect(String(await collectBytes(unwrap(await chart.downloadBinary(now.resource.content.url ?? '', signal)).bytes))).toBe('abc');
      // Only the chart went there, once.
      expect(seen).toHaveLength(1);
    },
  },
} satisfies Record<string, PeerCase>;

/** A picture with its bytes apart, and without what would tell that they are the same. */
async function picture(start: Start): Promise<{ readonly server: TestServer; readonly where: string }> {
  const server = await start();
  const content: Media['content'] = { contentType: 'image/png', url: await upload(lightbox(server)) };
  return { server, where: await post(server, draft(randomUUID(), { content })) };
}

async function readAgain(server: TestServer, where: string) {
  const answer = await server.request(where);
  return { url: mediaSchema.parse(await answer.json()).content.url ?? '', etag: answer.headers.get('etag') };
}
