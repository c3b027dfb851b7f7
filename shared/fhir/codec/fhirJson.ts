import { jsonWithSource } from './jsonWithSource.ts';

/** No name in FHIR begins with it. */
const mark = '#';

/**
 * JSON as it travels, to plain objects. FHIR decimals are as precise as they are written, and `1.50` is not `1.5`; so a number JavaScript would
 * write otherwise is followed, in the same object, by how it was written: `{ "duration": 1.5, "#duration": "1.50" }`. Whoever reads the number
 * needs not know; whoever clones, stores or merges the object carries both along. https://hl7.org/fhir/R4/datatypes.html#decimal
 * @throws SyntaxError
 */
export function parseFhirJson(text: string): unknown {
  // Told of every number's source, the parser takes five times as long; few resources hold one that is written in its own way.
  return mayHoldWrittenForms.test(text) ? parseWithSource(text) : JSON.parse(text);
}

/**
 * A number, as the value of a member or in a list, that is written with a point, an exponent, as -0 or with more digits than JavaScript keeps; or
 * a member that begins with the mark. Text within strings may look so, too: that costs time only.
 */
const mayHoldWrittenForms = /(?:"\s*:|[[,])\s*-?(?:\d+[.eE]|\d{16}|(?<=-)0)|"(?:#|\\u0023)/;

function parseWithSource(text: string): unknown {
  return jsonWithSource.parse(text, function (key, value, { source }) {
    if (key.startsWith(mark)) return undefined;
    if (typeof value !== 'number' || source === undefined) return value;
    const number = nearest(source);
    // FHIR has no lists of decimals: a list cannot carry the mark.
    if (String(number) !== source && !Array.isArray(this)) (this as Record<string, unknown>)[mark + key] = source;
    return number;
  });
}

/** The JSON that travels: every number as it was written, unless it is another one by now. @param space as of JSON.stringify. */
export function writeFhirJson(value: unknown, space?: number): string {
  return jsonWithSource.stringify(
    value,
    function (key, item) {
      if (key.startsWith(mark)) return undefined;
      const source = typeof item === 'number' ? (this as Readonly<Record<string, unknown>>)[mark + key] : undefined;
      return typeof source === 'string' && isNumber.test(source) && nearest(source) === item ? jsonWithSource.rawJSON(source) : item;
    },
    space,
  );
}

/** Whether a member only says how another one was written. */
export function isWrittenForm(key: string): boolean {
  return key.startsWith(mark);
}

/** JSON's grammar, in full. https://www.rfc-editor.org/rfc/rfc8259#section-6 */
const isNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Infinity would be null in JSON. */
function nearest(source: string): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, Number(source)));
}
