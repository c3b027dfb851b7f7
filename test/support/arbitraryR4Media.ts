import fc from 'fast-check';
import { r4Structure, type R4Element } from '../../electron/mediaServer/fhir/r4Structure.ts';

type Member = Readonly<Record<string, unknown>>;

/** A number exactly as it is written: JSON.stringify writes it so. */
const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;
const word = fc.stringMatching(/^[a-z]{1,6}$/);
const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((text) => `t${text}`);
const uri = word.map((path) => `urn:x:${path}`);
const digits = fc.stringMatching(/^[0-9]{1,9}$/);
const moments = ['2026-03-14T09:30:00Z', '2026-03-14T09:30:00.120+01:00', '1999-12-31T23:59:59.999999-05:00'] as const;

const primitives: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  base64Binary: fc.uint8Array({ minLength: 1, maxLength: 9 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  boolean: fc.boolean(),
  canonical: uri,
  code: word,
  date: fc.constantFrom('2026', '2026-03', '2026-03-14'),
  dateTime: fc.constantFrom('2026', '2026-03', '2026-03-14', ...moments),
  decimal: fc.tuple(fc.constantFrom('', '-'), fc.nat(99_999), fc.option(digits), fc.option(fc.integer({ min: -9, max: 9 }))).map(([sign, whole, fraction, exponent]) =>
    rawJson(`${sign}${String(whole)}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : `e${String(exponent)}`}`),
  ),
  id: word,
  instant: fc.constantFrom(...moments),
  integer: fc.integer(),
  markdown: anyText,
  oid: fc.nat().map((arc) => `urn:oid:1.2.${String(arc)}`),
  positiveInt: fc.integer({ min: 1, max: 2_147_483_647 }),
  string: anyText,
  time: fc.constantFrom('09:30:00', '23:59:59.5'),
  unsignedInt: fc.nat(),
  uri,
  url: uri,
  uuid: fc.uuid().map((uuid) => `urn:uuid:${uuid}`),
  xhtml: anyText.map((text) => `<div xmlns="http://www.w3.org/1999/xhtml">${text.replace(/[&<>]/g, ' ')}</div>`),
};

/** The id and extensions of a primitive. */
const beside = fc.oneof(fc.record({ id: word }), fc.record({ extension: fc.tuple(fc.record({ url: uri, valueString: anyText })) }));

const shuffled = (members: Member): fc.Arbitrary<Member> =>
  fc.shuffledSubarray(Object.entries(members), { minLength: Object.keys(members).length }).map((entries) => Object.fromEntries(entries));

/** Any object of a data type: elements there or not, in any order. @param room how much deeper it may go */
function arbitraryOf(type: string, room: number): fc.Arbitrary<Member> {
  const known = special[type]?.(room);
  if (known) return known;
  const elements = [...(r4Structure(type) ?? [])].filter(([, { type: inner, required }]) => Object.hasOwn(primitives, inner) || room > 0 || required === true);
  return membersOf(elements, room);
}

function membersOf(elements: readonly (readonly [string, R4Element])[], room: number): fc.Arbitrary<Member> {
  const choices = Map.groupBy(elements, ([name, { choice }]) => choice ?? name);
  const groups = [...choices.values()].map((group) => {
    const there = fc.constantFrom(...group).chain(([name, element]) => memberOf(name, element, room));
    return group.some(([, { required }]) => required === true) ? there : fc.oneof({ weight: 3, arbitrary: fc.constant<Member>({}) }, { weight: 1, arbitrary: there });
  });
  return fc.tuple(...groups).map((members): Member => Object.assign({}, ...members) as Member)
    // FHIR has no empty objects.
    .map((members) => (Object.keys(members).length === 0 ? { id: 'e' } : members)).chain(shuffled);
}

function memberOf(name: string, { type, list, codes }: R4Element, room: number): fc.Arbitrary<Member> {
  const primitive = codes === undefined ? primitives[type] : fc.constantFrom(...codes);
  const value: fc.Arbitrary<unknown> = primitive ?? arbitraryOf(type, room - 1);
  if (list === true) return fc.array(value, { minLength: 1, maxLength: 2 }).map((items) => ({ [name]: items }));
  if (primitive === undefined || name === 'id' || type === 'xhtml') return value.map((item) => ({ [name]: item }));
  return fc.tuple(value, fc.option(beside, { freq: 4 })).map(([item, more]) => (more === null ? { [name]: item } : { [`_${name}`]: more, [name]: item }));
}

const types = ['Patient', 'Practitioner', 'Observation'] as const;

/** Where R4 asks for more than its table of elements says. */
const special: Readonly<Record<string, (room: number) => fc.Arbitrary<Member>>> = {
  Extension: (room) => {
    // ext-1: either a value or extensions.
    const value = [...(r4Structure('Extension') ?? [])].filter(([, { choice, type }]) => choice === 'value' && (Object.hasOwn(primitives, type) || room > 0));
    const simple = fc.constantFrom(...value).chain(([name, element]) => memberOf(name, element, room));
    const nested = fc.record({ extension: fc.array(fc.record({ url: word, valueDecimal: primitives['decimal'] ?? word }), { minLength: 1, maxLength: 2 }) });
    return fc.tuple(uri, fc.oneof(simple, nested)).chain(([url, rest]) => shuffled({ url, ...rest }));
  },
  Reference: () =>
    fc.record({ reference: fc.oneof(uri, fc.tuple(fc.constantFrom(...types), word).map((parts) => parts.join('/'))), display: anyText }, { requiredKeys: ['display'] }),
};

/** A Media of any of R4's elements in any order, as the text a chart would send. Few of them break one of R4's rules beyond its table of elements. */
export const arbitraryR4Media: fc.Arbitrary<string> = fc
  .tuple(
    membersOf([...(r4Structure('Media') ?? [])].filter(([name]) => !['id', 'contained', 'content', 'operator', 'subject'].includes(name)), 3),
    membersOf([...(r4Structure('Attachment') ?? [])].filter(([name]) => name !== 'url' && name !== 'data' && name !== 'contentType'), 1),
    fc.option(primitives['base64Binary'] ?? word),
    fc.option(anyText, { freq: 2 }),
    fc.option(anyText, { freq: 2 }),
  )
  .chain(([media, attachment, data, operator, subject]) =>
    shuffled({
      ...media,
      content: { ...attachment, contentType: 'image/png', url: 'https://media.invalid/1.png', ...(data !== null && { data }) },
      // The server holds it to its word.
      ...(subject !== null && { subject: { display: subject, reference: 'Patient/demo-child' } }),
      // dom-3: what is contained is referred to.
      ...(operator !== null && { contained: [{ resourceType: 'Practitioner', name: [{ text: operator }], id: 'who' }], operator: { reference: '#who' } }),
    }),
  )
  .chain((media) => fc.nat({ max: Object.keys(media).length }).map((at) => Object.fromEntries(Object.entries(media).toSpliced(at, 0, ['resourceType', 'Media']))))
  .map((media) => JSON.stringify(media));
