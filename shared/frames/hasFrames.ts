import type { MediaView } from '../ipc/views.ts';

/** Whether a medium is looked at frame by frame, and so can lie beside another: a film as well as a photograph, DICOM as well as a JPEG. */
export function hasFrames({ kind }: Pick<MediaView, 'kind'>): boolean {
  return kind === 'photo' || kind === 'animation' || kind === 'video';
}
