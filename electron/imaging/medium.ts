/** The formats Lightbox takes in, by what their bytes say; a picture in another format is refused by name. */
const families = {
  picture: ['image/jpeg', 'image/png', 'image/apng', 'image/webp', 'image/gif', 'image/tiff', 'image/avif', 'image/bmp', 'image/heic', 'image/heif', 'application/dicom'],
  video: ['video/mp4', 'video/quicktime', 'video/webm', 'video/x-m4v', 'video/matroska', 'video/x-matroska'],
  sound: ['audio/mpeg', 'audio/wav', 'audio/x-wav', 'audio/ogg', 'audio/opus', 'audio/flac', 'audio/x-flac', 'audio/aac', 'audio/mp4', 'audio/x-m4a', 'audio/webm'],
  document: ['application/pdf'],
} as const;

export type MediumFamily = keyof typeof families;

/** @returns undefined for what Lightbox does not take in. */
export function familyOf(contentType: string): MediumFamily | undefined {
  const names = Object.keys(families) as MediumFamily[];
  return names.find((family) => (families[family] as readonly string[]).includes(contentType));
}
