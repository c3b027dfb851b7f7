import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { binaryMetadata, securityContextOf, type BinaryMetadata } from '../fhir/binaryMetadata.ts';
import { openBinaryResource } from '../fhir/binaryResource.ts';
import { entityTag } from '../fhir/entityTag.ts';
import { issue, Refusal, refuse } from '../fhir/outcome.ts';
import type { ResourceService, Written } from '../fhir/resourceService.ts';
import { isObject, parseObject } from '../fhir/resourceText.ts';
import type { Blobs, BlobWriter } from '../store/blobs.ts';
import type { StoredVersion } from '../store/resourceStore.ts';
import { parseByteRange } from './byteRange.ts';
import { readBody } from './contentEncoding.ts';
import { accessOf } from './requireToken.ts';
import { fhirJson, isKnown, queryOf, sendFhir, sendWritten, singleHeader, withVersion } from './replies.ts';
import { largestResourceBytes } from './resourceRoutes.ts';
import { streamOf } from './streamOf.ts';

interface InstancePath {
  Params: { readonly id: string };
}
interface VersionPath {
  Params: { readonly id: string; readonly version: string };
}

/**
 * Bytes as they are, both ways; as a resource with base64 when application/fhir+json is sent or asked for.
 * https://hl7.org/fhir/R4/binary.html#rest
 */
export function binaryRoutes(server: FastifyInstance, service: ResourceService, blobs: Blobs, options: { readonly base: () => string; readonly largestBytes: number }): void {
  const serviceFor = (request: FastifyRequest) => service.as(accessOf(request));
  server.removeAllContentTypeParsers();
  // The body stays a stream, whatever it is.
  server.addContentTypeParser('*', (_request, _body, done) => {
    done(null);
  });

  server.post('/Binary', async (request, reply) => {
    if (request.headers['if-none-exist'] !== undefined) throw refuse(400, 'not-supported', 'a Binary has nothing that If-None-Exist could search');
    return sendWritten(request, reply, await receive(request, (metadata, writer) => serviceFor(request).createBinary(metadata, writer)), options.base());
  });

  server.put<InstancePath>('/Binary/:id', async (request, reply) => {
    const { id } = request.params;
    const ifMatch = singleHeader(request, 'if-match');
    const written = await receive(request, (metadata, writer) => {
      if (isFhirJson(request.headers['content-type']) && metadata['id'] !== id) throw refuse(400, 'invalid', 'the id of the body must be the id of the url', 'Binary.id');
      return serviceFor(request).updateBinary(id, metadata, writer, ifMatch);
    });
    return sendWritten(request, reply, written, options.base());
  });

  server.patch('/Binary/:id', () => {
    throw refuse(405, 'not-supported', 'a Binary is replaced, not patched');
  });

  // Else it would be taken for an id.
  server.get('/Binary/_history', (request, reply) => sendFhir(reply, serviceFor(request).history({ type: 'Binary', id: undefined }, queryOf(request))));

  // HEAD is named, lest the bytes are read only to be counted.
  server.route<InstancePath>({
    method: ['GET', 'HEAD'],
    url: '/Binary/:id',
    handler: (request, reply) => sendBinary(request, reply, serviceFor(request).read('Binary', request.params.id)),
  });

  server.route<VersionPath>({
    method: ['GET', 'HEAD'],
    url: '/Binary/:id/_history/:version',
    handler: (request, reply) => sendBinary(request, reply, serviceFor(request).readVersion('Binary', request.params.id, request.params.version)),
  });

  /** A body that does not arrive whole leaves nothing. */
  async function receive(request: FastifyRequest, write: (metadata: BinaryMetadata, writer: BlobWriter) => Written): Promise<Written> {
    const contentType = request.headers['content-type'];
    const asResource = isFhirJson(contentType);
    const limit = asResource ? largestResourceBytes : options.largestBytes;
    const writer = blobs.begin();
    try {
      if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
      if (asResource) {
        const metadata = await receiveResource(request, writer, limit);
        await writer.finish();
        return write(metadata, writer);
      }
      for await (const bytes of readBody(request, limit)) await writer.write(bytes);
      if (writer.size === 0) throw refuse(400, 'required', 'the body is empty', 'Binary.data');
      await writer.finish();
      return write(binaryMetadata(contentType ?? 'application/octet-stream', singleHeader(request, 'x-security-context')), writer);
    } catch (error) {
      // What is still coming is read and dropped, so that the answer is heard and the connection stays usable.
      request.raw.resume();
      await writer.discard();
      throw error;
    }
  }

  async function sendBinary(request: FastifyRequest, reply: FastifyReply, stored: StoredVersion): Promise<FastifyReply> {
    if (stored.blobKey === null) throw new Error('a Binary without bytes');
    const size = blobs.size(stored.blobKey);
    const known = isKnown(request, stored);
    const asResource = isFhirJson(request.headers.accept);
    const range = known || asResource ? undefined : rangeOf(request, stored, size);
    if (range === 'unsatisfiable') throw new Refusal(416, [issue('value', 'the range lies outside the content')], { 'Content-Range': `bytes */${String(size)}` });
    const { start, end } = range ?? { start: 0, end: size };
    const bytes = blobs.read(stored.blobKey, start, end);
    // Before the answer begins, so that a damaged file is an error and not half an answer.
    const content = known || request.method === 'HEAD' ? undefined : await streamOf(asResource ? resourceWithData(stored.body, bytes) : bytes);

    const { contentType, securityContext } = JSON.parse(stored.body) as { readonly contentType: string; readonly securityContext?: { readonly reference?: string } };
    withVersion(reply, stored).header('X-Content-Type-Options', 'nosniff').header('Vary', 'Accept');
    if (securityContext?.reference !== undefined) reply.header('X-Security-Context', securityContext.reference);
    if (known) return reply.code(304).send();
    if (asResource) return reply.header('Content-Type', fhirJson).send(content);
    reply.header('Content-Type', contentType).header('Accept-Ranges', 'bytes').header('Content-Length', String(end - start));
    if (range !== undefined) reply.code(206).header('Content-Range', `bytes ${String(start)}-${String(end - 1)}/${String(size)}`);
    return reply.send(content);
  }
}

/** With If-Range, a part is only good when the whole is still the one it belongs to. */
function rangeOf(request: FastifyRequest, stored: StoredVersion, size: number): ReturnType<typeof parseByteRange> {
  const ifRange = singleHeader(request, 'if-range');
  if (ifRange !== undefined && ifRange !== entityTag(stored.version)) return undefined;
  return parseByteRange(request.headers.range, size);
}

async function receiveResource(request: FastifyRequest, writer: BlobWriter, limit: number): Promise<BinaryMetadata> {
  const parts: Uint8Array[] = [];
  for await (const bytes of readBody(request, limit)) parts.push(bytes);
  const { metadata, bytes } = openBinaryResource(parseObject(Buffer.concat(parts).toString('utf8')));
  await writer.write(bytes);
  const context = singleHeader(request, 'x-security-context');
  return context === undefined || isObject(metadata['securityContext']) ? metadata : { ...metadata, ...securityContextOf(context) };
}

/** The data comes last, so that it can be made while it is sent; each chunk is base64 of its own. */
async function* resourceWithData(body: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let before = `${body.slice(0, -1)},"data":"`;
  for await (const chunk of chunks) {
    yield Buffer.from(before + Buffer.from(chunk).toString('base64'));
    before = '';
  }
  yield Buffer.from('"}');
}

function tooLarge(limit: number): Refusal {
  return refuse(413, 'too-long', `the body is larger than ${String(limit)} bytes`);
}

function isFhirJson(header: string | undefined): boolean {
  return header !== undefined && /\bapplication\/fhir\+json\b/i.test(header);
}
