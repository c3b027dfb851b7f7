import { IconFile, IconFileText, IconMovie, IconPhoto, IconPhotoVideo, IconVolume, type Icon } from '@tabler/icons-react';
import type { MediaView } from '../../shared/ipc/views.ts';

export const mediaKindLooks = {
  photo: { word: 'Photo', icon: IconPhoto },
  animation: { word: 'Animation', icon: IconPhotoVideo },
  video: { word: 'Video', icon: IconMovie },
  audio: { word: 'Sound', icon: IconVolume },
  document: { word: 'Document', icon: IconFileText },
  other: { word: 'File', icon: IconFile },
} as const satisfies Record<MediaView['kind'], { word: string; icon: Icon }>;
