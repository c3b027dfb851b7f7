import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { smallHeapFlags } from '../../../electron/process/keepHeapSmall.ts';

it.each(smallHeapFlags)('V8 knows %s', (flag) => {
  const known = execFileSync(process.execPath, ['--v8-options'], { maxBuffer: 64 * 1024 * 1024 }).toString();
  expect(known).toContain(` ${flag.slice(0, flag.indexOf('='))} (`);
});
