import { fail, succeed, type Result } from '../../../shared/errors/result.ts';
import { pageAddress } from '../../../shared/ipc/contentPageAddress.ts';
import type { FrameAnswer, FrameRequest, OpenedMedium } from './frameProtocol.ts';
import { FrameServer } from './FrameServer.ts';
import type { FrameContent, FrameSource } from './frameSource.ts';
import { openContent } from './openContent.ts';
import { openPages } from './pages/openPages.ts';
import { sourceFor } from './sources.ts';

interface OpenedSource {
  readonly contentType: string;
  readonly source: FrameSource;
}

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

async function openSource(url: string): Promise<Result<OpenedSource>> {
  const content = await openContent(url, (loaded, total) => answer({ kind: 'progress', loaded, total }));
  if (!content.ok) return content;
  const { pages, contentType } = content.value;
  if (pages === 0) return watched(() => openKind(content.value));
  let measured = false;
  const open = (page: number) => openPage(pageAddress(url, page), measured);
  const opened = await openPages({ count: pages, open });
  measured = true;
  return opened.ok ? succeed({ contentType, source: opened.value }) : opened;
}

/** @param forFrame somebody asked for one of its frames, whose deadline runs; else each page has a deadline of its own. */
async function openPage(url: string, forFrame: boolean): Promise<Result<FrameSource>> {
  const content = await openContent(url, () => undefined);
  if (!content.ok) return content;
  const opened = forFrame ? await openKind(content.value) : await watched(() => openKind(content.value));
  return opened.ok ? succeed(opened.value.source) : opened;
}

async function watched<Value>(open: () => Promise<Value>): Promise<Value> {
  answer({ kind: 'begun', frame: null });
  try {
    return await open();
  } finally {
    answer({ kind: 'ended' });
  }
}

async function openKind(content: FrameContent): Promise<Result<OpenedSource>> {
  const { contentType } = content;
  const kind = sourceFor(contentType);
  if (kind === undefined) return fail('data.unsupported-medium', { detail: contentType });
  try {
    const open = await kind.load();
    const source = await open(content, new AbortController().signal);
    return source.ok ? succeed({ contentType, source: source.value }) : source;
  } catch {
    return fail('data.undecodable', { detail: contentType });
  }
}

function describe({ count, width, height, bits, spacing, pixelAspect, durations, dicom, parts }: FrameSource, contentType: string): OpenedMedium {
  return { contentType, width, height, frameCount: count, bits, spacing, pixelAspect, durations, dicom: dicom ?? null, reducedTo: parts?.reducedTo ?? null };
}
