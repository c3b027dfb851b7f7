import { EventEmitter } from 'node:events';

/** Never reports anything: Node does not learn of sleep or of a locked screen. */
export const powerMonitor = new EventEmitter();
