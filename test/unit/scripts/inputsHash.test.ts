import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inputsHash } from '../../../scripts/build/inputsHash.ts';

describe('inputsHash', () => {
  let root: string;
  const hash = () => inputsHash(root, ['source', 'package.json']);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lightbox-inputs-'));
    mkdirSync(join(root, 'source/deep'), { recursive: true });
    writeFileSync(join(root, 'source/deep/a.ts'), 'one');
    writeFileSync(join(root, 'package.json'), '{}');
  });
  afterEach(() => { rmSync(root, { recursive: true }); });

  it('stays the same when a file is only touched', () => {
    const before = hash();
    utimesSync(join(root, 'source/deep/a.ts'), 1, 1);
    expect(hash()).toBe(before);
  });

  it.each([
    ['changes', () => { writeFileSync(join(root, 'source/deep/a.ts'), 'two'); }],
    ['is added', () => { writeFileSync(join(root, 'source/b.ts'), ''); }],
    ['is renamed', () => { renameSync(join(root, 'source/deep/a.ts'), join(root, 'source/deep/b.ts')); }],
    ['is removed', () => { rmSync(join(root, 'package.json')); }],
    ['gives its end to the next', () => { writeFileSync(join(root, 'source/deep/a.ts'), 'on'); writeFileSync(join(root, 'package.json'), 'e{}'); }],
  ])('is another when a file %s', (_what, change) => {
    const before = hash();
    change();
    expect(hash()).not.toBe(before);
  });

  it('does not ask what is not an input', () => {
    const before = hash();
    writeFileSync(join(root, 'README.md'), 'text');
    expect(hash()).toBe(before);
  });
});
