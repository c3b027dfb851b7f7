import type { FastifyInstance, FastifyRequest } from 'fastify';
import { binaryMetadata } from '../fhir/binaryMetadata.ts';
import { issue, Refusal, refuse } from '../fhir/outcome.ts';
import type { ResourceService } from '../fhir/resourceService.ts';
import type { OpenUploads } from '../store/openUploads.ts';
import { readBody } from './contentEncoding.ts';
import { sendWritten, singleHeader } from './replies.ts';
import { accessOf } from './requireToken.ts';

interface UploadPath {
  Params: { readonly id: string };
}

/**
 * A Binary in parts, under an id of the client's own: `HEAD Binary/<id>/$upload` tells in Upload-Offset what came so far (404: nothing), `PATCH`
 * appends from Upload-Offset on (409 with the right one when it is not) and, with the last byte of Upload-Length, makes the Binary, answered as
 * PUT is. What arrived before a connection broke stays. No standard of FHIR's: the CapabilityStatement tells it by an extension.
 */
export function uploadRoutes(server: FastifyInstance, service: ResourceService, uploads: OpenUploads, options: { readonly base: () => string; readonly largestBytes: number }): void {
  server.removeAllContentTypeParsers();
  // The body stays a stream, whatever it is.
  server.addContentTypeParser('*', (_request, _body, done) => {
    done(null);
  });
  server.addHook('onClose', () => uploads.close());

  server.head<UploadPath>('/Binary/:id/$upload', async (request, reply) => {
    service.as(accessOf(request)).requireBinary(metadataOf(request));
    const offset = await uploads.offset(keyOf(request));
    if (offset === undefined) throw refuse(404, 'not-found', 'no such upload');
    return reply.code(204).header('Upload-Offset', String(offset)).header('Cache-Control', 'no-store').send();
  });

  server.delete<UploadPath>('/Binary/:id/$upload', async (request, reply) => {
    service.as(accessOf(request)).requireBinary(metadataOf(request));
    await uploads.discard(keyOf(request));
    return reply.code(204).send();
  });

  server.patch<UploadPath>('/Binary/:id/$upload', async (request, reply) => {
    const key = keyOf(request);
    const serving = service.as(accessOf(request));
    const metadata = metadataOf(request);
    let unwritten = false;
    try {
      serving.requireBinary(metadata);
      const [offset, length] = [countIn(request, 'upload-offset'), countIn(request, 'upload-length')];
      if (length > options.largestBytes) throw refuse(413, 'too-long', `the Binary is larger than ${String(options.largestBytes)} bytes`);
      const turn = await uploads.take(key, { offset, length }, () => request.raw.destroy());
      if (turn === undefined) throw await wrongOffset(uploads, key);
      try {
        for await (const bytes of readBody(request, length - offset)) {
          unwritten = true;
          await turn.writer.write(bytes);
          unwritten = false;
        }
      } finally {
        turn.release();
      }
      if (turn.writer.size < length) return await reply.code(204).header('Upload-Offset', String(turn.writer.size)).send();
      uploads.forget(key);
      try {
        await turn.writer.finish();
        return await sendWritten(request, reply, serving.updateBinary(request.params.id, metadata, turn.writer, undefined), options.base());
      } catch (error) {
        await turn.writer.discard();
        throw error;
      }
    } catch (error) {
      request.raw.resume();
      // It counts bytes that no disk has: it starts over.
      if (unwritten) await uploads.discard(key);
      throw error;
    }
  });
}

async function wrongOffset(uploads: OpenUploads, key: string): Promise<Refusal> {
  return new Refusal(409, [issue('conflict', 'the upload is not there yet, or further')], { 'Upload-Offset': String((await uploads.offset(key)) ?? 0) });
}

/** Whoever may see one patient only goes on with uploads of that patient's tokens only. */
function keyOf(request: FastifyRequest<UploadPath>): string {
  return `${accessOf(request).patient ?? ''} ${request.params.id}`;
}

function metadataOf(request: FastifyRequest) {
  return binaryMetadata(request.headers['content-type'] ?? 'application/octet-stream', singleHeader(request, 'x-security-context'));
}

function countIn(request: FastifyRequest, name: string): number {
  const text = singleHeader(request, name) ?? '';
  if (!/^\d{1,15}$/.test(text)) throw refuse(400, 'required', `${name} must be a number of bytes`);
  return Number(text);
}
