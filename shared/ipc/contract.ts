import { z } from 'zod';
import { layerSchema } from '../annotation/layer.ts';
import { mediaEditSchema, patientPartSchema } from '../fhir/edit/mediaEdit.ts';
import { codingSchema, referenceSchema } from '../fhir/elements.ts';
import { newPatientSchema } from '../fhir/newPatient.ts';
import { newVisitSchema } from '../fhir/newVisit.ts';
import { referringElements } from '../fhir/referable.ts';
import { mediaSchema } from '../fhir/resources.ts';
import { deviationsSchema } from '../fhir/xcaliber/deviation.ts';
import { exportReportSchema } from '../sync/exportManifest.ts';
import { lossesSchema } from '../sync/loss.ts';
import { mergeChoiceSchema } from '../sync/mergeConflict.ts';
import { syncPauseSchema } from '../sync/syncPause.ts';
import { chartIdentitySchema, dicomIntakeSchema, mediaProposalSchema } from './dicomViews.ts';
import { conflictViewSchema, setAsideViewSchema } from './conflictViews.ts';
import {
  connectionRequestSchema, connectionViewSchema, discoveryRequestSchema, discoverySchema, mediaTransferSchema, mediaViewSchema, noteViewSchema, patientRegistrationSchema, patientViewSchema, sendingViewSchema, serverReportSchema, sessionViewSchema,
  syncEntryViewSchema, keptContentsSchema, syncStatusSchema, visitViewSchema,
} from './views.ts';

/**
 * Every call the window can make, and every event it can hear. Both ends derive from this: a missing handler
 * (electron/ipc) or a wrong call (renderer/ipc) does not compile. Inputs are parsed on arrival, after the sender is checked.
 */
const method = <Input extends z.ZodType, Output extends z.ZodType>(input: Input, output: Output) => ({ input, output });

const nothing = z.undefined();
const passphrase = z.string().min(1).max(1024);
const mediaId = z.strictObject({ mediaId: z.string() });
const fileBytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'bytes expected');
const patientId = z.strictObject({ patientId: z.string() });

/** The largest single file the window hands over; larger ones are refused with `data.too-large`. */
export const largestIntakeBytes = 256 * 1024 * 1024;

export const captureMetadataSchema = z.strictObject({
  title: z.string().max(200),
  /** From DICOM CID 4 (SNOMED CT). */
  bodySite: codingSchema.nullable(),
  /** From DICOM CID 244 (SNOMED CT). R4 Media has no laterality: it goes into bodySite.text and an extension on bodySite. */
  laterality: codingSchema.nullable(),
  /** FHIR dateTime with zone, or a day; when the picture was taken. */
  createdDateTime: z.union([z.iso.datetime({ offset: true }), z.iso.date()]),
  reason: z.string().max(500),
  note: z.string().max(4000),
  /** What the file itself said and a person accepted. */
  fromFile: mediaProposalSchema.pick({ modality: true, view: true, deviceName: true, accession: true }).optional(),
});
export type CaptureMetadata = z.infer<typeof captureMetadataSchema>;

export const intakeSources = ['camera', 'file', 'drop', 'paste'] as const;

export const mediaDetailSchema = z.strictObject({
  view: mediaViewSchema,
  patient: patientViewSchema.nullable(),
  /** The resource as it stands here, inline data left out. */
  resource: mediaSchema,
  /** By what the chart knows the patient, for a file that names its own. */
  identity: chartIdentitySchema.nullable(),
  layers: z.array(layerSchema),
  notes: z.array(noteViewSchema),
  /** Where the chart's answer was not what R4 says, as far as it was read all the same. */
  deviations: deviationsSchema,
  /** What the chart did not keep of this Media when it was last sent. */
  losses: lossesSchema,
});
export type MediaDetail = z.infer<typeof mediaDetailSchema>;

export const contract = {
  'session.state': method(nothing, sessionViewSchema),
  'session.create': method(z.strictObject({ passphrase, authorName: z.string().min(1).max(120), systemUnlock: z.boolean() }), z.strictObject({ recoveryKey: z.string() })),
  'session.unlock': method(z.strictObject({ passphrase }), nothing),
  'session.unlockWithRecoveryKey': method(z.strictObject({ recoveryKey: z.string().min(1).max(200), newPassphrase: passphrase }), nothing),
  'session.unlockWithSystem': method(nothing, nothing),
  'session.lock': method(nothing, nothing),

  'connection.current': method(nothing, connectionViewSchema.nullable()),
  /** Asks an address what it is, without any credentials. */
  'connection.discover': method(discoveryRequestSchema, discoverySchema),
  'connection.test': method(connectionRequestSchema, serverReportSchema),
  'connection.useDemo': method(nothing, connectionViewSchema),
  /** With a login page it answers only when a person has signed in there, or gave up: minutes. */
  'connection.connect': method(connectionRequestSchema, connectionViewSchema),
  /** Signs in again on the login page of the chart that is connected. */
  'connection.signIn': method(nothing, connectionViewSchema),
  /** Ends a sign-in that waits for its login page: it answers `local.cancelled`. */
  'connection.cancelSignIn': method(nothing, nothing),
  /** What the chart was found not to keep, by reading back what was sent. */
  'connection.losses': method(nothing, lossesSchema),
  /** Forgets the chart with its copy here; only when everything done here is proven to be in it. */
  'connection.remove': method(nothing, nothing),

  /** `query` matches name, MRN and birth date, recently used first; empty: every patient, the pinned before them. `first`: so many of them; all without it. */
  'patients.list': method(z.strictObject({ query: z.string().max(200), first: z.number().int().positive().optional() }), z.array(patientViewSchema)),
  'patients.get': method(patientId, patientViewSchema),
  'patients.pin': method(z.strictObject({ patientId: z.string(), pinned: z.boolean() }), nothing),

  /** Those here who may be the one who is meant: by the same number, or the same name and birth date. @param patientId who is being corrected; null: a new one. */
  'patients.alike': method(z.strictObject({ patientId: z.string().nullable(), details: newPatientSchema }), z.array(patientViewSchema)),
  /** A patient whom the chart does not know yet; or (`patientId`) a correction of one made here and not sent. Answers only when it is on disk for good. */
  'patients.register': method(z.strictObject({ patientId: z.string().nullable(), details: newPatientSchema }), patientViewSchema),
  /** Null: the chart knows the patient. */
  'patients.registration': method(patientId, patientRegistrationSchema.nullable()),
  /**
   * A person compared a patient made here with those of the chart: it is `samePatientId`, who gets all of its pictures, and it is never sent; or (null)
   * none of them, and it is sent. Fails with `local.work-waiting` while the chart may have taken it.
   */
  'patients.decide': method(z.strictObject({ patientId: z.string(), samePatientId: z.string().nullable() }), patientViewSchema),

  /** The visit that pictures of this patient join; null: none. */
  'visits.present': method(patientId, visitViewSchema.nullable()),
  'visits.start': method(newVisitSchema.extend({ patientId: z.string() }), visitViewSchema),
  /** What is recorded from now on joins it no more. */
  'visits.leave': method(z.strictObject({ visitId: z.string() }), nothing),
  /** The chart is not to get it; its pictures go without. */
  'visits.drop': method(z.strictObject({ visitId: z.string() }), nothing),

  /** Newest first. */
  'media.list': method(patientId, z.array(mediaViewSchema)),
  'media.get': method(mediaId, mediaDetailSchema),
  /** Full text over title, body site, modality, notes, device and patient; at most 200. What was entered in error only where it is asked for. */
  'media.search': method(z.strictObject({ query: z.string().max(200), enteredInError: z.boolean() }), z.array(z.strictObject({ media: mediaViewSchema, patient: patientViewSchema.nullable() }))),
  /** Fetches the bytes of a Media that is not on this computer yet. */
  'media.fetchContent': method(mediaId, nothing),
  /** Ends a fetch; what came is kept, and fetched no further until a person asks. `media.fetchContent` answers `local.cancelled`. */
  'media.cancelFetch': method(mediaId, nothing),
  'media.transfer': method(mediaId, mediaTransferSchema),
  /** One field, in one transaction; what it does not name stays as it is. Answers only when it is on disk for good. */
  'media.edit': method(z.strictObject({ mediaId: z.string(), edit: mediaEditSchema }), mediaDetailSchema),
  /**
   * Gives a Media to another patient, without what is true of the one before only (`from`: as the person saw it; fails with
   * `data.changed-meanwhile` where something else stands there). `edit` is what was done; its inverse takes it back.
   */
  'media.move': method(z.strictObject({ mediaId: z.string(), from: patientPartSchema, toPatientId: z.string() }), z.strictObject({ detail: mediaDetailSchema, edit: mediaEditSchema })),

  /** What of this Media was decided against, newest first. */
  'media.setAside': method(mediaId, z.array(setAsideViewSchema)),
  /** Makes it stand again: a field in the place of what is there now, a drawing or a note beside it. Fails with `data.changed-meanwhile` when its place is gone. */
  'media.bringBack': method(z.strictObject({ mediaId: z.string(), id: z.number().int() }), mediaDetailSchema),

  /** The three sides of a Media that both sides changed; null when nothing waits for a person. Needs no chart. */
  'conflict.get': method(mediaId, conflictViewSchema.nullable()),
  /**
   * A choice for each thing both sides changed (shared/sync/merge). `shown` is what `conflict.get` answered: fails with `data.changed-meanwhile` when
   * one side is another now. The chart gets it with the version that was shown; where it moved on, there is a new conflict.
   */
  'conflict.resolve': method(z.strictObject({ mediaId: z.string(), shown: z.string().max(100), choices: z.array(mergeChoiceSchema).max(10_000) }), nothing),

  /** What the Media on this computer refer to in this element: of this Media's patient, and of all where it belongs to no patient. */
  'references.seen': method(z.strictObject({ mediaId: z.string(), element: z.enum(referringElements) }), z.array(referenceSchema)),
  /** What the chart has for this element; null when it cannot be asked, now or ever. */
  'references.search': method(z.strictObject({ mediaId: z.string(), element: z.enum(referringElements), words: z.string().max(200) }), z.array(referenceSchema).nullable()),

  /** What a DICOM file proposes, and where it names another patient; null for every other kind of file. Keeps nothing. */
  'capture.inspect': method(z.strictObject({ patientId: z.string(), bytes: fileBytes }), dicomIntakeSchema.nullable()),
  /**
   * Sniffs, checks, encrypts, records; answers only when it is on disk for good. Fails with `data.other-patient` where a DICOM file names another
   * patient, unless a person said that it is this one's (`keepIdentity`), which is recorded with the Media.
   */
  'capture.save': method(
    z.strictObject({ patientId: z.string(), bytes: fileBytes, source: z.enum(intakeSources), metadata: captureMetadataSchema, keepIdentity: z.boolean().optional() }),
    mediaViewSchema,
  ),

  /** One transaction. Layers and notes not named stay as they are. Answers only when it is on disk for good. */
  'annotations.save': method(
    z.strictObject({ mediaId: z.string(), upsert: z.array(layerSchema).max(200), remove: z.array(z.uuid()).max(200) }),
    mediaDetailSchema,
  ),

  /** How many bytes of pictures are on this computer, and may be. */
  'content.kept': method(nothing, keptContentsSchema),
  'content.limit': method(keptContentsSchema.pick({ limitBytes: true }), nothing),

  'sync.status': method(nothing, syncStatusSchema),
  'sync.entries': method(nothing, z.array(syncEntryViewSchema)),
  /** How far the files on their way are. */
  'sync.sending': method(nothing, sendingViewSchema),
  /** Tries everything now; also after the network came back. While paused nothing goes by itself. */
  'sync.now': method(nothing, nothing),
  'sync.setOffline': method(z.strictObject({ offline: z.boolean() }), nothing),
  /** Remembered over restarts. What is not named stays as it is. */
  'sync.pause': method(syncPauseSchema.pick({ paused: true, metered: true, largeBytes: true }).partial(), nothing),
  /** Holds one entry back; or lets it go, also when it is large on a metered connection. */
  'sync.hold': method(z.strictObject({ sequence: z.number().int(), hold: z.boolean() }), nothing),
  /**
   * Copies entries (null: all that are not confirmed) into a new folder inside one the person chooses: original bytes, FHIR JSON, a manifest with
   * SHA-256. @returns null when they chose none.
   */
  'sync.export': method(z.strictObject({ sequences: z.array(z.number().int()).max(100_000).nullable() }), exportReportSchema.nullable()),
  'sync.retry': method(z.strictObject({ sequence: z.number().int() }), nothing),
} as const;

export type Contract = typeof contract;
export type MethodName = keyof Contract;
export type MethodInput<Name extends MethodName> = z.infer<Contract[Name]['input']>;
export type MethodOutput<Name extends MethodName> = z.infer<Contract[Name]['output']>;

/** What changed; the window asks again for what it shows. Carries ids only. */
export const eventSchema = z.discriminatedUnion('topic', [
  z.strictObject({ topic: z.literal('session') }),
  z.strictObject({ topic: z.literal('connection') }),
  z.strictObject({ topic: z.literal('patients') }),
  z.strictObject({ topic: z.literal('media'), mediaId: z.string(), patientId: z.string().nullable() }),
  /** So many at once that any Media may be another than before. */
  z.strictObject({ topic: z.literal('manyMedia') }),
  z.strictObject({ topic: z.literal('sync') }),
  /** Its bytes move, began to, or no longer do. At most five times a second for each Media. */
  z.strictObject({ topic: z.literal('transfer'), mediaId: z.string() }),
  /** A menu or key of the operating system asks the window to do something. */
  z.strictObject({ topic: z.literal('command'), command: z.enum(['find', 'lock', 'undo', 'redo', 'help']) }),
]);
export type LightboxEvent = z.infer<typeof eventSchema>;

/** Where the window gets pixels from; relative to the page, served by the `app://` handler with Range. */
export const mediaContentPath = (id: string) => `/media/${encodeURIComponent(id)}/content`;
/** @param name a view's `thumbnail`: a window that shows this one already does not ask again. */
export const mediaThumbnailPath = (id: string, name: string) => `/media/${encodeURIComponent(id)}/thumbnail?name=${encodeURIComponent(name)}`;
