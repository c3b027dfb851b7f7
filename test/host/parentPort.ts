import { EventEmitter } from 'node:events';
import { isMainThread, Worker } from 'node:worker_threads';
import type { ParentPort } from 'electron';

/** Loaded before a utility process's own module: gives it `process.parentPort`, and ends it when its parent is gone. */
class HostParentPort extends EventEmitter implements Pick<ParentPort, 'postMessage'> {
  postMessage(message: unknown): void {
    process.send?.(message, undefined, undefined, () => undefined);
  }
}

/** A process that hangs in its own code hears no 'disconnect'; another thread of it still sees that it has a new parent. */
const watchParent = `
  const { workerData: parent } = require('node:worker_threads');
  setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 250);
`;

function install(): void {
  const port = new HostParentPort();
  const early: unknown[] = [];
  let listening = false;
  process.on('message', (data) => {
    if (listening) port.emit('message', { data });
    else early.push(data);
  });
  // Electron keeps messages until somebody listens.
  port.on('newListener', (event) => {
    if (event !== 'message' || listening) return;
    listening = true;
    queueMicrotask(() => {
      for (const data of early.splice(0)) port.emit('message', { data });
    });
  });
  process.on('disconnect', () => {
    port.emit('close');
    process.exit();
  });
  Object.defineProperty(process, 'parentPort', { value: port });
  // Without execArgv it would load this module again.
  new Worker(watchParent, { eval: true, execArgv: [], workerData: process.ppid }).unref();
}

// The process's own threads inherit its arguments, and with them this module.
if (isMainThread) install();
