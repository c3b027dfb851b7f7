import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseJsonExactly } from '../fhir/resourceText.ts';
import { isResourceType } from '../fhir/searchParameters.ts';
import { queryOf, sendFhir } from '../http/replies.ts';
import { accessOf } from '../http/requireToken.ts';
import { targetOf, type Peer } from './peer.ts';

/** Quirks of what a search finds, and of its pages. */

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

const lateMilliseconds = 30;

const entrySchema = z.looseObject({ resource: z.looseObject({ id: z.string() }) });
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

/** Every other new Media; its answer waits, too, so that who wrote finds what he wrote. */
export function lateCommits(peer: Peer): void {
  const [created, uncommitted] = [new Set<string>(), new Set<string>()];
  peer.server.addHook('onSend', async (request, reply, payload: unknown) => {
    const [, id] = /\/Media\/([^/]+)/.exec(String(reply.getHeader('location'))) ?? [];
    if (request.method === 'POST' && reply.statusCode === 201 && id !== undefined) {
      created.add(id);
      if (created.size % 2 === 0) return payload;
      uncommitted.add(id);
      await pause(lateMilliseconds);
      uncommitted.delete(id);
    }
    if (uncommitted.size === 0 || !isSearch(peer, request) || typeof payload !== 'string') return payload;
    const { entry, ...bundle } = entriesSchema.parse(parseJsonExactly(payload));
    const committed = entry.filter((one) => !uncommitted.has(entrySchema.parse(one).resource.id));
    return JSON.stringify({ ...bundle, ...(committed.length > 0 && { entry: committed }) });
  });
}

function isSearch(peer: Peer, request: FastifyRequest): boolean {
  const target = targetOf(peer, request);
  return request.method === 'GET' && target !== undefined && target.id === undefined;
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}
