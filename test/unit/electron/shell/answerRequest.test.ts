import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerRequest, type PageSource } from '../../../../electron/shell/answerRequest.ts';
import type { OpenContent } from '../../../../electron/workspace/lightboxApp.ts';
import type { ErrorCode } from '../../../../shared/errors/errorCode.ts';
import { fail, succeed } from '../../../../shared/errors/result.ts';

const bytes = Uint8Array.from({ length: 100 }, (_unused, index) => index);

function contentOf(contentType: string): OpenContent {
  return {
    contentType,
    size: bytes.length,
    pages: 0,
    read: async function* (range = { start: 0, end: bytes.length }) {
      // In pieces, as the blob store's chunks come.
      for (let start = range.start; start < range.end; start += 30) yield bytes.subarray(start, Math.min(range.end, start + 30));
    },
  };
}

describe('answerRequest', () => {
  let folder: string;
  let source: PageSource;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lightbox-protocol-'));
    mkdirSync(join(folder, 'renderer', 'workers'), { recursive: true });
    writeFileSync(join(folder, 'renderer', 'workers', 'frame.js'), 'self');
    writeFileSync(join(folder, 'renderer', 'page.js'), 'self');
    writeFileSync(join(folder, 'renderer', 'index.html'), '<p>window</p>');
    writeFileSync(join(folder, 'renderer', 'notes.txt'), 'not of a kind the build makes');
    writeFileSync(join(folder, 'secret.json'), '{}');
    const known: Readonly<Record<string, string>> = { gif: 'image/gif', page: 'text/html', script: 'text/javascript;charset=utf-8', drawing: 'image/svg+xml' };
    source = {
      rendererDirectory: join(folder, 'renderer'),
      content: (id) => {
        if (id in failures) return Promise.resolve(fail(failures[id] ?? 'local.unexpected'));
        const type = known[id];
        return Promise.resolve(type === undefined ? fail('local.not-found') : succeed(contentOf(type)));
      },
      thumbnail: () => Promise.resolve(succeed(contentOf('image/webp'))),
      frames: (id) => Promise.resolve(id in failures ? fail(failures[id] ?? 'local.unexpected', { detail: 'TIFF, LZMA' }) : succeed({ frames: 3, width: 7, height: 5, bits: 16, pixelAspect: 1, layout: 'grey16' })),
      frame: (id, _page, frame, region) => {
        if (id in failures) return Promise.resolve(fail(failures[id] ?? 'local.unexpected'));
        const [width, height] = region === null ? [7, 5] : [region.outWidth, region.outHeight];
        return Promise.resolve(succeed({ layout: 'grey16' as const, width, height, samples: new Uint8Array(width * height * 2).fill(frame) }));
      },
    };
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const failures: Readonly<Record<string, ErrorCode>> = { locked: 'local.locked', gone: 'local.blob-missing', damaged: 'local.blob-corrupt', packed: 'data.unsupported-compression' };
  const get = (path: string, init?: RequestInit) => answerRequest(source, new Request(`app://lightbox${path}`, init));

  it("serves the window's files with their types and the page's policy", async () => {
    const response = await get('/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(await response.text()).toBe('<p>window</p>');
  });

  it('lets WebAssembly be compiled in workers, and in nothing else', async () => {
    const policyOf = async (path: string) => (await get(path)).headers.get('content-security-policy') ?? '';
    expect(await policyOf('/workers/frame.js')).toBe("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    for (const path of ['/', '/page.js', '/workers/../page.js', '/workers/missing.js', '/media/gif/content']) expect(await policyOf(path)).not.toContain('wasm');
  });

  it.each(['/../secret.json', '/%2e%2e/secret.json', '/..%2fsecret.json', '/..%5csecret.json', '/index.html%00.json', '/notes.txt', '/missing.js', '/media/gif/original', '/media//content'])('does not serve %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('refuses another host, another method and a path that is none', async () => {
    expect((await answerRequest(source, new Request('app://elsewhere/'))).status).toBe(404);
    expect((await get('/', { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await get('/%ff')).status).toBe(400);
  });

  it('answers the whole content, and a part of it', async () => {
    const whole = await get('/media/gif/content');
    expect([whole.status, whole.headers.get('content-length'), whole.headers.get('accept-ranges')]).toEqual([200, '100', 'bytes']);
    expect(await whole.bytes()).toEqual(bytes);
    const part = await get('/media/gif/content', { headers: { Range: 'bytes=25-74' } });
    expect([part.status, part.headers.get('content-range'), part.headers.get('content-length')]).toEqual([206, 'bytes 25-74/100', '50']);
    expect(await part.bytes()).toEqual(bytes.subarray(25, 75));
    const beyond = await get('/media/gif/content', { headers: { Range: 'bytes=100-' } });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */100']);
  });

  it('answers the pages of a Media, says how many there are, and finds none elsewhere', async () => {
    const asked: (number | null)[] = [];
    const paged: PageSource = {
      ...source,
      content: (_id, page) => {
        asked.push(page);
        return Promise.resolve(succeed({ ...contentOf('image/png'), pages: page === null ? 3 : 0 }));
      },
      frames: (_id, page) => {
        asked.push(page);
        return Promise.resolve(fail('local.blob-missing'));
      },
    };
    const headers = async (path: string) => (await answerRequest(paged, new Request(`app://lightbox${path}`))).headers.get('lightbox-pages');
    expect([await headers('/media/a/content'), await headers('/media/a/pages/2/content'), await headers('/media/a/pages/0/frames')]).toEqual(['3', null, null]);
    expect(asked).toEqual([null, 2, 0]);
    for (const path of ['/media/a/pages/2/thumbnail', '/media/a/pages/2', '/media/a/pages/-1/content', '/media/a/pages//content']) expect((await get(path)).status).toBe(404);
  });

  it('answers HEAD without reading', async () => {
    const response = await get('/media/gif/content', { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), response.body]).toEqual([200, '100', null]);
  });

  it('lets no content become a script or a page, nor stay in a cache', async () => {
    for (const id of ['page', 'script']) expect((await get(`/media/${id}/content`)).headers.get('content-type')).toBe('application/octet-stream');
    const drawing = await get('/media/drawing/content');
    expect(drawing.headers.get('content-type')).toBe('image/svg+xml');
    expect(drawing.headers.get('content-security-policy')).toContain('sandbox');
    expect(drawing.headers.get('x-content-type-options')).toBe('nosniff');
    expect(drawing.headers.get('cache-control')).toBe('no-store');
  });

  it.each([['locked', 403], ['gone', 404], ['unknown', 404], ['damaged', 500]])('answers %s with %i and no body', async (id, status) => {
    const response = await get(`/media/${id}/content`);
    expect([response.status, response.body]).toEqual([status, null]);
  });

  it('decodes the id once', async () => {
    const asked: string[] = [];
    await answerRequest({ ...source, thumbnail: (id) => { asked.push(id); return source.thumbnail(id); } }, new Request('app://lightbox/media/a%20b/thumbnail?r=3'));
    expect(asked).toEqual(['a b']);
  });

  it('describes decoded frames as JSON that nothing keeps', async () => {
    const response = await get('/media/scan/frames');
    expect(await response.json()).toEqual({ frames: 3, width: 7, height: 5, bits: 16, pixelAspect: 1, layout: 'grey16' });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each([['', '7x5', 70], ['?region=1,2,4,3,8,6', '8x6', 96]])('gives the bare samples of a frame%s and says their shape', async (query, size, length) => {
    const response = await get(`/media/scan/frames/2${query}`);
    expect(response.headers.get('lightbox-frame')).toBe(`grey16 ${size}`);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual(Array.from({ length }, () => 2));
  });

  it.each([['/media/scan/frames/-1', 404], ['/media/scan/frames/x', 404], ['/media/scan/frames/0?region=1,2,3', 400], ['/media/scan/frames/0?region=0,0,9,9,5000,9', 400], ['/media/scan/frames/0?region=0,0,0,9,9,9', 400]])('refuses %s with %i', async (path, status) => {
    expect((await get(path)).status).toBe(status);
  });

  it.each([['locked', 403], ['gone', 404], ['packed', 422], ['damaged', 500]])('answers frames of %s with %i and why', async (id, status) => {
    const response = await get(`/media/${id}/frames`);
    expect([response.status, await response.json()]).toEqual([status, { code: failures[id], detail: 'TIFF, LZMA' }]);
  });
});
