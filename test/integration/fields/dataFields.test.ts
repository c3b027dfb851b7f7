import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detailGroups } from '../../../renderer/viewer/details/detailGroups.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { checkedAs } from '../../../shared/fhir/codec/checkedAs.ts';
import { parseFhirJson, writeFhirJson } from '../../../shared/fhir/codec/fhirJson.ts';
import { applyMediaEdit } from '../../../shared/fhir/edit/applyMediaEdit.ts';
import { mediaEditSchema } from '../../../shared/fhir/edit/mediaEdit.ts';
import { partForPatient, patientPartOf } from '../../../shared/fhir/edit/patientPart.ts';
import type { Reference } from '../../../shared/fhir/elements.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { openChartAndCache } from '../../support/chartAndCache.ts';
import { openNarrativePage } from '../../support/openNarrativePage.ts';
import { dataFields, wholeMedia, type DataField } from '../../support/wholeMedia.ts';

/** `npm run report:fields` prints these as a table: a line for each describe, a column for each test. */

type Member = Readonly<Record<string, unknown>>;

/** What a clinician may edit, and something to put there; an item takes the place of the first. */
const edits: Partial<Record<DataField, { readonly element: string; readonly to: unknown; readonly isItem?: true }>> = {
  extension: { element: 'extension', to: { url: 'http://xcaliber-fhir/structureDefinition/priority', valueString: '1' }, isItem: true },
  identifier: { element: 'identifier', to: { system: 'urn:x:ids', value: 'B-2' }, isItem: true },
  basedOn: { element: 'basedOn', to: { reference: 'ServiceRequest/r2', display: 'Another' }, isItem: true },
  partOf: { element: 'partOf', to: { display: 'Another' }, isItem: true },
  status: { element: 'status', to: 'on-hold' },
  type: { element: 'type', to: { text: 'Video' } },
  modality: { element: 'modality', to: { text: 'Endoscopy' } },
  view: { element: 'view', to: { text: 'Lateral' } },
  subject: { element: 'subject', to: { reference: 'Patient/demo-wound', display: 'Marchbanks, Rosalind' } },
  encounter: { element: 'encounter', to: { display: 'Another visit' } },
  createdDateTime: { element: 'created', to: { createdDateTime: '2026-03-01' } },
  createdPeriod: { element: 'created', to: { createdPeriod: { start: '2026-03' } } },
  operator: { element: 'operator', to: { display: 'Somebody else' } },
  reasonCode: { element: 'reasonCode', to: { text: 'Pain' }, isItem: true },
  bodySite: { element: 'bodySite', to: { text: 'Right foot' } },
  deviceName: { element: 'deviceName', to: 'Nikon' },
  frames: { element: 'frames', to: 7 },
  device: { element: 'device', to: { display: 'Camera 5' } },
  note: { element: 'note', to: { text: 'Healing.' }, isItem: true },
};

const formOf = (field: DataField) => (field === 'createdPeriod' ? 'createdPeriod' : 'createdDateTime');
const memberText = (text: string, field: DataField) => {
  const resource = parseFhirJson(text) as Member;
  // What only the chart writes is another at every write.
  const { versionId: _version, lastUpdated: _updated, ...meta } = resource['meta'] as Member;
  const whole: Member = { ...resource, meta };
  return writeFhirJson(Object.fromEntries(Object.entries(whole).filter(([name]) => name.replace(/^[_#]/, '') === field)));
};

let scene: Awaited<ReturnType<typeof openChartAndCache>>;
const ids = new Map<string, string>();
const idOf = (field: DataField) => ids.get(formOf(field)) ?? '';
const shown = (media: Media, field: DataField) =>
  detailGroups(media, { author: 'Dr One', now: () => '2026-03-14T09:30:00.000Z', newId: () => 'new-id' })
    .flatMap(({ rows }) => rows)
    .filter(({ path }) => path.replace(/[[.].*$/, '') === (field.startsWith('created') ? 'created' : field))
    .flatMap(({ text, behind }) => [text ?? '', behind ?? '']);

beforeAll(async () => {
  scene = await openChartAndCache();
  for (const form of ['createdDateTime', 'createdPeriod'] as const) ids.set(form, await scene.raw.create(wholeMedia(form)));
});
afterAll(() => scene.close());

describe.each(dataFields)('%s', (field) => {
  test('read', async () => {
    const record = await scene.pull(idOf(field));
    expect(record.current[field]).toBeDefined();
    expect(writeFhirJson(record.current)).toBe(await scene.raw.read(idOf(field)));
  });

  test('validate', async () => {
    // No data field of a Media is a boolean.
    const wrong = { ...(parseFhirJson(wholeMedia(formOf(field))) as Member), id: idOf(field), [field]: true };
    const answer = await scene.raw.send('PUT', `Media/${idOf(field)}`, writeFhirJson(wrong));
    expect([400, 422]).toContain(answer.status);
    const outcome = JSON.parse(answer.text) as { readonly issue: readonly { readonly expression?: readonly string[] }[] };
    expect(outcome.issue.flatMap(({ expression }) => expression ?? []).join(' ')).toContain(field);
  });

  test('round trip', async () => {
    const before = await scene.raw.read(idOf(field));
    await scene.push((await scene.pull(idOf(field))).current);
    const after = await scene.raw.read(idOf(field));
    expect(memberText(after, field)).toBe(memberText(before, field));
    expect(Object.keys(JSON.parse(after) as Member)).toEqual(Object.keys(JSON.parse(before) as Member));
    if (field !== 'id' && field !== 'resourceType') expect(memberText(before, field)).toBe(memberText(wholeMedia(formOf(field)), field));
  });
});

// The narrative is shown by what sanitises it in the window: in a real browser.
describe('text', () => {
  test('show', async () => {
    const page = await openNarrativePage();
    try {
      const { current } = await scene.pull(idOf('text'));
      expect(await page.show(current['text'])).toStrictEqual({ words: 'A wound', markup: '<div>A wound</div>' });
      const hostile = '<div xmlns="http://www.w3.org/1999/xhtml"><p onclick="x()" style="position:fixed">Taken <b>after</b> dressing<img src="x" onerror="x()"/><a href="javascript:x()">!</a></p></div>';
      expect(await page.show({ status: 'additional', div: hostile })).toStrictEqual({ words: 'Taken after dressing!', markup: '<div><p>Taken <b>after</b> dressing!</p></div>' });
      expect(await page.show(undefined)).toBeNull();
    } finally {
      await page.close();
    }
  });
});

describe.each(dataFields.filter((field) => field !== 'text'))('%s', (field) => {
  test('show', async () => {
    const { current } = await scene.pull(idOf(field));
    const [text = ''] = shown(current, field);
    expect(text.trim()).not.toBe('');
    const { [field]: _taken, ...without } = current;
    // The one element that no Media lacks.
    expect(shown({ ...without, content: field === 'content' ? {} : current.content } as Media, field)).not.toEqual(shown(current, field));
  });
});

describe.each(dataFields.filter((field) => edits[field] !== undefined))('%s', (field) => {
  test('edit', async () => {
    const edit = edits[field];
    if (!edit) throw new Error(field);
    const source = { ...(parseFhirJson(wholeMedia(formOf(field))) as Media) };
    // Lightbox does not edit what a modifier extension may mean otherwise.
    delete source.modifierExtension;
    const id = await scene.raw.create(writeFhirJson(source));
    const { current } = await scene.pull(id);
    const from = edit.isItem ? (current[field] as readonly unknown[])[0] : edit.element === 'created' ? pick(current, /^_?created/) : field === 'subject' ? patientPartOf(current) : current[field];
    const to = field === 'subject' ? partForPatient(patientPartOf(current), edit.to as Reference) : edit.to;
    const checked = checkedAs(mediaEditSchema, { element: edit.element, from, to, ...(edit.isItem && { at: 0 }) });
    if (!checked.success) throw checked.error;
    const { resource } = await scene.push({ ...unwrap(applyMediaEdit(current, checked.data)), id });
    expect(writeFhirJson(resource)).toBe(await scene.raw.read(id));
    const held = JSON.parse(await scene.raw.read(id)) as Member;
    const expected = edit.element === 'created' ? (edit.to as Member)[field] : edit.to;
    expect(edit.isItem ? (held[field] as readonly unknown[])[0] : held[field]).toEqual(expected);
    // What is true of one patient only does not go to another.
    const left = field === 'subject' ? ['encounter', 'basedOn', 'partOf', 'text'] : [];
    for (const name of left) expect(held).not.toHaveProperty(name);
    const others = dataFields.filter((name) => name !== field && name !== 'meta' && !name.startsWith('created') && !left.includes(name));
    for (const name of others) expect(memberText(await scene.raw.read(id), name)).toBe(memberText(writeFhirJson(current), name));
  });
});

describe.each(dataFields.filter((field) => edits[field] === undefined))('%s', (field) => {
  test('no edit', async () => {
    const { current } = await scene.pull(idOf(field));
    expect(mediaEditSchema.safeParse({ element: field, from: current[field], to: current[field] }).success).toBe(false);
  });
});

function pick(media: Media, names: RegExp): Member {
  return Object.fromEntries(Object.entries(media).filter(([name]) => names.test(name)));
}
