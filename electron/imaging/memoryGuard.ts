import { Worker } from 'node:worker_threads';

/**
 * Ends this process when it holds more than so many megabytes. Decoders in WebAssembly grow beside the JavaScript heap, where Node's own limit
 * does not reach, and a decoder at work lets no timer run: so a thread watches. Its few lines are text because they need no file of their own.
 */
export function guardMemory(mostMegabytes: number): void {
  const watch = `setInterval(() => { if (process.memoryUsage.rss() > ${String(mostMegabytes * 1024 * 1024)}) process.kill(process.pid, 'SIGKILL'); }, 50);`;
  new Worker(watch, { eval: true }).unref();
}
