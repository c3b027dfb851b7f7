import { describe, expect, it } from 'vitest';
import { detailGroups } from '../../../../../renderer/viewer/details/detailGroups.ts';
import { judge, type Values } from '../../../../../renderer/viewer/details/editors/editor.ts';
import { unwrap } from '../../../../../shared/errors/result.ts';
import { applyMediaEdit } from '../../../../../shared/fhir/edit/applyMediaEdit.ts';
import { invertMediaEdit } from '../../../../../shared/fhir/edit/mediaEdit.ts';
import { refuseMediaEdit } from '../../../../../shared/fhir/edit/refuseMediaEdit.ts';
import { canonicalExtensionUrl, mediaExtensions } from '../../../../../shared/fhir/extensions/mediaExtensions.ts';
import type { Media } from '../../../../../shared/fhir/resources.ts';

const ports = { author: 'N. Nurse', now: () => '2026-03-14T09:30:00.000Z', newId: () => 'new-id' };
const media = (more: Partial<Media> = {}): Media => ({ resourceType: 'Media', status: 'completed', content: {}, ...more });
const rowsOf = (one: Media) => detailGroups(one, ports).flatMap(({ rows }) => rows);
const row = (one: Media, path: string) => {
  const found = rowsOf(one).find((candidate) => candidate.path === path);
  if (!found) throw new Error(`no row ${path}`);
  return found;
};
const editorAt = (one: Media, path: string) => {
  const editor = rowsOf(one).find((candidate) => candidate.path === path)?.editor ?? detailGroups(one, ports).flatMap(({ additions }) => additions).find((addition) => addition.path === path)?.editor;
  if (!editor) throw new Error(`no editor ${path}`);
  return editor();
};

/** What a person types, one input after the other; then Save. */
function fill(one: Media, path: string, typed: Values) {
  const editor = editorAt(one, path);
  let values = editor.initial;
  for (const [name, value] of Object.entries(typed)) {
    const changed = { ...values, [name]: value };
    values = editor.follow?.(changed, values) ?? changed;
  }
  return judge(editor, values);
}

function problemsOf(one: Media, path: string, typed: Values): Values {
  const judged = fill(one, path, typed);
  return 'problems' in judged ? judged.problems : {};
}

/** The Media after the edit; the edit must be allowed, and taking it back must lead to the Media before. */
function after(one: Media, path: string, typed: Values): Media {
  const judged = fill(one, path, typed);
  if (!('edit' in judged)) throw new Error(JSON.stringify(judged.problems));
  expect(refuseMediaEdit(one, judged.edit, ports.author)).toBeNull();
  const changed = unwrap(applyMediaEdit(one, judged.edit));
  expect(unwrap(applyMediaEdit(changed, invertMediaEdit(judged.edit)))).toStrictEqual(one);
  return changed;
}

/** The data fields of the Media API's table. `text` is shown as the narrative, not as a row; the panel's own test looks at it. */
const table = `resourceType id meta implicitRules language contained extension modifierExtension identifier basedOn partOf status type modality view subject encounter createdDateTime
  createdPeriod issued operator reasonCode bodySite deviceName device height width frames duration content note`.split(/\s+/);

const mark = (name: string) => `mark-${name.toLowerCase()}`;
const everyField: Record<string, unknown> = {
  resourceType: 'Media', id: mark('id'), meta: { versionId: mark('meta') }, implicitRules: mark('implicitRules'), language: mark('language'),
  contained: [{ resourceType: 'Device', id: mark('contained') }], extension: [{ url: canonicalExtensionUrl('priority'), valueString: mark('extension') }],
  modifierExtension: [{ url: 'https://example.org/m', valueString: mark('modifierExtension') }], identifier: [{ value: mark('identifier') }], basedOn: [{ reference: mark('basedOn') }],
  partOf: [{ display: mark('partOf') }], status: 'stopped', type: { text: mark('type') }, modality: { coding: [{ code: mark('modality') }] }, view: { text: mark('view') },
  subject: { reference: mark('subject') }, encounter: { reference: mark('encounter') }, createdDateTime: '2011', createdPeriod: { start: '2012' }, issued: '2013-01-01T00:00:00Z',
  operator: { display: mark('operator') }, reasonCode: [{ text: mark('reasonCode') }], bodySite: { coding: [{ display: mark('bodySite') }] }, deviceName: mark('deviceName'),
  device: { identifier: { value: mark('device') } }, height: 1001, width: 1002, frames: 1003, duration: 1004.5, content: { title: mark('content') }, note: [{ text: mark('note') }],
};
const said: Readonly<Record<string, string>> = {
  resourceType: 'Media', status: 'Stopped', createdDateTime: '2011', createdPeriod: '2012', issued: '2013', height: '1001 px', width: '1002 px', frames: '1003', duration: '1004.5 s',
};

describe('the details show', () => {
  it('all 32 fields of the table', () => {
    expect([...table, 'text']).toHaveLength(32);
  });

  it.each(table)('%s', (name) => {
    const lines = rowsOf(everyField as Media).map(({ text, behind }) => `${text ?? ''}\n${behind ?? ''}`);
    expect(lines.filter((line) => line.includes(said[name] ?? mark(name)))).not.toHaveLength(0);
  });

  it.each(['contentType', 'url', 'size', 'hash', 'creation', 'language', 'id', 'vendor'])('content.%s', (name) => {
    expect(row(media({ content: { [name]: name === 'size' ? 5 : '2014' } }), `content.${name}`).text).toMatch(/2014|5 B/);
  });

  const spellings = mediaExtensions.flatMap(({ name, label, types }) => {
    const squeezed = name.replaceAll('-', '');
    return [canonicalExtensionUrl(name), `TINY_URLS.MEDIA.${squeezed.toUpperCase()}`, `http://tiny.url/media/${squeezed}`, `TINY_URLS.MEDIA.${name.toUpperCase().replaceAll('-', '_')}`]
      .map((url) => ({ name, label, url, type: types[0] }));
  });
  it.each(spellings)('the extension $name spelt $url by its label', ({ label, url }) => {
    expect(row(media({ extension: [{ url, valueString: 'here' }] }), 'extension[0]')).toMatchObject({ label, text: 'here', behind: url });
  });
  it.each(mediaExtensions)('the extension $name to be edited and judged, or locked with the reason', ({ name, types }) => {
    const good = { string: 'words', integer: '12', date: '2026-03-14', dateTime: '2026-03-14T09:30:00Z' }[types[0]];
    const one = media({ extension: [{ url: canonicalExtensionUrl(name), valueString: 'before' }] });
    const locked = ['subject', 'deleted-date-time', 'file-size', 'last-modified-date', 'last-modified-date-time'].includes(name);
    expect(row(one, 'extension[0]').locked).toBe(locked ? 'Written by the EHR; nobody edits it by hand.' : undefined);
    expect(row(one, 'extension[0]').editor === null).toBe(locked);
    if (locked) return;
    expect(after(one, 'extension[0]', { value: good }).extension?.[0]?.url).toBe(canonicalExtensionUrl(name));
    expect(problemsOf(one, 'extension[0]', { value: ' ' })['value']).toMatch(/^Write/);
  });

  it('what it does not know, as it stands', () => {
    const odd = media({ vendorElement: { a: [1, 2] }, _status: { id: 'x' }, extension: [{ url: 'https://example.org/own', valueQuantity: { value: 3 } }] });
    expect(row(odd, 'vendorElement').text).toContain('"a"');
    expect(row(odd, '_status').text).toContain('"x"');
    expect(row(odd, 'extension[0]')).toMatchObject({ label: 'https://example.org/own', editor: null });
  });

  it('each line under a path of its own', () => {
    const paths = detailGroups(everyField as Media, ports).flatMap(({ rows, additions }) => [...rows, ...additions].map(({ path }) => path));
    expect(new Set(paths).size).toBe(paths.length);
  });
});

describe('a clinician edits', () => {
  const foot = { system: 'http://snomed.info/sct', code: '56459004', display: 'Foot' };
  const left = { system: 'http://snomed.info/sct', code: '7771000', display: 'Left' };
  const keyOf = ({ system, code }: typeof foot) => `${system}|${code}`;

  it('the body site and its side, and the words follow; what the chart wrote beside stays', () => {
    const one = media({ bodySite: { extension: [{ url: 'https://example.org/own', valueString: 'kept' }], coding: [{ code: 'old', version: '1' }], text: 'Old', vendor: 1 } });
    const changed = after(one, 'bodySite', { code: keyOf(foot), side: keyOf(left) });
    expect(changed.bodySite).toStrictEqual({
      extension: [{ url: 'https://lightbox.dev/fhir/StructureDefinition/laterality', valueCoding: left }, { url: 'https://example.org/own', valueString: 'kept' }],
      coding: [foot], text: 'Foot, left', vendor: 1,
    });
    expect(after(changed, 'bodySite', { text: 'Sole of the left foot' }).bodySite).toMatchObject({ coding: [foot], text: 'Sole of the left foot' });
    expect(after(changed, 'bodySite', { side: '' }).bodySite).toStrictEqual({ extension: [{ url: 'https://example.org/own', valueString: 'kept' }], coding: [foot], text: 'Foot', vendor: 1 });
    expect(problemsOf(media(), 'bodySite', { side: '' })).toStrictEqual({ code: 'Choose from the list or write it in words.' });
  });

  it('type and modality by code, the view in words; a code no table has stays a choice', () => {
    expect(after(media(), 'type', { code: 'http://terminology.hl7.org/CodeSystem/media-type|video' }).type).toMatchObject({ coding: [{ code: 'video' }], text: 'Video' });
    const own = { system: 'https://vendor.example', code: 'own', version: '2' };
    expect(after(media({ modality: { coding: [own] } }), 'modality', { text: 'Wood lamp' }).modality).toStrictEqual({ coding: [own], text: 'Wood lamp' });
    expect(after(media(), 'view', { text: 'From above' }).view).toStrictEqual({ text: 'From above' });
  });

  it('when it was taken: a moment or a period, never both', () => {
    const moment = media({ createdDateTime: '2026' });
    const period = after(moment, 'created', { kind: 'period', start: '2026-01-01', end: '2026-01-02' });
    expect(period).toStrictEqual(media({ createdPeriod: { start: '2026-01-01', end: '2026-01-02' } }));
    expect(after(period, 'created', { kind: 'moment', moment: '2026-03-14T09:30:00+01:00' })).toStrictEqual(media({ createdDateTime: '2026-03-14T09:30:00+01:00' }));
    expect(problemsOf(moment, 'created', { moment: '14.3.2026' })['moment']).toContain('Write a date');
    expect(problemsOf(moment, 'created', { moment: '2026-02-30' })).toStrictEqual({ moment: 'That day is not in the calendar.' });
    expect(problemsOf(period, 'created', { start: '2026-01-03' })).toStrictEqual({ end: 'It cannot end before it began.' });
    expect(problemsOf(period, 'created', { start: 'x' })['start']).toContain('Write a date');
  });

  it.each([['encounter', 'Encounter/1'], ['operator', 'Practitioner/1'], ['device', 'Device/1'], ['basedOn', 'ServiceRequest/1'], ['partOf', 'Procedure/1']] as const)('%s as a reference, judged at the field', (path, reference) => {
    const changed = after(media(), path, { reference, display: 'Named' });
    expect([changed[path]].flat()).toStrictEqual([{ reference, display: 'Named' }]);
    expect(problemsOf(media(), path, { reference: 'see chart' })['reference']).toContain('Write a reference as Type/id');
    expect(problemsOf(media(), path, {})).toStrictEqual({ reference: 'Write a reference or a name.' });
  });

  it('identifiers, reasons, the device’s name and the status', () => {
    expect(after(media({ identifier: [{ value: 'a', use: 'old' }] }), 'identifier[0]', { value: 'b', system: 'urn:oid:1.2' }).identifier).toStrictEqual([{ use: 'old', system: 'urn:oid:1.2', value: 'b' }]);
    expect(problemsOf(media(), 'identifier', { value: 'b', system: 'ours' })['system']).toContain('web address');
    expect(problemsOf(media(), 'identifier', { system: 'urn:oid:1.2' })['value']).toBe('Write something here.');
    expect(after(media({ reasonCode: [{ text: 'a', coding: [{ code: '1' }] }] }), 'reasonCode[0]', { text: 'b' }).reasonCode).toStrictEqual([{ text: 'b' }]);
    expect(problemsOf(media(), 'deviceName', { name: ' ' })['name']).toBe('Write something here.');
    expect(after(media(), 'status', { status: 'on-hold' }).status).toBe('on-hold');
  });

  it('their own notes; of others’ and of drawings it says why not', () => {
    const added = after(media(), 'note', { text: 'seen' });
    expect(added.note).toStrictEqual([{ id: 'new-id', authorString: 'N. Nurse', time: '2026-03-14T09:30:00.000Z', text: 'seen' }]);
    expect(after(added, 'note[0]', { text: 'healed' }).note?.[0]).toMatchObject({ id: 'new-id', text: 'healed' });
    expect(row(media({ note: [{ authorString: 'Dr. Vos', text: 'a' }] }), 'note[0]')).toMatchObject({ editor: null, locked: 'Only its author changes a note.' });
    expect(row(media({ note: [{ text: 'unsigned' }] }), 'note[0]').editor).toBeNull();
  });

  it('whose picture it is by choosing another patient, never by writing a reference', () => {
    const { editor, locked } = row(media({ subject: { reference: 'Patient/1' } }), 'subject');
    expect([editor, locked]).toStrictEqual([null, undefined]);
  });

  it('by taking away what may be away', () => {
    const { removal } = editorAt(media({ bodySite: { text: 'Foot' } }), 'bodySite');
    expect(removal && unwrap(applyMediaEdit(media({ bodySite: { text: 'Foot' } }), removal))).toStrictEqual(media());
    expect(editorAt(media(), 'status').removal).toBeNull();
    expect(editorAt(media(), 'bodySite').removal).toBeNull();
  });
});
