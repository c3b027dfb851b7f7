import { animationFixtures } from './stills/animationFixtures.ts';
import { bitmapFixtures } from './stills/bitmapFixtures.ts';
import { photoFixtures } from './stills/photoFixtures.ts';
import { pngFixtures } from './stills/pngFixtures.ts';
import type { StillFixture } from './stills/stillFixture.ts';
import { tiffFixtures } from './stills/tiffFixtures.ts';

/** Every format and variant of a still, an animation or a document. */
export const stillFixtures: readonly StillFixture[] = [...pngFixtures, ...animationFixtures, ...photoFixtures, ...bitmapFixtures, ...tiffFixtures];
