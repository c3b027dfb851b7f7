import { z } from 'zod';

/**
 * Every way an operation of Lightbox can fail, as closed codes grouped by where the trouble lies.
 * Programs branch on the code; people read `describeFailure`. A message text is never compared.
 */
const serverCodes = [
  'server.unreachable', // no connection could be made, or it broke
  'server.timeout',
  'server.tls', // the certificate is not trusted
  'server.certificate-unknown', // nobody this computer knows has signed it: perhaps the hospital's own certificate authority
  'server.proxy', // the proxy of the connection is not there, or does not let us through
  'server.unauthorized', // 401: sign in again; does not use up a try
  'server.forbidden',
  'server.not-found',
  'server.gone',
  'server.version-conflict', // 409/412 on an update: somebody else changed it
  'server.duplicate', // 412 on a conditional create: more than one match
  'server.rejected', // 400/422: the server understood and refuses; needs a person
  'server.too-large',
  'server.throttled',
  'server.failed', // 5xx
  'server.unconfirmed', // a write was acknowledged, and is not to be seen in the chart yet
  'server.patient-known', // a patient made here may be one of the chart's: a person says whether
  'server.registers-nobody', // it takes no new patients or visits from outside
  'server.no-login-page', // it offers no SMART launch
  'server.login-refused', // its login page answered that we may not
  'server.not-fhir', // something answers there, but not a Media API
] as const;

const localCodes = [
  'local.wrong-passphrase',
  'local.locked',
  'local.already-set-up',
  'local.not-set-up',
  'local.key-ring-corrupt',
  'local.system-key-ring-unavailable',
  'local.disk-full',
  'local.read-only',
  'local.database-corrupt',
  'local.database-newer',
  'local.blob-missing',
  'local.blob-corrupt',
  'local.in-use', // another Lightbox has this data directory open
  'local.port-refused',
  'local.not-connected',
  'local.already-connected', // this data directory belongs to another chart
  'local.work-waiting', // not all that was done here is proven to be in the chart
  'local.not-found',
  'local.refused-sender',
  'local.cancelled',
  'local.login-timeout', // nobody signed in on the login page in time
  'local.no-browser', // the system opened no browser for the login page
  'local.unexpected', // a bug: logged without patient data
] as const;

const dataCodes = [
  'data.invalid-input',
  'data.empty-file',
  'data.unsupported-medium', // not an image, video, sound or document Lightbox knows
  'data.undecodable', // looks like a picture, does not decode
  'data.unsupported-compression', // DICOM, TIFF or BMP packed in a way that is not decoded here; the detail names it
  'data.unsupported-codec', // video or sound in a codec this computer does not decode; the detail names it
  'data.not-decoded-here', // only the window shows it
  'data.too-slow', // a decoder did not come to an end in time and was ended
  'data.truncated', // ends before what its own header promises
  'data.password-protected', // a document nobody reads without its password
  'data.no-pixels', // a DICOM file without a picture: a report, a plan, a waveform
  'data.other-patient', // the file itself names another patient than the chart
  'data.too-large',
  'data.too-many-pixels',
  'data.invalid-resource',
  'data.invalid-layer',
  'data.newer-layer', // drawn by a newer Lightbox: shown as a note, not edited
  'data.hash-mismatch',
  'data.read-only-resource',
  'data.changed-meanwhile', // what a person edits is not what they saw any more
] as const;

export const errorCodes = [...serverCodes, ...localCodes, ...dataCodes] as const;
const errorCodeSchema = z.enum(errorCodes);
export type ErrorCode = (typeof errorCodes)[number];

/** What went wrong. Nothing in it identifies a patient, so that it may be logged. */
export const failureSchema = z.strictObject({
  code: errorCodeSchema,
  /** Technical detail for IT: a status, an issue code, a limit. Never patient data, never a secret. */
  detail: z.string().optional(),
  /** For `data.invalid-input` and `server.rejected`: which fields (FHIRPath or form path) and why. */
  fields: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  /** How long the server asked us to wait. */
  retryAfterMilliseconds: z.number().nonnegative().optional(),
});
export type Failure = z.infer<typeof failureSchema>;
