/** JPEG quality of a still; above 0.95 files grow without a visible gain. */
const quality = 0.95;

/** The frame on screen right now, at the camera's full size, as a JPEG. Null before the first frame has come. */
export async function takePicture(video: HTMLVideoElement): Promise<Blob | null> {
  const { videoWidth: width, videoHeight: height } = video;
  if (width === 0 || height === 0) return null;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.drawImage(video, 0, 0, width, height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality });
}
