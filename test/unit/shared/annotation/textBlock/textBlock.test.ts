import { crc32 as zipCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url } from '../../../../../shared/annotation/textBlock/base64url.ts';
import { crc32 } from '../../../../../shared/annotation/textBlock/crc32.ts';
import { hasBlock, readBlock, withBlock, type Stored } from '../../../../../shared/annotation/textBlock/textBlock.ts';
import { fromUtf8, toUtf8 } from '../../../../../shared/annotation/textBlock/utf8.ts';

const hasLayerBlock = (text: string) => hasBlock('lightbox-layer', text);
const readLayerBlock = (text: string) => readBlock('lightbox-layer', text);
const withLayerBlock = (before: string, layer: Stored) => withBlock('lightbox-layer', before, layer);

const bytes = fc.uint8Array({ maxLength: 300 });
const anyText = fc.string({ unit: 'binary', maxLength: 300 });
const words = anyText.filter((text) => !hasLayerBlock(text));
const stored = fc.record({ version: fc.integer({ min: 1, max: 999_999_999 }), form: fc.string({ unit: 'binary', minLength: 1, maxLength: 600 }) }, { noNullPrototype: true });

describe('what the block is made of', () => {
  it('is base64url, UTF-8 and CRC-32 as everybody else has them', () => {
    fc.assert(fc.property(bytes, anyText, (some, text) => {
      expect(toBase64url(some)).toBe(Buffer.from(some).toString('base64url'));
      expect(fromBase64url(toBase64url(some))).toStrictEqual(some);
      expect(crc32(some)).toBe(zipCrc32(some));
      expect([...toUtf8(text)]).toStrictEqual([...Buffer.from(text)]);
      expect(fromUtf8(toUtf8(text))).toBe(text);
    }));
    expect(fromUtf8(Uint8Array.of(0xff))).toBeUndefined();
    expect([fromBase64url('A'), fromBase64url('A+B/'), fromBase64url('AB'), fromBase64url('AAB')]).toStrictEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('a drawing inside a text', () => {
  it('comes out as it went in, with the words as they were', () => {
    fc.assert(fc.property(words, stored, (before, layer) => {
      const text = withLayerBlock(before, layer);
      expect(text?.startsWith(before)).toBe(true);
      expect(readLayerBlock(text ?? '')).toStrictEqual({ words: before, block: layer });
    }));
  });

  it('survives what EHRs do to line ends, and words written after it', () => {
    fc.assert(fc.property(stored, (layer) => {
      const text = withLayerBlock('Words.', layer) ?? '';
      for (const altered of [text.replaceAll('\n', '\r\n'), text.replaceAll('\n', ' '), `  ${text}\n\n`, text.replaceAll('\n', '\n\n')]) {
        const reading = readLayerBlock(altered);
        expect(reading.block).toStrictEqual(layer);
        expect(reading.words.trim()).toBe('Words.');
      }
      expect(readLayerBlock(`${text}\nSeen by Dr Who.`)).toStrictEqual({ words: 'Words.\n\nSeen by Dr Who.', block: layer });
    }));
  });

  it('is damaged wherever it was cut or changed, and the words before it stay', () => {
    const layer = { version: 1, form: JSON.stringify({ id: 'x', points: Array.from({ length: 60 }, (_, index) => index * 3.7) }) };
    const text = withLayerBlock('Words.', layer) ?? '';
    const start = text.indexOf('```') + '```lightbox-layer'.length;
    for (let end = start; end < text.length; end += 1) expect(readLayerBlock(text.slice(0, end))).toStrictEqual({ words: 'Words.', block: 'damaged' });
    fc.assert(fc.property(fc.integer({ min: start + 3, max: text.length - 4 }), fc.constantFrom('A', 'b', '0', '_'), (at, character) => {
      const { words: kept, block } = readLayerBlock(text.slice(0, at) + character + text.slice(at + 1));
      expect(kept).toBe('Words.');
      if (text.charAt(at) !== character && !/\s/.test(text.charAt(at))) expect(block).toBe('damaged');
      else expect(['damaged', layer]).toContainEqual(block);
    }));
  });

  it('is never two: then no one is chosen, and the words of both stay', () => {
    const [one, two] = [{ version: 1, form: '{"a":1}' }, { version: 1, form: '{"a":2}' }];
    const text = `${withLayerBlock('First.', one) ?? ''}\n\n${withLayerBlock('Second.', two) ?? ''}`;
    expect(readLayerBlock(text)).toStrictEqual({ words: 'First.\n\nSecond.', block: 'damaged' });
    expect(withLayerBlock(text, one)).toBeUndefined();
  });

  it('is left out when it would be larger than a note may be, and of what is no Unicode', () => {
    expect(withLayerBlock('', { version: 1, form: 'x'.repeat(200_000) })).toBeUndefined();
    expect(withLayerBlock('', { version: 1, form: '\ud800' })).toBeUndefined();
    expect(withLayerBlock('', { version: 1, form: 'x'.repeat(100_000) })?.length).toBeLessThanOrEqual(200_002);
  });

  it('takes no longer to look for in a hostile text', () => {
    for (const hostile of ['```lightbox-layer '.repeat(20_000), `\`\`\`lightbox-layer 1 00000000 ${' '.repeat(1_000_000)}`, '`'.repeat(500_000), '\n'.repeat(500_000)]) {
      expect(['damaged', 'none']).toContain(readLayerBlock(hostile).block);
    }
  });
});
