import { openWorkerPage } from '../openWorkerPage.ts';
import type { VideoAsked } from './videoWorker.ts';

/** The viewer's source of video frames in a real Chromium; to be closed. */
export const openVideoPage = () => openWorkerPage<VideoAsked>(new URL('videoWorker.ts', import.meta.url));
