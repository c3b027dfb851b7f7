import { Worker } from 'node:worker_threads';

/** What Node, the decoders and any small file take. Megabytes. */
const leastMegabytes = 600;
/** Photographs of telephones open to some forty times their bytes, and are copied a few times on their way. A file that wants more was made to. */
const megabytesPerMegabyte = 100;

/**
 * Ends this process when it holds more than its file is worth, or more than so many megabytes. Decoders in WebAssembly grow beside the JavaScript heap,
 * where Node's own limit does not reach, and a decoder at work lets no timer run: so a thread watches. Its few lines are text because they need no file of their own.
 * @returns says how large the file is that is worked on from now on; null: known, and checked before.
 */
export function guardMemory(mostMegabytes: number): (fileBytes: number | null) => void {
  const bound = new Int32Array(new SharedArrayBuffer(4));
  const allow = (fileBytes: number | null): void => {
    const worth = fileBytes === null ? mostMegabytes : leastMegabytes + (fileBytes / (1024 * 1024)) * megabytesPerMegabyte;
    Atomics.store(bound, 0, Math.ceil(Math.min(mostMegabytes, worth)));
  };
  allow(0);
  const watch = `const bound = new Int32Array(require('node:worker_threads').workerData);
    setInterval(() => { if (process.memoryUsage.rss() > Atomics.load(bound, 0) * 1048576) process.kill(process.pid, 'SIGKILL'); }, 20);`;
  new Worker(watch, { eval: true, workerData: bound.buffer }).unref();
  return allow;
}
