import { z } from 'zod';
import { failureSchema } from '../errors/errorCode.ts';
import { newPatientSchema } from '../fhir/newPatient.ts';
import { registrationTypes } from '../fhir/registration.ts';
import { outboxOperations, outboxResourceTypes, outboxStates } from '../sync/outboxEntry.ts';
import { holdReasons, syncPauseSchema } from '../sync/syncPause.ts';

/** What the window is told: small, flat, ready to show. Ids are Lightbox's own UUIDs. Instants are ms since 1970 UTC. */

export const sessionViewSchema = z.strictObject({
  phase: z.enum(['first-run', 'locked', 'unlocked', 'unusable']),
  /** Why the data directory cannot be opened, in phase `unusable`. */
  problem: failureSchema.nullable(),
  /** The operating system keeps the key too, so that unlocking needs no passphrase. */
  systemUnlock: z.boolean(),
  /** The operating system has a real key ring that could keep it. */
  systemKeyRingAvailable: z.boolean(),
  /** A practice copy with made-up patients; connects to nothing but the demo EHR. */
  demo: z.boolean(),
  /** The name that stands under this person's notes; empty until unlocked. */
  authorName: z.string(),
  appVersion: z.string(),
  dataDirectory: z.string(),
});
export type SessionView = z.infer<typeof sessionViewSchema>;

/** Where a picture or its latest change stands on its way to the chart. */
const safetyStates = ['local', 'sending', 'accepted', 'proven', 'conflict', 'needs-you', 'deleted'] as const;
export const safetySchema = z.strictObject({
  state: z.enum(safetyStates),
  /** Sent share of the bytes, 0..1, while sending. */
  progress: z.number().min(0).max(1).nullable(),
  provenAt: z.number().nullable(),
  failure: failureSchema.nullable(),
});
export type Safety = z.infer<typeof safetySchema>;

export const patientViewSchema = z.strictObject({
  id: z.string(),
  /** "Family, Given Given". */
  name: z.string(),
  /** FHIR date: YYYY, YYYY-MM or YYYY-MM-DD; null when the chart has none. */
  birthDate: z.string().nullable(),
  sex: z.enum(['male', 'female', 'other', 'unknown']),
  /** Medical record number as the chart writes it. */
  mrn: z.string().nullable(),
  mediaCount: z.number().int().nonnegative(),
  /** FHIR dateTime of the newest Media. */
  newestMediaAt: z.string().nullable(),
  pinned: z.boolean(),
  /** On the way to the chart; null: the chart knows the patient. */
  safety: safetySchema.nullable(),
});
export type PatientView = z.infer<typeof patientViewSchema>;

/** A patient made here, on the way to the chart. */
export const patientRegistrationSchema = z.strictObject({
  details: newPatientSchema,
  /** Patients of the chart with the same identifier, whom nobody told apart yet. */
  alike: z.array(patientViewSchema),
  /** The chart took this patient and keeps it otherwise than it was written: `alike` is that one, and nobody else. */
  isTaken: z.boolean(),
  /** It is not on the way: it may be corrected, or found to be one of the chart's. */
  mayChange: z.boolean(),
  /** Of its entry in the outbox. */
  sequence: z.number().int(),
  state: z.enum(outboxStates),
  failure: failureSchema.nullable(),
});
export type PatientRegistration = z.infer<typeof patientRegistrationSchema>;

/** The visit that pictures of a patient join. */
export const visitViewSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  startedAt: z.number(),
  /** The chart is proven to hold it. */
  inChart: z.boolean(),
  /** Why it could not be sent. */
  failure: failureSchema.nullable(),
});
export type VisitView = z.infer<typeof visitViewSchema>;

const mediaKinds = ['photo', 'animation', 'video', 'audio', 'document', 'other'] as const;
export const mediaViewSchema = z.strictObject({
  id: z.string(),
  patientId: z.string().nullable(),
  kind: z.enum(mediaKinds),
  /** content.title, else what is known: body site, modality, kind. Never empty. */
  title: z.string(),
  contentType: z.string().nullable(),
  /** FHIR dateTime of created[x], else issued. */
  createdAt: z.string().nullable(),
  bodySite: z.string().nullable(),
  modality: z.string().nullable(),
  status: z.string(),
  /** Pixels as shown upright; null when unknown. */
  width: z.number().int().positive().nullable(),
  height: z.number().int().positive().nullable(),
  frames: z.number().int().positive(),
  durationSeconds: z.number().nonnegative().nullable(),
  layerCount: z.number().int().nonnegative(),
  noteCount: z.number().int().nonnegative(),
  /** The bytes are on this computer. */
  available: z.boolean(),
  /** What its small picture is called: another name for other pixels, the same for the same; null while there is none. */
  thumbnail: z.string().nullable(),
  /** Goes up with every local or pulled change of this Media. */
  revision: z.number().int(),
  safety: safetySchema,
});
export type MediaView = z.infer<typeof mediaViewSchema>;

export const noteViewSchema = z.strictObject({
  author: z.string().nullable(),
  time: z.string().nullable(),
  /** Markdown as written; shown as text until sanitised. */
  text: z.string(),
  /** The note carries this layer's geometry. */
  layerId: z.string().nullable(),
  /** Drawn by a newer Lightbox, or damaged: shown as text only, kept unchanged. */
  unreadableLayer: z.enum(['newer', 'invalid']).nullable(),
});
export type NoteView = z.infer<typeof noteViewSchema>;

export const connectionAuthSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('token'), token: z.string().min(1) }),
  z.strictObject({ kind: z.literal('client-credentials'), clientId: z.string().min(1), clientSecret: z.string().min(1), tokenUrl: z.url() }),
  /** SMART standalone launch: a person signs in on the hospital's own page, in the system's browser. The tokens stay on the main side. */
  z.strictObject({ kind: z.literal('smart'), clientId: z.string().min(1).max(200), scope: z.string().min(1).max(1000).optional() }),
  /** A service token that speaks for a user, as the gateways of the Media API have it. */
  z.strictObject({ kind: z.literal('api-key'), apiKey: z.string().min(1), tokenUrl: z.url(), user: z.strictObject({ id: z.string().min(1), username: z.string().min(1) }) }),
]);
export type ConnectionAuth = z.infer<typeof connectionAuthSchema>;

/** What a gateway asks for with every request. */
export const gatewayScopeSchema = z.strictObject({
  /** The EHR behind it: header x-source-id. */
  sourceId: z.string().regex(/^[\x21-\x7e]{1,64}$/),
  departmentId: z.string().min(1).max(64),
  /** Those that are read; what is new is filed under the first. */
  categories: z.array(z.string().regex(/^[\w-]{1,64}$/)).min(1),
  /** Header x-interaction-mode, whose meaning no document gives. */
  interactionMode: z.boolean(),
  /** The same for what writes, where it is another; a gateway's provider has to say. */
  interactionModeOfWrites: z.boolean().optional(),
});
export type GatewayScope = z.infer<typeof gatewayScopeSchema>;

const chartUrlSchema = z.url({ protocol: /^https?$/ });

/** How the chart is reached where the network is not plain. Certificates are verified always. */
export const connectionNetworkSchema = z.strictObject({
  /** PEM: who may sign the chart's certificate besides those this computer trusts. */
  certificateAuthority: z.string().max(200_000).regex(/-----BEGIN CERTIFICATE-----[^]+-----END CERTIFICATE-----/).optional(),
  /** An HTTP proxy that opens tunnels (CONNECT). Who it is to be has its own place, because the window gets to see the address. */
  proxy: z
    .strictObject({ url: z.url({ protocol: /^http$/ }).regex(/^http:\/\/[^/@?#]+\/?$/), username: z.string().min(1).max(200).optional(), password: z.string().max(1000).optional() })
    .optional(),
  /** Origins besides the chart's, "https://storage.example.org", where the bytes of its Media may lie. Nobody there gets to see our credentials. */
  contentOrigins: z.array(chartUrlSchema).max(20).optional(),
});
export type ConnectionNetwork = z.infer<typeof connectionNetworkSchema>;

export const connectionRequestSchema = z.strictObject({
  name: z.string().min(1).max(120),
  baseUrl: chartUrlSchema,
  auth: connectionAuthSchema,
  /** Given for a gateway in the dialect `xcaliber`; without, the chart speaks FHIR. */
  gateway: gatewayScopeSchema.optional(),
  network: connectionNetworkSchema.optional(),
  /** For an EHR that strips extensions: what drawings are made of goes into the text of their notes, after the words. */
  geometryInText: z.boolean().optional(),
});
export type ConnectionRequest = z.infer<typeof connectionRequestSchema>;

export const connectionViewSchema = z.strictObject({
  kind: z.enum(['demo', 'fhir']),
  name: z.string(),
  baseUrl: z.string(),
  authKind: z.enum(['none', 'token', 'client-credentials', 'smart', 'api-key']),
  /** With `smart`: under which name Lightbox is registered, and what it asks for; null otherwise. */
  smart: z.strictObject({ clientId: z.string(), scope: z.string().nullable() }).nullable(),
  /** What a gateway is asked for; null when the chart speaks FHIR itself. No secret is in it. */
  gateway: gatewayScopeSchema.nullable(),
  geometryInText: z.boolean(),
  /** Without the proxy's password. */
  network: z.strictObject({
    certificateAuthority: z.string().nullable(), proxyUrl: z.string().nullable(), proxyUsername: z.string().nullable(), contentOrigins: z.array(z.string()),
  }),
  /** Only for the demo EHR, whose patients are made up: how another workstation on this computer joins it. */
  demoCredentials: z.strictObject({ clientId: z.string(), clientSecret: z.string(), tokenUrl: z.string() }).nullable(),
});
export type ConnectionView = z.infer<typeof connectionViewSchema>;

export const discoveryRequestSchema = z.strictObject({ address: chartUrlSchema, network: connectionNetworkSchema.optional() });

/** What was found at an address, without signing in. */
export const discoverySchema = z.strictObject({
  /** What to connect to: the address, or one below it. */
  baseUrl: z.string(),
  dialect: z.enum(['fhir', 'xcaliber']),
  /** As the server calls itself; null when it says so only to those who signed in. */
  software: z.string().nullable(),
  /** It offers SMART standalone launch. */
  loginPage: z.boolean(),
  /** Where it issues tokens; null when it does not say. */
  tokenUrl: z.string().nullable(),
});
export type Discovery = z.infer<typeof discoverySchema>;

export const serverReportSchema = z.strictObject({
  dialect: z.enum(['fhir', 'xcaliber']),
  software: z.string(),
  fhirVersion: z.string(),
  supportsLastUpdated: z.boolean(),
  /** Where the answers looked at were not FHIR R4: kinds, from shared/fhir/xcaliber/deviation.ts. */
  deviations: z.array(z.string()).optional(),
  /** False: the sign-in was not tried, because it needs a person on the login page. */
  signedIn: z.boolean().optional(),
});

export const syncStatusSchema = z.strictObject({
  /** `offline-chosen`: the person switched it off; `unreachable`: the chart does not answer; `signed-out`: it refuses our credentials. */
  link: z.enum(['not-connected', 'online', 'offline-chosen', 'unreachable', 'signed-out']),
  pause: syncPauseSchema.pick({ paused: true, metered: true, largeBytes: true }),
  /** What may be registered in the chart from here. */
  registers: z.array(z.enum(registrationTypes)),
  /** Something is being pulled or pushed right now. */
  busy: z.boolean(),
  counts: z.strictObject(Object.fromEntries(outboxStates.map((state) => [state, z.number().int().nonnegative()])) as Record<(typeof outboxStates)[number], z.ZodNumber>),
  patients: z.number().int().nonnegative(),
  media: z.number().int().nonnegative(),
  /** Media whose bytes are still to be fetched. */
  contentMissing: z.number().int().nonnegative(),
  lastPullAt: z.number().nullable(),
  nextAttemptAt: z.number().nullable(),
  failure: failureSchema.nullable(),
});
export type SyncStatus = z.infer<typeof syncStatusSchema>;

/** The bytes of pictures on this computer, each content once; over the limit those make room that can be had from the chart again. */
export const keptContentsSchema = z.strictObject({ keptBytes: z.number().int().nonnegative(), limitBytes: z.number().int().min(1e9).max(1e15) });
export type KeptContents = z.infer<typeof keptContentsSchema>;

/** The bytes of one Media on their way, to the chart or from it. */
const transferViewSchema = z.strictObject({
  direction: z.enum(['up', 'down']),
  doneBytes: z.number().int().nonnegative(),
  /** Null when the chart does not say. */
  totalBytes: z.number().int().nonnegative().nullable(),
  /** At the rate so far; null until there is one. */
  millisecondsLeft: z.number().int().nonnegative().nullable(),
});
export type TransferView = z.infer<typeof transferViewSchema>;

export const mediaTransferSchema = z.strictObject({
  running: transferViewSchema.nullable(),
  /** Bytes of an interrupted fetch that need not be fetched again. */
  keptBytes: z.number().int().nonnegative(),
  /** Why they could not be fetched by themselves; tried again. */
  failure: failureSchema.nullable(),
});

/** The files on their way to the chart right now. */
export const sendingViewSchema = z.strictObject({
  files: z.array(z.strictObject({ mediaId: z.string(), doneBytes: z.number().int().nonnegative() })),
  /** Of all together, smoothed; null until there is one. */
  bytesPerSecond: z.number().positive().nullable(),
});
export type SendingView = z.infer<typeof sendingViewSchema>;

export const syncEntryViewSchema = z.strictObject({
  sequence: z.number().int(),
  resourceType: z.enum(outboxResourceTypes),
  resourceId: z.string(),
  operation: z.enum(outboxOperations),
  state: z.enum(outboxStates),
  title: z.string(),
  patient: patientViewSchema.nullable(),
  attempts: z.number().int().nonnegative(),
  recordedAt: z.number(),
  nextAttemptAt: z.number().nullable(),
  settledAt: z.number().nullable(),
  /** Of its file; null when it has none to send. */
  sizeBytes: z.number().int().nonnegative().nullable(),
  /** Of these, what the chart does not have yet; what is on its way right now is in it. */
  bytesToSend: z.number().int().nonnegative(),
  /** Why it waits although it could be sent; null: nobody and nothing holds it back. */
  hold: z.enum(holdReasons).nullable(),
  progress: z.number().min(0).max(1).nullable(),
  failure: failureSchema.nullable(),
});
export type SyncEntryView = z.infer<typeof syncEntryViewSchema>;
