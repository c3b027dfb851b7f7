import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRecoveryKey, normaliseRecoveryKey } from '../../../electron/keys/recoveryKey.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

describe('the recovery key', () => {
  it('is six groups of five, each different from the last one made', () => {
    const keys = Array.from({ length: 200 }, makeRecoveryKey);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{4}[0-9A-HJKMNP-TV-Z*~$=U]$/);
  });

  it('is read in lower case, with spaces, and with the letters that look like digits', () => {
    const key = makeRecoveryKey();
    const symbols = key.replaceAll('-', '').slice(0, -1);
    const typed = key.toLowerCase().replaceAll('-', '  ').replaceAll('0', 'o').replaceAll('1', 'l');
    expect(normaliseRecoveryKey(typed)).toBe(symbols);
    expect(normaliseRecoveryKey(key)).toBe(symbols);
  });

  it('notices every single wrong symbol and every pair of neighbours swapped', () => {
    fc.assert(
      fc.property(fc.nat({ max: 28 }), fc.nat({ max: 31 }), fc.nat({ max: 27 }), (position, symbol, swap) => {
        const key = makeRecoveryKey().replaceAll('-', '');
        const wrong = alphabet.charAt(symbol);
        if (key[position] !== wrong) expect(normaliseRecoveryKey(key.slice(0, position) + wrong + key.slice(position + 1))).toBeUndefined();
        if (key[swap] !== key[swap + 1]) {
          const swapped = key.slice(0, swap) + key.charAt(swap + 1) + key.charAt(swap) + key.slice(swap + 2);
          expect(normaliseRecoveryKey(swapped)).toBeUndefined();
        }
      }),
    );
  });

  it.each(['', 'ABC', '!'.repeat(30), `${makeRecoveryKey()}0`])('refuses %j', (typed) => {
    expect(normaliseRecoveryKey(typed)).toBeUndefined();
  });
});
