import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseJsonExactly } from '../fhir/resourceText.ts';
import { isResourceType } from '../fhir/searchParameters.ts';
import { queryOf, sendFhir } from '../http/replies.ts';
import { accessOf } from '../http/requireToken.ts';
import { targetOf, type Peer } from './peer.ts';

/** Quirks of how results are laid out in pages. */

const largestPage = 20;
const defaultPage = 20;

export function pageSizeCapped(peer: Peer): void {
  peer.server.addHook('onRequest', async (request) => {
    const query = queryOf(request);
    if (!isSearch(peer, request) || Number(query.get('_count') ?? 0) <= largestPage) return;
    query.set('_count', String(largestPage));
    request.raw.url = `${pathOf(request)}?${query.toString()}`;
  });
}

const entriesSchema = z.looseObject({ entry: z.array(z.unknown()).default([]), link: z.array(z.looseObject({ relation: z.string() })).default([]) });

export function offsetPaging(peer: Peer): void {
  peer.server.addHook('preHandler', async (request, reply) => {
    const type = targetOf(peer, request)?.type;
    if (!isSearch(peer, request) || type === undefined || !isResourceType(type)) return undefined;
    const asked = queryOf(request);
    const offset = Number(asked.get('_offset') ?? 0);
    const count = Number(asked.get('_count') ?? defaultPage);
    const whole = new URLSearchParams([...asked].filter(([name]) => name !== '_offset'));
    whole.set('_count', '1000');
    const { entry, link, ...bundle } = entriesSchema.parse(parseJsonExactly(peer.service.as(accessOf(request)).search(type, whole)));
    const address = (start: number) => {
      const parameters = new URLSearchParams(asked);
      parameters.set('_offset', String(start));
      return `${peer.origin()}${pathOf(request)}?${parameters.toString()}`;
    };
    const page = entry.slice(offset, offset + count);
    return sendFhir(
      reply,
      JSON.stringify({
        ...bundle,
        link: [{ relation: 'self', url: address(offset) }, ...(offset + count < entry.length ? [{ relation: 'next', url: address(offset + count) }] : []), ...link.filter(({ relation }) => relation !== 'self' && relation !== 'next')],
        ...(page.length > 0 && { entry: page }),
      }),
    );
  });
}

function isSearch(peer: Peer, request: FastifyRequest): boolean {
  const target = targetOf(peer, request);
  return request.method === 'GET' && target !== undefined && target.id === undefined;
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}
