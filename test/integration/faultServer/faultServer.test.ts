import { afterEach, describe, expect, it, vi } from 'vitest';
import { faultKinds, randomPlan, scriptedPlan, type FaultKind, type FaultPlan } from '../../support/faultServer/faultPlan.ts';
import { startFaultServer, type FaultServer } from '../../support/faultServer/startFaultServer.ts';
import { rawServer } from '../../support/rawServer.ts';

/** A chart that counts, seen through the faults by a client that knows nothing of Lightbox. */

interface Delivered {
  readonly method: string;
  readonly url: string;
  /** Null: it did not arrive whole. */
  readonly body: string | null;
}

let faults: FaultServer;
afterEach(async () => {
  await faults.close();
});

const picture = Buffer.alloc(3000, 'p');
/** For what comes by itself, however busy the computer is. */
const patience = { timeout: 60_000 };

async function chartWith(plan: FaultPlan | null): Promise<{ readonly origin: string; readonly delivered: Delivered[] }> {
  const delivered: Delivered[] = [];
  let version = 1;
  const { origin } = await rawServer((request, response) => {
    const parts: Buffer[] = [];
    const heard = (whole: boolean) => delivered.push({ method: request.method ?? '', url: request.url ?? '', body: whole ? Buffer.concat(parts).toString() : null });
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('error', () => undefined);
    request.on('close', () => {
      if (!request.complete) heard(false);
    });
    request.on('end', () => {
      heard(true);
      const url = request.url ?? '';
      if (url.startsWith('/fhir/Binary')) return response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
      const page = Number(/page=(\d)/.exec(url)?.[1] ?? 0);
      const bundle = { resourceType: 'Bundle', entry: [{ page }], link: page < 3 ? [{ relation: 'next', url: `${origin}/fhir/Media?page=${String(page + 1)}` }] : [] };
      const body = url.startsWith('/fhir/Media?') ? bundle : { resourceType: 'Media', meta: { versionId: String((version += 1)) } };
      return response
        .writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/fhir+json', etag: `W/"${String(version)}"`, location: `${origin}/fhir/Media/1/_history/1` })
        .end(JSON.stringify(body));
    });
  });
  faults = await startFaultServer(origin, plan);
  return { origin, delivered };
}

const get = (path: string) => fetch(`${faults.origin}/fhir/${path}`);
const send = (method: 'POST' | 'PUT', path: string, body: string | Uint8Array<ArrayBuffer>) => fetch(`${faults.origin}/fhir/${path}`, { method, body });
const only = (fault: FaultKind) => chartWith(scriptedPlan({ 1: fault }));

describe('without a fault', () => {
  it('hands everything on, and stands in for the chart wherever its address is named', async () => {
    const { origin, delivered } = await chartWith(null);
    const created = await fetch(`${faults.origin}/fhir/Media`, { method: 'POST', headers: { 'content-type': 'application/fhir+json' }, body: JSON.stringify({ at: `${faults.origin}/fhir/Media/1` }) });
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`${faults.origin}/fhir/Media/1/_history/1`);
    expect(delivered).toStrictEqual([{ method: 'POST', url: '/fhir/Media', body: JSON.stringify({ at: `${origin}/fhir/Media/1` }) }]);
    expect(await (await get('Media?page=1')).json()).toMatchObject({ link: [{ url: `${faults.origin}/fhir/Media?page=2` }] });
    expect(Buffer.from(await (await get('Binary/1')).arrayBuffer()).equals(picture)).toBe(true);
    expect(faults.through(`${origin}/fhir/Media?page=1`)).toBe(`${faults.origin}/fhir/Media?page=1`);
    expect(faults.struck).toStrictEqual([]);
  });
});

describe('before the chart hears of it', () => {
  it('failed', async () => {
    const { delivered } = await only('failed');
    expect((await send('POST', 'Media', '{}')).status).toBeGreaterThanOrEqual(500);
    expect(delivered).toStrictEqual([]);
    expect((await send('POST', 'Media', '{}')).status).toBe(201);
  });

  it('throttled-retry-after', async () => {
    const { delivered } = await only('throttled-retry-after');
    const answer = await get('Media/1');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).not.toBeNull();
    expect(delivered).toStrictEqual([]);
  });

  it('throttled-rate-limit', async () => {
    await only('throttled-rate-limit');
    const answer = await get('Media/1');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBeNull();
    expect(answer.headers.get('ratelimit')).toBe('"default";r=0;t=1');
  });

  it('unauthorized: the answer comes before the end of the upload', async () => {
    const { delivered } = await only('unauthorized');
    const gate = Promise.withResolvers<void>();
    const body = new ReadableStream({
      start: async (controller) => {
        controller.enqueue(picture);
        await gate.promise;
        controller.close();
      },
    });
    const answer = await fetch(`${faults.origin}/fhir/Binary`, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect(answer.status).toBe(401);
    gate.resolve();
    expect(delivered).toStrictEqual([]);
  });
});

describe('on the way there', () => {
  it('cut-request: the chart gets a part', async () => {
    const { delivered } = await only('cut-request');
    await expect(send('POST', 'Binary', new Uint8Array(500_000))).rejects.toThrow('fetch failed');
    await vi.waitFor(() => expect(delivered).toStrictEqual([{ method: 'POST', url: '/fhir/Binary', body: null }]), patience);
  });

  it('duplicated: the chart gets it twice', async () => {
    const { delivered } = await only('duplicated');
    expect((await send('POST', 'Media', '{}')).status).toBe(201);
    expect(delivered).toHaveLength(2);
  });

  it('reordered: the chart gets a later one first', async () => {
    const { delivered } = await only('reordered');
    const first = send('POST', 'Media', 'first');
    await vi.waitFor(() => expect(faults.requests()).toBe(1), patience);
    await Promise.all([first, send('POST', 'Media', 'second')]);
    expect(delivered.map(({ body }) => body)).toStrictEqual(['second', 'first']);
  });

  it('late: the chart gets it after the client gave up', async () => {
    const { delivered } = await only('late');
    await expect(send('PUT', 'Media/1', 'first')).rejects.toThrow('fetch failed');
    expect((await send('PUT', 'Media/1', 'second')).status).toBe(200);
    await faults.settled();
    expect(delivered.map(({ body }) => body)).toStrictEqual(['second', 'first']);
  });
});

describe('on the way back, when the chart did its work', () => {
  it('failed-after', async () => {
    const { delivered } = await only('failed-after');
    expect((await send('POST', 'Media', '{}')).status).toBeGreaterThanOrEqual(500);
    expect(delivered).toHaveLength(1);
  });

  it('answer-lost', async () => {
    const { delivered } = await only('answer-lost');
    await expect(send('POST', 'Media', '{}')).rejects.toThrow('fetch failed');
    expect(delivered).toHaveLength(1);
  });

  it.each(['cut-answer', 'slow-answer'] as const)('%s: the head comes, the body breaks off', async (fault) => {
    await only(fault);
    const answer = await get('Binary/1');
    expect(answer.status).toBe(200);
    await expect(answer.arrayBuffer()).rejects.toThrow('terminated');
  });

  it('wrong-bytes: one bit is another', async () => {
    await only('wrong-bytes');
    const bytes = Buffer.from(await (await get('Binary/1')).arrayBuffer());
    const different = [...bytes].map((byte, index) => byte ^ (picture[index] ?? 0)).filter((bits) => bits !== 0);
    expect(bytes).toHaveLength(picture.length);
    expect(different).toStrictEqual([1]);
  });

  it('stale-etag: the header says an older version than the body', async () => {
    await only('stale-etag');
    const answer = await get('Media/1');
    expect(answer.headers.get('etag')).toBe('W/"1"');
    expect(await answer.json()).toMatchObject({ meta: { versionId: '2' } });
  });

  it('stale-answer: what was there before', async () => {
    await chartWith(scriptedPlan({ 3: 'stale-answer' }));
    const versions = [];
    for (let read = 0; read < 4; read += 1) versions.push(((await (await get('Media/1')).json()) as { meta: { versionId: string } }).meta.versionId);
    expect(versions).toStrictEqual(['2', '3', '2', '4']);
  });

  it('clock-skew: the Date is hours away', async () => {
    await only('clock-skew');
    const date = Date.parse((await get('Media/1')).headers.get('date') ?? '');
    expect(Math.abs(date - Date.now())).toBeGreaterThan(60_000);
  });
});

describe('pages', () => {
  async function walk(): Promise<number[]> {
    const seen: number[] = [];
    let next: string | undefined = `${faults.origin}/fhir/Media?page=0`;
    while (next !== undefined && seen.length < 9) {
      const bundle = (await (await fetch(next)).json()) as { entry: { page: number }[]; link: { url: string }[] };
      seen.push(...bundle.entry.map(({ page }) => page));
      next = bundle.link[0]?.url;
    }
    return seen;
  }

  it('page-repeated', async () => {
    await chartWith(scriptedPlan({ 3: 'page-repeated' }));
    expect(await walk()).toStrictEqual([0, 1, 1, 2, 3]);
  });

  it('page-missing', async () => {
    await chartWith(scriptedPlan({ 2: 'page-missing' }));
    expect(await walk()).toStrictEqual([0, 2, 3]);
  });
});

describe('a plan', () => {
  const head = { method: 'POST', url: '/fhir/Media', hasBody: true, kind: 'write' } as const;
  const decisions = (seed: number) => Array.from({ length: 2000 }, (_, index) => randomPlan({ seed, rate: 0.08 }).decide(index + 1, head));

  it('is the same for the same seed, and another for another', () => {
    expect(decisions(7)).toStrictEqual(decisions(7));
    expect(decisions(8)).not.toStrictEqual(decisions(7));
  });

  it('strikes as often as asked, and only what it can strike', () => {
    const struck = decisions(7).filter((fault) => fault !== undefined);
    expect(struck.length).toBeGreaterThan(120);
    expect(struck.length).toBeLessThan(200);
    expect(struck).not.toContain('wrong-bytes');
    expect(struck).toContain('answer-lost');
  });

  it('can be repeated from what struck, by request number', async () => {
    const strikesOf = async (plan: FaultPlan) => {
      await chartWith(plan);
      for (let request = 0; request < 40; request += 1) await send('POST', 'Media', '{}').catch(() => undefined);
      await faults.settled();
      return faults.struck;
    };
    const first = await strikesOf(randomPlan({ seed: 3, rate: 0.3, kinds: faultKinds.filter((kind) => kind !== 'slow-answer') }));
    await faults.close();
    const again = await strikesOf(scriptedPlan(Object.fromEntries(first.map(({ number, fault }) => [number, fault])), 3));
    expect(first.length).toBeGreaterThan(4);
    expect(again).toStrictEqual(first);
  });
});
