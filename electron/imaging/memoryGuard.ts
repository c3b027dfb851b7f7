import { Worker } from 'node:worker_threads';

/** What Node, the decoders and any small file take. Megabytes. */
const leastMegabytes = 600;
/**
 * Photographs open to some forty times their bytes, HEIC to a hundred, and are copied a few times on their way. A file that wants more was made to.
 * Megabytes for each of the file's.
 */
const worths = { heif: 300, other: 100 } as const;

/**
 * Ends this process when it holds more than its file is worth, or more than so many megabytes. Decoders in WebAssembly grow beside the JavaScript heap,
 * where Node's own limit does not reach, and a decoder at work lets no timer run: so a thread watches. Its few lines are text because they need no file of their own.
 * @returns is told the file that is worked on from now on; null: it is known, and was checked before.
 */
export function guardMemory(mostMegabytes: number): (file: Uint8Array | null) => void {
  const bound = new Int32Array(new SharedArrayBuffer(4));
  const allow = (file: Uint8Array | null): void => {
    const worth = file === null ? mostMegabytes : leastMegabytes + (file.byteLength / (1024 * 1024)) * worths[isHeif(file) ? 'heif' : 'other'];
    Atomics.store(bound, 0, Math.ceil(Math.min(mostMegabytes, worth)));
  };
  allow(new Uint8Array());
  const watch = `const bound = new Int32Array(require('node:worker_threads').workerData);
    setInterval(() => { if (process.memoryUsage.rss() > Atomics.load(bound, 0) * 1048576) process.kill(process.pid, 'SIGKILL'); }, 20);`;
  new Worker(watch, { eval: true, workerData: bound.buffer }).unref();
  return allow;
}

/** ISO/IEC 14496-12, 4.3: the type of the first box. */
function isHeif(file: Uint8Array): boolean {
  return String.fromCharCode(...file.subarray(4, 8)) === 'ftyp';
}
