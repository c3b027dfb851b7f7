import { conceptText } from '../../../shared/fhir/mediaView.ts';
import { isWrittenForm, writeFhirJson } from '../../../shared/fhir/codec/fhirJson.ts';
import type { CodeableConcept, Coding, Reference } from '../../../shared/fhir/elements.ts';
import { lateralityUrl } from '../../../shared/fhir/capturedMedia.ts';
import { lockedExtensions } from '../../../shared/fhir/edit/refuseMediaEdit.ts';
import { mediaExtensionName, mediaExtensions, mediaExtensionText } from '../../../shared/fhir/extensions/mediaExtensions.ts';
import { noteToLayer } from '../../../shared/annotation/noteCodec.ts';
import type { Media } from '../../../shared/fhir/resources.ts';
import { formatBytes, formatDay, formatDuration, formatTime } from '../../ui/index.ts';
import { bodySiteEditor } from './editors/bodySiteEditor.ts';
import { conceptEditor, reasonEditor } from './editors/conceptEditor.ts';
import { createdEditor } from './editors/createdEditor.ts';
import type { Editor } from './editors/editor.ts';
import { extensionEditor, missingExtensions } from './editors/extensionEditor.ts';
import { deviceNameEditor, identifierEditor, noteEditor, referenceEditor, statusEditor, statusWords } from './editors/plainEditors.ts';

/** One line of the details: what it is called, what it says, and whether and how it is edited. */
export interface DetailRow {
  /** Where it stands in the resource; unique. */
  readonly path: string;
  readonly label: string;
  /** Null: the Media says nothing. */
  readonly text: string | null;
  /** Codes, references, authors: what stands behind the words. */
  readonly behind?: string | undefined;
  readonly editor: (() => Editor) | null;
  /** Why it is not edited, where a person would expect it to be. */
  readonly locked?: string;
}

export interface DetailGroup {
  readonly title: string;
  readonly rows: readonly DetailRow[];
  /** Holds for all of its rows. */
  readonly locked?: string;
  readonly additions: readonly { readonly path: string; readonly label: string; readonly editor: () => Editor }[];
}

export interface EditingPorts {
  readonly author: string;
  /** ISO 8601 instant. */
  readonly now: () => string;
  readonly newId: () => string;
  /** Of the patient this computer knows as the subject. */
  readonly patientName?: string | undefined;
}

const moment = (text: string | undefined) => (text === undefined ? null : `${formatDay(text)} ${formatTime(text) ?? ''}`.trim());
/** The code systems that stand often enough to be called by their names. */
const systemNames: Readonly<Record<string, string>> = { 'http://snomed.info/sct': 'SNOMED CT', 'http://dicom.nema.org/resources/ontology/DCM': 'DICOM' };
const codings = (coding: readonly Coding[] | undefined) =>
  coding?.map(({ system, code, display }) => [system === undefined ? undefined : (systemNames[system] ?? system), code, display].filter((part) => part !== undefined).join(' · ')).join('\n');
const referenceText = (reference: Reference | undefined) => reference?.display ?? reference?.reference ?? reference?.identifier?.value ?? null;
const referenceBehind = (reference: Reference | undefined) => (reference?.display === undefined ? undefined : (reference.reference ?? reference.identifier?.value));
const json = (value: unknown) => writeFhirJson(value, 1);

/** Every field of a Media, in the groups of the panel; what no group has is listed last, as it stands. */
export function detailGroups(media: Media, ports: EditingPorts): readonly DetailGroup[] {
  return [whatAndWhere(media), whenAndWhy(media), whoAndWith(media, ports), belongsTo(media), notes(media, ports), ehrFields(media), bytes(media), record(media), others(media)].filter(
    ({ rows, additions }) => rows.length > 0 || additions.length > 0,
  );
}

function conceptRow(path: string, label: string, concept: CodeableConcept | undefined, editor: DetailRow['editor']): DetailRow {
  return { path, label, text: conceptText(concept), behind: codings(concept?.coding), editor };
}

function whatAndWhere(media: Media): DetailGroup {
  const extensions = media.bodySite?.['extension'];
  const side = Array.isArray(extensions) ? (extensions as readonly Readonly<Record<string, unknown>>[]).find(({ url }) => url === lateralityUrl) : undefined;
  const sideCoding = side?.['valueCoding'] as Coding | undefined;
  return {
    title: 'What and where',
    rows: [
      { path: 'status', label: 'Status', text: statusWords[media.status], editor: () => statusEditor(media) },
      conceptRow('type', 'Type', media.type, () => conceptEditor(media, 'type')),
      conceptRow('modality', 'Modality', media.modality, () => conceptEditor(media, 'modality')),
      conceptRow('view', 'View', media.view, () => conceptEditor(media, 'view')),
      {
        path: 'bodySite', label: 'Body site', text: conceptText(media.bodySite), behind: [codings(media.bodySite?.coding), sideCoding && codings([sideCoding])].filter(Boolean).join('\n') || undefined,
        editor: () => bodySiteEditor(media),
      },
    ],
    additions: [],
  };
}

function whenAndWhy(media: Media): DetailGroup {
  const { start, end } = media.createdPeriod ?? {};
  const period = media.createdPeriod === undefined ? null : `${moment(start) ?? '…'} – ${moment(end) ?? '…'}`;
  const reasons = media.reasonCode ?? [];
  return {
    title: 'When and why',
    rows: [
      {
        path: 'created', label: 'Taken', text: moment(media.createdDateTime) ?? period, editor: () => createdEditor(media),
        behind: [media.createdDateTime, media.createdPeriod && [start, end].map((bound) => bound ?? '…').join(' – ')].filter((part) => part !== undefined).join('\n') || undefined,
      },
      ...(media.issued === undefined ? [] : [{ path: 'issued', label: 'Issued', text: moment(media.issued), behind: media.issued, editor: null, locked: 'The chart says when this version was released.' }]),
      ...reasons.map((reason, at) => conceptRow(`reasonCode[${String(at)}]`, 'Reason', reason, () => reasonEditor(media, at))),
    ],
    additions: [{ path: 'reasonCode', label: 'Add a reason', editor: () => reasonEditor(media, reasons.length) }],
  };
}

function whoAndWith(media: Media, { patientName }: EditingPorts): DetailGroup {
  const referenceRow = (element: 'encounter' | 'operator' | 'device', label: string): DetailRow => ({
    path: element, label, text: referenceText(media[element]), behind: referenceBehind(media[element]), editor: () => referenceEditor(media, { element }),
  });
  return {
    title: 'Who and with what',
    rows: [
      // Changed by choosing another patient, never by writing a reference.
      { path: 'subject', label: 'Subject', text: patientName ?? referenceText(media.subject), behind: patientName === undefined ? referenceBehind(media.subject) : media.subject?.reference, editor: null },
      referenceRow('encounter', 'Encounter'),
      referenceRow('operator', 'Taken by'),
      referenceRow('device', 'Device'),
      { path: 'deviceName', label: 'Device name', text: media.deviceName ?? null, editor: () => deviceNameEditor(media) },
    ],
    additions: [],
  };
}

const listed = [['basedOn', 'Based on', 'Add what it is based on'], ['partOf', 'Part of', 'Add what it is part of']] as const;

function belongsTo(media: Media): DetailGroup {
  const identifiers = media.identifier ?? [];
  return {
    title: 'Belongs to',
    rows: [
      ...identifiers.map(({ value, system }, at): DetailRow => ({ path: `identifier[${String(at)}]`, label: 'Identifier', text: value ?? null, behind: system, editor: () => identifierEditor(media, at) })),
      ...listed.flatMap(([element, label]) => (media[element] ?? []).map((reference, at): DetailRow => ({
        path: `${element}[${String(at)}]`, label, text: referenceText(reference), behind: referenceBehind(reference), editor: () => referenceEditor(media, { element, at }),
      }))),
    ],
    additions: [
      { path: 'identifier', label: 'Add an identifier', editor: () => identifierEditor(media, identifiers.length) },
      ...listed.map(([element, , label]) => ({ path: element, label, editor: () => referenceEditor(media, { element, at: media[element]?.length ?? 0 }) })),
    ],
  };
}

function notes(media: Media, ports: EditingPorts): DetailGroup {
  const all = media.note ?? [];
  return {
    title: 'Notes',
    rows: all.map((note, at) => {
      const drawn = noteToLayer(note).kind !== 'none';
      const mine = note.authorString === ports.author && note.authorReference === undefined;
      return {
        path: `note[${String(at)}]`, label: note.authorString ?? referenceText(note.authorReference) ?? 'Author unknown', text: note.text, behind: moment(note.time) ?? undefined,
        editor: drawn || !mine ? null : () => noteEditor(media, at, ports),
        ...(drawn ? { locked: 'A drawing: change it on the picture.' } : mine ? {} : { locked: 'Only its author changes a note.' }),
      };
    }),
    additions: [{ path: 'note', label: 'Add a note', editor: () => noteEditor(media, all.length, ports) }],
  };
}

const lockedExtensionReason = 'Written by the EHR; nobody edits it by hand.';

function ehrFields(media: Media): DetailGroup {
  const rows = (media.extension ?? []).flatMap((extension, at): DetailRow[] => {
    const name = mediaExtensionName(extension.url);
    if (name === undefined) return [];
    const text = mediaExtensionText({ extension: [extension] }, name);
    const editable = text !== undefined && !lockedExtensions.has(name);
    return [{
      path: `extension[${String(at)}]`, label: mediaExtensions.find((one) => one.name === name)?.label ?? name, text: text ?? json(extension), behind: extension.url,
      editor: editable ? () => extensionEditor(media, at) : null, ...(!editable && { locked: lockedExtensionReason }),
    }];
  });
  return {
    title: 'The EHR’s own fields',
    rows,
    additions: missingExtensions(media).length === 0 ? [] : [{ path: 'extension', label: 'Add a field of the EHR', editor: () => extensionEditor(media, media.extension?.length ?? 0) }],
  };
}

/** What is there, not edited. */
function stated(...rows: readonly (readonly [path: string, label: string, text: string | null | undefined])[]): readonly DetailRow[] {
  return rows.flatMap(([path, label, text]) => (text === null || text === undefined || text === '' ? [] : [{ path, label, text, editor: null }]));
}

const contentMembers = ['id', 'contentType', 'language', 'data', 'url', 'size', 'hash', 'title', 'creation'];

function bytes(media: Media): DetailGroup {
  const { content, width, height } = media;
  return {
    title: 'The picture itself',
    locked: 'These describe the bytes and the way they are kept, so nobody edits them.',
    rows: stated(
      ['width', 'Width', width === undefined ? null : `${String(width)} px`],
      ['height', 'Height', height === undefined ? null : `${String(height)} px`],
      ['frames', 'Frames', media.frames === undefined ? null : String(media.frames)],
      ['duration', 'Duration', media.duration === undefined ? null : `${formatDuration(media.duration)} (${String(media.duration)} s)`],
      ['content.contentType', 'Kind of file', content.contentType],
      ['content.title', 'Title', content.title],
      ['content.size', 'File size', content.size === undefined ? null : `${formatBytes(content.size)} (${content.size.toLocaleString('en')} bytes)`],
      ['content.hash', 'SHA-1', content.hash],
      ['content.creation', 'File made', moment(content.creation)],
      ['content.url', 'Kept at', content.url],
      ['content.language', 'Language of it', typeof content['language'] === 'string' ? content['language'] : null],
      ['content.id', 'Element id', content.id],
      ...Object.entries(content).filter(([name]) => !contentMembers.includes(name)).map(([name, value]) => [`content.${name}`, name, json(value)] as const),
    ),
    additions: [],
  };
}

const metaMembers = ['versionId', 'lastUpdated', 'source', 'tag', 'security', 'profile'];

function record(media: Media): DetailGroup {
  const meta = media.meta ?? {};
  return {
    title: 'The record in the chart',
    locked: 'The chart keeps these; nobody edits them.',
    rows: stated(
      ['resourceType', 'Resource type', media.resourceType],
      ['id', 'Id', media.id],
      ['meta.versionId', 'Version', meta.versionId],
      ['meta.lastUpdated', 'Last changed', moment(meta.lastUpdated)],
      ['meta.source', 'Source', typeof meta['source'] === 'string' ? meta['source'] : null],
      ['meta.tag', 'Tags', codings(meta.tag)],
      ['meta.security', 'Security labels', meta['security'] === undefined ? null : json(meta['security'])],
      ['meta.profile', 'Profiles', Array.isArray(meta['profile']) ? meta['profile'].join('\n') : null],
      ...Object.entries(meta).filter(([name]) => !metaMembers.includes(name)).map(([name, value]) => [`meta.${name}`, name, json(value)] as const),
      ['implicitRules', 'Implicit rules', media.implicitRules],
      ['language', 'Language', media.language],
    ),
    additions: [],
  };
}

/** What the groups above and the narrative show. */
const shownElements = new Set([
  'resourceType', 'id', 'meta', 'implicitRules', 'language', 'text', 'extension', 'identifier', 'basedOn', 'partOf', 'status', 'type', 'modality', 'view', 'subject', 'encounter',
  'createdDateTime', 'createdPeriod', 'issued', 'operator', 'reasonCode', 'bodySite', 'deviceName', 'device', 'height', 'width', 'frames', 'duration', 'content', 'note',
]);
const otherWords: Readonly<Record<string, string>> = { contained: 'Contained', modifierExtension: 'Modifier extensions' };

function others(media: Media): DetailGroup {
  const unknownExtensions = (media.extension ?? []).flatMap((extension, at) => (mediaExtensionName(extension.url) === undefined ? [[`extension[${String(at)}]`, extension.url, json(without(extension))] as const] : []));
  return {
    title: 'Also in the record',
    locked: 'Lightbox does not know these. They are shown as they stand, and kept and sent back unchanged.',
    rows: stated(
      ...Object.entries(media).filter(([name]) => !shownElements.has(name) && !isWrittenForm(name)).map(([name, value]) => [name, otherWords[name] ?? name, json(value)] as const),
      ...unknownExtensions,
    ),
    additions: [],
  };
}

function without({ url: _url, ...rest }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return rest;
}
