import { EventEmitter } from 'node:events';

/** Never reports anything by itself: Node does not learn of sleep or of a locked screen. A test says by signal that the machine woke up. */
export const powerMonitor = new EventEmitter();

if (process.env['LIGHTBOX_HOST_TEST'] === '1') process.on('SIGUSR2', () => powerMonitor.emit('resume'));
