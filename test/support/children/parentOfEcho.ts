import { fileURLToPath } from 'node:url';
import { spawnNodeChild } from '../../../electron/process/nodeChild.ts';

/** Starts a child of its own and tells its number, so that the test can see what becomes of it. */
const child = spawnNodeChild(fileURLToPath(new URL('./echoChild.ts', import.meta.url)));
child.onMessage((message) => {
  process.send?.(message);
});
