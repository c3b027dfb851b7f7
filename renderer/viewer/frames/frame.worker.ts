import { AnimationFrames } from './AnimationFrames.ts';
import type { FrameAnswer, FrameRequest, OpenFailure } from './frameProtocol.ts';
import { readContent } from './readContent.ts';

/** Kinds that may hold more than one frame and that Chromium decodes. */
const animatedTypes = ['image/gif', 'image/png', 'image/apng', 'image/webp', 'image/avif'];

type Answer = (answer: FrameAnswer, transfer?: Transferable[]) => void;

const answer: Answer = (message, transfer = []) => self.postMessage(message, { transfer });

let animation: AnimationFrames | null = null;

self.addEventListener('message', (event: MessageEvent<FrameRequest>) => {
  const request = event.data;
  if (request.kind === 'open') void open(request);
  else animation?.show(request.frame, request.direction);
});

async function open(request: Extract<FrameRequest, { kind: 'open' }>): Promise<void> {
  const content = await readContent(request.url, (loaded, total) => answer({ kind: 'progress', loaded, total }));
  if (!content.ok) {
    answer({ kind: 'failed', failure: content.failure });
    return;
  }
  const type = request.contentType ?? content.blob.type;
  const failure = (await openAnimation(content.blob, type)) ?? (await openStill(content.blob));
  if (failure !== null && failure !== 'opened') answer({ kind: 'failed', failure });
}

/** @returns null when it is no animation; then it is decoded as a still, with its colour profile and orientation applied. */
async function openAnimation(blob: Blob, type: string): Promise<'opened' | null> {
  if (!animatedTypes.includes(type) || !(await ImageDecoder.isTypeSupported(type))) return null;
  const decoder = new ImageDecoder({ data: await blob.arrayBuffer(), type, preferAnimation: true });
  try {
    await decoder.completed;
    await decoder.tracks.ready;
    const track = Array.from(decoder.tracks).find(({ animated }) => animated);
    if (track === undefined || track.frameCount < 2) {
      decoder.close();
      return null;
    }
    const { image } = await decoder.decode({ frameIndex: 0 });
    const { displayWidth: width, displayHeight: height } = image;
    image.close();
    const { frameCount } = track;
    animation = new AnimationFrames({ decoder, frameCount, frameBytes: width * height * 4 }, answer);
    answer({ kind: 'opened', width, height, frameCount });
    return 'opened';
  } catch {
    decoder.close();
    return null;
  }
}

async function openStill(blob: Blob): Promise<OpenFailure | null> {
  try {
    const image = await createImageBitmap(blob);
    answer({ kind: 'opened', width: image.width, height: image.height, frameCount: 1 });
    answer({ kind: 'frame', frame: 0, image, delay: null }, [image]);
    return null;
  } catch {
    return 'undecodable';
  }
}
