import { greyPixels, proposedWindow } from '../../../shared/dicom/display/displayGrey.ts';
import type { GreyAnswer, GreyFrame, GreyRequest } from './greyProtocol.ts';
import { opaqueBitmap } from './opaqueBitmap.ts';

/** Makes pictures of grey values, beside the worker that decodes: a window is dragged while the next frames are being decoded. */
let current: { readonly frame: GreyFrame; readonly picture: ImageData; readonly pixels: Uint32Array } | null = null;

self.addEventListener('message', (event: MessageEvent<GreyRequest>) => {
  void render(event.data);
});

async function render({ frame, look }: GreyRequest): Promise<void> {
  if (frame !== null) current = held(frame);
  if (current === null) return;
  const { values, voi } = current.frame;
  const preset = look.preset ?? proposedWindow(values, voi);
  greyPixels(values, look.inverted ? { ...voi, inverse: !voi.inverse } : voi, preset, current.pixels);
  const answer: GreyAnswer = { image: await opaqueBitmap(current.picture), preset };
  self.postMessage(answer, { transfer: [answer.image] });
}

/** A frame as large as the one before takes over its picture: 16 MB need not be made anew for each. */
function held(frame: GreyFrame) {
  const { width, height } = frame;
  const same = current !== null && current.picture.width === width && current.picture.height === height;
  const picture = same && current !== null ? current.picture : new ImageData(width, height);
  return { frame, picture, pixels: new Uint32Array(picture.data.buffer) };
}
