/** Where an upright picture's x and y come from, for EXIF's numbers from 2 on: the six numbers of a canvas's transform, in sides of the picture as recorded. */
const transforms: Readonly<Record<number, (width: number, height: number) => readonly [number, number, number, number, number, number]>> = {
  2: (width) => [-1, 0, 0, 1, width, 0],
  3: (width, height) => [-1, 0, 0, -1, width, height],
  4: (_width, height) => [1, 0, 0, -1, 0, height],
  5: () => [0, 1, 1, 0, 0, 0],
  6: (_width, height) => [0, 1, -1, 0, height, 0],
  7: (width, height) => [0, -1, -1, 0, height, width],
  8: (width) => [0, -1, 1, 0, 0, width],
};

/** The picture as it was held, by EXIF's number; the one that is given is closed when another comes of it. */
export function turnedUpright(image: ImageBitmap, orientation: number): ImageBitmap {
  const transform = transforms[orientation];
  if (transform === undefined) return image;
  const { width, height } = image;
  const canvas = orientation >= 5 ? new OffscreenCanvas(height, width) : new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) return image;
  context.setTransform(...transform(width, height));
  context.drawImage(image, 0, 0);
  image.close();
  return canvas.transferToImageBitmap();
}
