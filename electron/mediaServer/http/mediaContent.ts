import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseReference } from '../fhir/references.ts';
import { isObject, parseObject } from '../fhir/resourceText.ts';
import type { StoredVersion } from '../store/resourceStore.ts';

/**
 * A Media read with an Accept of its content's type answers the content: the bytes it carries, or where its Binary is (303). So a viewer
 * need not know which of the two the writer chose.
 * @returns undefined when the resource itself is wanted, or its content lies elsewhere.
 */
export function sendContent(request: FastifyRequest, reply: FastifyReply, stored: StoredVersion, base: string): FastifyReply | undefined {
  const accept = request.headers.accept ?? '*/*';
  if (stored.type !== 'Media' || /\bjson\b|\*\/\*/i.test(accept)) return undefined;
  const { content } = parseObject(stored.body);
  if (!isObject(content) || typeof content['contentType'] !== 'string' || !accepts(accept, content['contentType'])) return undefined;
  reply.header('Vary', 'Accept');
  const { data, url } = content;
  if (typeof data === 'string') return reply.header('X-Content-Type-Options', 'nosniff').type(content['contentType']).send(Buffer.from(data, 'base64'));
  const binary = typeof url === 'string' ? parseReference(url, base) : undefined;
  return binary?.type === 'Binary' ? reply.redirect(`${base}/Binary/${binary.id}`, 303) : undefined;
}

function accepts(accept: string, contentType: string): boolean {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const ranges = accept.toLowerCase().split(',').map((range) => range.split(';', 1)[0]?.trim());
  return ranges.includes(type) || ranges.includes(`${String(type.split('/', 1)[0])}/*`);
}
