import { fail } from '../../../shared/errors/result.ts';
import type { FrameAnswer, FrameRequest, OpenedMedium } from './frameProtocol.ts';
import { FrameServer } from './FrameServer.ts';
import type { FrameSource } from './frameSource.ts';
import { openContent } from './openContent.ts';
import { sourceFor } from './sources.ts';

const answer = (message: FrameAnswer, transfer: Transferable[] = []) => self.postMessage(message, { transfer });

let server: FrameServer | null = null;

self.addEventListener('message', (event: MessageEvent<FrameRequest>) => {
  const request = event.data;
  switch (request.kind) {
    case 'open':
      void open(request);
      break;
    case 'show':
      server?.show(request.frame, request.direction);
      break;
    case 'part':
      server?.showPart(request);
      break;
  }
});

/** The worker ends with its medium: whoever closes the medium terminates it, so nothing here waits for an end. */
async function open({ url, avoid }: Extract<FrameRequest, { kind: 'open' }>): Promise<void> {
  const source = await openSource(url);
  if (!source.ok) {
    answer({ kind: 'failed', failure: source.error });
    return;
  }
  server = new FrameServer(source.value.source, answer, avoid);
  answer({ kind: 'opened', medium: describe(source.value.source, source.value.contentType) });
}

async function openSource(url: string) {
  const content = await openContent(url, (loaded, total) => answer({ kind: 'progress', loaded, total }));
  if (!content.ok) return content;
  const { contentType } = content.value;
  const kind = sourceFor(contentType);
  if (kind === undefined) return fail('data.unsupported-medium', { detail: contentType });
  const open = await kind.load();
  answer({ kind: 'begun', frame: null });
  try {
    const source = await open(content.value, new AbortController().signal);
    return source.ok ? { ok: true as const, value: { contentType, source: source.value } } : source;
  } catch {
    return fail('data.undecodable', { detail: contentType });
  } finally {
    answer({ kind: 'ended' });
  }
}

function describe({ count, width, height, bits, spacing, pixelAspect, durations, dicom, parts }: FrameSource, contentType: string): OpenedMedium {
  return { contentType, width, height, frameCount: count, bits, spacing, pixelAspect, durations, dicom: dicom ?? null, reducedTo: parts?.reducedTo ?? null };
}
