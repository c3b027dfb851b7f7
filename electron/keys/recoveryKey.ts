import { randomBytes } from 'node:crypto';

/** Douglas Crockford's base 32: no I, L, O or U, so that a printed key can be read aloud. https://www.crockford.com/base32.html */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The check symbol stands for a value modulo 37, so five more are needed. */
const checkAlphabet = `${alphabet}*~$=U`;
const dataSymbols = 29;
const groupLength = 5;

/** @returns 145 random bits and a check symbol in six groups of five: "3F7KQ-…-9XWT5". */
export function makeRecoveryKey(): string {
  const data = Array.from(randomBytes(dataSymbols), (byte) => alphabet.charAt(byte & 31)).join('');
  const symbols = data + checkSymbol(data);
  return (symbols.match(new RegExp(`.{${String(groupLength)}}`, 'g')) ?? []).join('-');
}

/**
 * What a person typed, brought to its one form: hyphens and spaces dropped, upper case, O as 0, I and L as 1.
 * @returns the 29 data symbols; undefined when the length, a symbol or the check symbol is wrong: a slip of the pen.
 */
export function normaliseRecoveryKey(typed: string): string | undefined {
  const symbols = typed.toUpperCase().replaceAll(/[-\s]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  const data = symbols.slice(0, dataSymbols);
  if (symbols.length !== dataSymbols + 1 || !/^[0-9A-HJKMNP-TV-Z]+$/.test(data)) return undefined;
  return checkSymbol(data) === symbols.at(-1) ? data : undefined;
}

function checkSymbol(data: string): string {
  let remainder = 0;
  for (const symbol of data) remainder = (remainder * 32 + alphabet.indexOf(symbol)) % 37;
  return checkAlphabet.charAt(remainder);
}
