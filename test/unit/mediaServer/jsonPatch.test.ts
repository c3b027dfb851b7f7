import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyJsonPatch, PatchFailure } from '../../../electron/mediaServer/fhir/jsonPatch.ts';

describe('RFC 6902', () => {
  it.each([
    ['add a member', { a: 1 }, [{ op: 'add', path: '/b', value: [] }], { a: 1, b: [] }],
    ['add over a member', { a: 1 }, [{ op: 'add', path: '/a', value: null }], { a: null }],
    ['insert', [1, 2], [{ op: 'add', path: '/1', value: 9 }], [1, 9, 2]],
    ['insert at the end', [1], [{ op: 'add', path: '/1', value: 2 }], [1, 2]],
    ['append', [1], [{ op: 'add', path: '/-', value: 2 }], [1, 2]],
    ['replace the whole', { a: 1 }, [{ op: 'replace', path: '', value: { b: 2 } }], { b: 2 }],
    ['remove', { a: { b: [1, 2] } }, [{ op: 'remove', path: '/a/b/0' }], { a: { b: [2] } }],
    ['move', { a: { b: 1 }, c: {} }, [{ op: 'move', from: '/a/b', path: '/c/d' }], { a: {}, c: { d: 1 } }],
    ['move within an array', [1, 2, 3], [{ op: 'move', from: '/0', path: '/2' }], [2, 3, 1]],
    ['copy, not share', { a: { x: 1 } }, [{ op: 'copy', from: '/a', path: '/b' }, { op: 'add', path: '/b/x', value: 2 }], { a: { x: 1 }, b: { x: 2 } }],
    ['test, members in any order', { a: { x: 1, y: [2] } }, [{ op: 'test', path: '/a', value: { y: [2], x: 1 } }], { a: { x: 1, y: [2] } }],
    ['escaped names', { 'a/b': 1, '~': 2 }, [{ op: 'remove', path: '/a~1b' }, { op: 'replace', path: '/~0', value: 3 }], { '~': 3 }],
    ['names that arrays do not have', { '-': 1, '01': 2 }, [{ op: 'remove', path: '/-' }, { op: 'remove', path: '/01' }], {}],
  ])('%s', (_name, document, patch, expected) => {
    expect(applyJsonPatch(structuredClone(document), patch)).toEqual(expected);
  });

  it.each([
    ['no array', {}, { op: 'add' }, 'malformed'],
    ['an unknown operation', {}, [{ op: 'merge', path: '/a' }], 'malformed'],
    ['no value', {}, [{ op: 'add', path: '/a' }], 'malformed'],
    ['no from', {}, [{ op: 'move', path: '/a' }], 'malformed'],
    ['a path that is none', {}, [{ op: 'remove', path: 'a' }], 'malformed'],
    ['a bad escape', {}, [{ op: 'remove', path: '/~2' }], 'malformed'],
    ['a member that is not there', {}, [{ op: 'remove', path: '/a' }], 'path'],
    ['a parent that is not there', {}, [{ op: 'add', path: '/a/b', value: 1 }], 'path'],
    ['an index beyond the end', [1], [{ op: 'add', path: '/2', value: 1 }], 'path'],
    ['a padded index', [1], [{ op: 'remove', path: '/00' }], 'path'],
    ['past the end', [1], [{ op: 'remove', path: '/-' }], 'path'],
    ['into itself', { a: {} }, [{ op: 'move', from: '/a', path: '/a/b' }], 'path'],
    ['a test that fails', { a: 1 }, [{ op: 'test', path: '/a', value: '1' }], 'test'],
    ['inherited members', {}, [{ op: 'remove', path: '/constructor/prototype' }], 'path'],
    ['a string’s parts', { a: 'text' }, [{ op: 'add', path: '/a/0', value: 1 }], 'path'],
  ])('refuses %s', (_name, document, patch, reason) => {
    try {
      applyJsonPatch(structuredClone(document), patch);
    } catch (error) {
      expect(error).toBeInstanceOf(PatchFailure);
      expect((error as PatchFailure).reason).toBe(reason);
      return;
    }
    throw new Error('applied');
  });

  it('never pollutes, whatever it is given', () => {
    const path = fc.array(fc.constantFrom('a', 'b', '0', '-', '__proto__', 'constructor', 'prototype'), { maxLength: 4 }).map((tokens) => tokens.map((token) => `/${token}`).join(''));
    const operation = fc.record({ op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'), path, from: path, value: fc.jsonValue({ maxDepth: 2 }) });
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.array(operation, { maxLength: 4 }), (document, patch) => {
        try {
          JSON.stringify(applyJsonPatch(structuredClone(document), patch));
        } catch (error) {
          expect(error).toBeInstanceOf(PatchFailure);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
