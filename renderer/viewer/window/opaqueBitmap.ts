/** A picture without transparent pixels, for the screen: that there is no opacity to multiply in halves what it takes. */
export function opaqueBitmap(picture: ImageData): Promise<ImageBitmap> {
  return createImageBitmap(picture, { premultiplyAlpha: 'none' });
}
