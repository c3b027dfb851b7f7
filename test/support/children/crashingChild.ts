import { existsSync, writeFileSync } from 'node:fs';
import { parentChannel } from '../../../electron/process/parentChannel.ts';

/**
 * Stands in for the imaging process where it breaks in ways no real file brings about on demand: CRASH_ONCE names a file that remembers
 * that it crashed already; HANG makes it never answer.
 */
const { CRASH_ONCE, CRASH_ALWAYS, HANG } = process.env;
const parent = parentChannel();
parent.onDisconnect(() => process.exit(0));
parent.onMessage((message) => {
  const { id } = message as { id: number };
  if (HANG !== undefined) for (;;) Math.random();
  if (CRASH_ALWAYS !== undefined) {
    process.kill(process.pid, 'SIGSEGV');
    return;
  }
  if (CRASH_ONCE !== undefined && !existsSync(CRASH_ONCE)) {
    writeFileSync(CRASH_ONCE, '');
    process.kill(process.pid, 'SIGSEGV');
    return;
  }
  parent.send({ kind: 'done', id, value: { contentType: 'video/mp4', family: 'video' } });
});
