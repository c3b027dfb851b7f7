import { EventEmitter } from 'node:events';
import type { ParentPort } from 'electron';

/** Loaded before a utility process's own module: gives it `process.parentPort`, and ends it when its parent is gone. */
class HostParentPort extends EventEmitter implements Pick<ParentPort, 'postMessage'> {
  postMessage(message: unknown): void {
    process.send?.(message, undefined, undefined, () => undefined);
  }
}

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
