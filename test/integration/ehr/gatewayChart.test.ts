import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { openGatewayChart, type GatewayLimits } from '../../../electron/ehr/xcaliber/openGatewayChart.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { rawServer } from '../../support/rawServer.ts';

const { signal } = new AbortController();
const identifier = { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:1' };
const draft: Media = { resourceType: 'Media', identifier: [identifier], status: 'completed', subject: { reference: 'Patient/p1' }, content: { contentType: 'image/gif', data: 'R0lG' } };
const stored = { ...draft, id: 'm1' };
const patients = [{ resourceType: 'Patient', id: 'p1' }];

type Answer = readonly [status: number, body: unknown];

/** A gateway that answers as it is told, after it has given a token. */
async function openGateway(answer: (method: string, url: URL) => Answer, limits: GatewayLimits = {}, categories: readonly string[] = ['admin']) {
  let issued = 0;
  const reply = (response: ServerResponse, [status, body]: Answer) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(status === 204 ? undefined : JSON.stringify(body));
  };
  const bodies: string[] = [];
  const server = await rawServer((request: IncomingMessage, response) => {
    const index = bodies.push('') - 1;
    request.setEncoding('utf8');
    request.on('data', (text: string) => (bodies[index] += text));
    request.on('end', () => {
      if (request.url === '/token') {
        issued += 1;
        reply(response, request.headers['apikey'] === 'key' ? [200, { token: `t${String(issued)}`, expiresIn: 900 }] : [401, { success: false, code: 401, message: 'no' }]);
      } else reply(response, answer(request.method ?? '', new URL(request.url ?? '', 'http://gateway')));
    });
  });
  const open = (apiKey: string) =>
    unwrap(
      openGatewayChart(
        {
          baseUrl: `${server.origin}/api/v2`,
          auth: { kind: 'api-key', apiKey, tokenUrl: `${server.origin}/token`, user: { id: 'u1', username: 'nurse' } },
          gateway: { sourceId: 'epic', departmentId: '7', categories: [...categories], interactionMode: false, interactionModeOfWrites: true },
        },
        { confirmMilliseconds: 0, ...limits },
      ),
    );
  const sent = (method: string) => server.seen.map((request, index) => ({ ...request, body: bodies[index] ?? '' })).filter((request) => request.method === method && request.url !== '/token');
  return { chart: open('key'), stranger: open('wrong'), sent };
}

describe('the client of a gateway', () => {
  it('sends its headers and its query with every request, and a token of its API key', async () => {
    const { chart, sent, stranger } = await openGateway((_method, url) => [200, url.pathname.endsWith('/Patient') ? patients : []]);
    unwrap(await chart.search({ resourceType: 'Media', patient: 'p1' }, signal));
    expect(sent('GET').map(({ url }) => url)).toStrictEqual(['/api/v2/Media?patient=p1&departmentId=7&category=admin']);
    expect(sent('GET')[0]?.headers).toMatchObject({ authorization: 'Bearer t1', 'x-source-id': 'epic', 'x-interaction-mode': 'false' });
    expect(await stranger.describe(signal)).toMatchObject({ ok: false, error: { code: 'server.unauthorized' } });
  });

  it('signs in again, once, when its token is refused', async () => {
    let refusals = 0;
    const { chart } = await openGateway(() => (refusals++ === 0 ? [401, { success: false, code: 401, message: 'expired' }] : [200, patients]));
    expect(unwrap(await chart.search({ resourceType: 'Patient' }, signal)).resources).toHaveLength(1);
    expect(refusals).toBe(2);
  });

  it('tells in its report where the gateway is no FHIR', async () => {
    const media = { ...stored, identifier: ['urn:uuid:1'], content: { ...stored.content, title: null } };
    const { chart } = await openGateway((_method, url) => [200, url.pathname.endsWith('/Patient') ? patients : { context: { requestId: 'r' }, data: [media] }]);
    expect(unwrap(await chart.describe(signal))).toMatchObject({ dialect: 'xcaliber', deviations: ['bare-list', 'envelope', 'null-element', 'plain-identifier'] });
  });

  it('says that a create is about to leave, and only then lets it; what stops that stops the create', async () => {
    const { chart, sent } = await openGateway((method) => (method === 'GET' ? [200, []] : [202, { message: 'accepted' }]));
    const told: number[] = [];
    const answer = await chart.createMedia(draft, identifier, signal, async () => {
      told.push(sent('GET').length, sent('POST').length);
    });
    expect(answer).toStrictEqual({ ok: false, error: { code: 'server.unconfirmed' } });
    expect(told).toStrictEqual([2, 0]);
    await expect(chart.createMedia(draft, identifier, signal, () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
    expect(sent('POST')).toHaveLength(1);
  });

  it('leaves open what became of a create that was acknowledged, whatever may be wrong with looking for it', async () => {
    let posted = false;
    const { chart } = await openGateway((method) => {
      if (method === 'POST') posted = true;
      return method === 'POST' ? [202, { message: 'accepted' }] : posted ? [403, { statusCode: 403, message: 'no' }] : [200, []];
    });
    expect(await chart.createMedia(draft, identifier, signal)).toStrictEqual({ ok: false, error: { code: 'server.unconfirmed' } });
  });

  it('does not take a filter that finds nothing for a picture that is not there', async () => {
    const { chart, sent } = await openGateway((_method, url) => [200, url.searchParams.has('identifier') ? [] : [stored]]);
    expect(unwrap(await chart.createMedia(draft, identifier, signal))).toMatchObject({ created: false, resource: { id: 'm1' }, versionId: undefined });
    expect(sent('POST')).toHaveLength(0);
  });

  it('refuses to choose between two pictures of one identifier', async () => {
    const { chart, sent } = await openGateway(() => [200, [stored, { ...stored, id: 'm2' }]]);
    expect(await chart.createMedia(draft, identifier, signal)).toMatchObject({ ok: false, error: { code: 'server.duplicate' } });
    expect(sent('POST')).toHaveLength(0);
  });

  it('is silent about nothing: a list that breaks in its second category is a failure', async () => {
    const { chart } = await openGateway((_method, url) => (url.searchParams.get('category') === 'admin' ? [200, [stored]] : [500, { statusCode: 500, message: 'no' }]), {}, ['admin', 'lab-results']);
    expect(await chart.search({ resourceType: 'Media', patient: 'p1' }, signal)).toMatchObject({ ok: false, error: { code: 'server.failed' } });
  });

  it('says what a write has become when it is not what was sent, and that nothing has when nothing has', async () => {
    const held = { ...stored, deviceName: 'before' };
    let current: object = held;
    const { chart } = await openGateway((method) => {
      if (method === 'PUT') current = { ...held, deviceName: 'altered' };
      return method === 'GET' ? [200, current] : [202, { message: 'accepted' }];
    });
    expect(unwrap(await chart.updateMedia({ ...stored, deviceName: 'mine' }, undefined, signal)).resource.deviceName).toBe('altered');
    const { chart: deaf } = await openGateway((method) => (method === 'GET' ? [200, held] : [202, { message: 'accepted' }]));
    expect(await deaf.updateMedia({ ...stored, deviceName: 'mine' }, undefined, signal)).toMatchObject({ ok: false, error: { code: 'server.unconfirmed' } });
  });

  it('takes a Media with the time of its deletion for deleted, wherever it still stands', async () => {
    let current: object = stored;
    const { chart, sent } = await openGateway((method, url) => {
      if (method === 'DELETE') current = { ...stored, extension: [{ url: 'TINY_URLS.MEDIA.DELETEDDATETIME', valueDateTime: '2026-01-01T00:00:00Z' }] };
      return method === 'GET' ? [200, url.pathname.endsWith('/m1') ? current : [current]] : [204, undefined];
    });
    expect(await chart.deleteMedia('m1', undefined, signal)).toStrictEqual({ ok: true, value: undefined });
    expect(sent('DELETE')[0]?.url).toBe('/api/v2/Media?patient=p1&departmentId=7&category=admin&id=m1');
    expect(await chart.readMedia('m1', signal)).toMatchObject({ ok: false, error: { code: 'server.gone' } });
    expect(unwrap(await chart.search({ resourceType: 'Media', patient: 'p1' }, signal)).resources).toStrictEqual([]);
  });

  it('writes nothing that is there already', async () => {
    const { chart, sent } = await openGateway(() => [200, { context: {}, data: stored }]);
    expect(unwrap(await chart.updateMedia(stored, undefined, signal)).resource).toStrictEqual(stored);
    expect(sent('PUT')).toHaveLength(0);
  });

  it.each<[number, unknown, string]>([
    [404, { statusCode: 400, message: 'x' }, 'server.not-found'],
    [400, { statusCode: 400, message: 'x', details: [] }, 'server.rejected'],
    [400, { statusCode: 400, message: 'x', details: { category: ['admin'] } }, 'server.rejected'],
    [500, { statusCode: 500, message: 'x' }, 'server.failed'],
    [200, { message: 'what?' }, 'server.not-fhir'],
    [200, { context: {}, data: { resourceType: 'Media' } }, 'data.invalid-resource'],
  ])('reads %i %j as %s', async (status, body, code) => {
    const { chart } = await openGateway(() => [status, body]);
    expect(await chart.readMedia('m1', signal)).toMatchObject({ ok: false, error: { code } });
  });

  it('says which elements a gateway refused, and nothing else of what it answered', async () => {
    const details = [{ path: 'bodySite.coding[0]', message: 'Ida Quendelbrook' }];
    const { chart } = await openGateway((method) => (method === 'GET' ? [200, []] : [400, { statusCode: 400, message: 'Ida Quendelbrook', details }]));
    const refused = await chart.createMedia(draft, identifier, signal);
    expect(refused).toStrictEqual({ ok: false, error: { code: 'server.rejected', detail: 'HTTP 400', fields: [{ path: 'bodySite.coding[0]', message: 'refused' }] } });
    const named = await openGateway((method) => (method === 'GET' ? [200, []] : [400, { statusCode: 400, message: 'x', details: [{ path: 'Ida Quendelbrook' }] }]));
    expect(await named.chart.createMedia(draft, identifier, signal)).toStrictEqual({ ok: false, error: { code: 'server.rejected', detail: 'HTTP 400' } });
  });

  it('reads one Media, changes and deletes, with the interaction mode chosen for each; the id of what it writes stands in the body', async () => {
    let current: object = { ...stored, deviceName: 'before' };
    const { chart, sent } = await openGateway((method) => {
      if (method === 'PUT') current = { ...stored, deviceName: 'after' };
      return method === 'GET' ? [200, current] : [method === 'PUT' ? 202 : 204, { message: 'accepted' }];
    });
    unwrap(await chart.updateMedia({ ...stored, deviceName: 'after' }, undefined, signal));
    await chart.deleteMedia('m1', undefined, signal);
    for (const [method, mode] of [['GET', 'false'], ['PUT', 'true'], ['DELETE', 'true']] as const) expect(sent(method)[0]?.headers).toMatchObject({ 'x-source-id': 'epic', 'x-interaction-mode': mode });
    expect(sent('GET')[0]?.url).toBe('/api/v2/Media/m1');
    expect(sent('PUT')[0]?.url).toBe('/api/v2/Media?patient=p1&departmentId=7&category=admin');
    expect(JSON.parse(sent('PUT')[0]?.body ?? '{}')).toMatchObject({ resourceType: 'Media', id: 'm1', deviceName: 'after' });
    expect(JSON.parse(sent('DELETE')[0]?.body ?? '{}')).toStrictEqual({ resourceType: 'Media', id: 'm1' });
  });

  it('stops looking for a write when it is told to', async () => {
    const controller = new AbortController();
    const { chart } = await openGateway((method) => {
      if (method === 'POST') setImmediate(() => controller.abort());
      return method === 'GET' ? [200, []] : [202, { message: 'accepted' }];
    }, { confirmMilliseconds: 60_000 });
    expect(await chart.createMedia(draft, identifier, controller.signal)).toMatchObject({ ok: false, error: { code: 'local.cancelled' } });
  });
});
