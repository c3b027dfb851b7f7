import type { ErrorCode, Failure } from './errorCode.ts';

/** A failure in the words of the person at the screen: what is wrong, what was kept, what to do. */
export interface FailureDescription {
  readonly wrong: string;
  readonly kept: string;
  readonly todo: string;
}

const stillHere = 'Everything you did is still on this computer.';
const nothingChanged = 'Nothing was changed.';

const descriptions = {
  'server.unreachable': { wrong: 'The chart does not answer.', kept: `${stillHere} It will be sent when the chart answers again.`, todo: 'Check the network. Lightbox keeps trying.' },
  'server.timeout': { wrong: 'The chart took too long to answer.', kept: stillHere, todo: 'Lightbox tries again by itself. If it goes on, tell your IT team.' },
  'server.tls': { wrong: 'The chart’s certificate is not trusted, so no connection was made.', kept: `${stillHere} Nothing was sent.`, todo: 'Ask your IT team to check the certificate of the server.' },
  'server.certificate-unknown': {
    wrong: 'The chart’s certificate is signed by an authority this computer does not know, so no connection was made.', kept: `${stillHere} Nothing was sent.`,
    todo: 'If the hospital has a certificate authority of its own, give its certificate under Settings, Connection, Advanced. Else ask your IT team.',
  },
  'server.proxy': {
    wrong: 'The proxy did not let Lightbox through to the chart.', kept: `${stillHere} Nothing was sent.`,
    todo: 'Check the proxy’s address, user and password under Settings, Connection, Advanced, or ask your IT team.',
  },
  'server.unauthorized': { wrong: 'The chart does not accept this sign-in any more.', kept: `${stillHere} It waits and is not given up.`, todo: 'Sign in again: under Sync, or Settings, Connection.' },
  'server.forbidden': { wrong: 'The chart does not allow this.', kept: stillHere, todo: 'Ask your IT team for the right to do this, then try again.' },
  'server.not-found': { wrong: 'The chart does not have this any more, or never had it.', kept: `${stillHere}`, todo: 'Check the patient in the chart, then try again.' },
  'server.gone': { wrong: 'This was deleted in the chart.', kept: 'Your copy is still on this computer.', todo: 'Decide whether to keep your copy or follow the chart.' },
  'server.version-conflict': { wrong: 'Somebody else changed this in the chart at the same time.', kept: 'Both versions are kept.', todo: 'Choose which one should stand.' },
  'server.duplicate': { wrong: 'The chart holds this more than once.', kept: stillHere, todo: 'Ask your IT team to remove the duplicates, then try again.' },
  'server.rejected': { wrong: 'The chart understood this and refused it.', kept: stillHere, todo: 'Read the reason, correct it, then try again.' },
  'server.too-large': { wrong: 'The file is larger than the chart accepts.', kept: stillHere, todo: 'Ask your IT team to raise the limit, then try again.' },
  'server.throttled': { wrong: 'The chart asked Lightbox to slow down.', kept: stillHere, todo: 'Nothing to do: sending goes on in a moment.' },
  'server.failed': { wrong: 'The chart has a problem of its own.', kept: stillHere, todo: 'Lightbox tries again by itself. If it goes on, tell your IT team.' },
  'server.unconfirmed': { wrong: 'The chart took this, but does not show it yet.', kept: stillHere, todo: 'Lightbox looks again by itself. If it goes on, tell your IT team.' },
  'server.patient-known': { wrong: 'The chart has somebody with the same number. It may be the same person.', kept: `${stillHere} Nothing was merged.`, todo: 'Open the patient, compare the two, and say whether they are the same person.' },
  'server.registers-nobody': {
    wrong: 'This chart takes no new patients or visits from Lightbox.', kept: `${stillHere} The pictures wait.`,
    todo: 'Have the patient registered at the front desk, then open the patient here and choose who it is in the chart. A visit can be left out.',
  },
  'server.no-login-page': { wrong: 'This server offers no login page to applications.', kept: nothingChanged, todo: 'Choose another way to sign in, or ask your IT team for the right address.' },
  'server.login-refused': { wrong: 'The hospital’s login page did not let Lightbox in.', kept: nothingChanged, todo: 'Try again and allow the access. If it goes on, ask your IT team whether Lightbox is registered under this client ID.' },
  'server.not-fhir': { wrong: 'Something answers at this address, but it is not a chart that Lightbox can read.', kept: nothingChanged, todo: 'Check the address: it is usually called “FHIR base URL”.' },

  'local.wrong-passphrase': { wrong: 'That is not the right passphrase.', kept: 'Nothing is lost and nothing is counted.', todo: 'Try again, or use the recovery key.' },
  'local.locked': { wrong: 'Lightbox is locked.', kept: stillHere, todo: 'Unlock it to go on.' },
  'local.already-set-up': { wrong: 'This data folder already has a passphrase.', kept: nothingChanged, todo: 'Unlock it with that passphrase.' },
  'local.not-set-up': { wrong: 'This data folder has no passphrase yet.', kept: nothingChanged, todo: 'Create a passphrase first.' },
  'local.key-ring-corrupt': { wrong: 'The file that holds the locked key is damaged.', kept: 'The encrypted data was not touched.', todo: 'Do not delete it. Your IT team can restore the data folder from a backup, and write out what the chart does not have yet: lightbox outbox --export.' },
  'local.system-key-ring-unavailable': { wrong: 'The key ring of this computer is not available.', kept: nothingChanged, todo: 'Unlock with your passphrase.' },
  'local.disk-full': { wrong: 'The disk is full.', kept: 'What was saved before is safe. This last change was not saved.', todo: 'Free some space, then try again.' },
  'local.read-only': { wrong: 'Lightbox may not write to its data folder.', kept: 'Nothing was changed in it.', todo: 'Ask your IT team to allow writing to the folder, then start Lightbox again.' },
  'local.database-corrupt': { wrong: 'The database on this computer is damaged.', kept: 'It was left exactly as it is; nothing was deleted.', todo: 'Ask your IT team to restore the data folder from a backup. Do not delete it.' },
  'local.database-newer': { wrong: 'This data folder was last used by a newer Lightbox.', kept: 'It was left exactly as it is.', todo: 'Install that version or a later one, then start it.' },
  'local.blob-missing': { wrong: 'The file of this picture is missing on this computer.', kept: 'Its description, notes and drawings are here.', todo: 'Fetch it again from the chart.' },
  'local.blob-corrupt': { wrong: 'The file of this picture is damaged on this computer and is not shown.', kept: 'Its description, notes and drawings are here.', todo: 'Fetch it again from the chart.' },
  'local.in-use': { wrong: 'Another Lightbox has this data folder open.', kept: nothingChanged, todo: 'Close the other one, then try again.' },
  'local.port-refused': { wrong: 'The demo EHR could not start: its network port is taken or not allowed.', kept: nothingChanged, todo: 'Close the program that uses it, or restart the computer, then try again.' },
  'local.not-connected': { wrong: 'Lightbox is not connected to a chart yet.', kept: stillHere, todo: 'Connect under Settings, Connection.' },
  'local.already-connected': { wrong: 'This data folder belongs to another chart.', kept: nothingChanged, todo: 'Use another data folder for another chart. One folder never mixes two charts.' },
  'local.work-waiting': { wrong: 'Something done here is not proven to be in the chart yet.', kept: 'Nothing was forgotten.', todo: 'Let Lightbox finish sending, or decide under Sync what needs you; then try again.' },
  'local.not-found': { wrong: 'This is not on this computer.', kept: nothingChanged, todo: 'Go back and choose again; it may have been deleted in the chart.' },
  'local.refused-sender': { wrong: 'Lightbox refused a request that did not come from its own window.', kept: nothingChanged, todo: 'Restart Lightbox. If it happens again, tell your IT team.' },
  'local.cancelled': { wrong: 'This was cancelled.', kept: nothingChanged, todo: 'Start it again when you want to.' },
  'local.login-timeout': { wrong: 'Nobody signed in on the login page in time.', kept: nothingChanged, todo: 'Start it again when you want to.' },
  'local.no-browser': { wrong: 'No browser could be opened for the login page.', kept: nothingChanged, todo: 'Ask your IT team to set a default browser, then try again.' },
  'local.unexpected': { wrong: 'Something went wrong inside Lightbox.', kept: 'What was saved before is safe.', todo: 'Try again. If it happens again, tell your IT team what you did.' },

  'data.invalid-input': { wrong: 'Something in the form is not right.', kept: 'What you entered is still there.', todo: 'Correct the marked fields.' },
  'data.empty-file': { wrong: 'The file is empty.', kept: 'Nothing was added.', todo: 'Choose another file.' },
  'data.unsupported-medium': { wrong: 'This is not a picture, video, sound or document that Lightbox knows.', kept: 'The file itself was not changed. It was not added.', todo: 'Save it as JPEG, PNG, GIF, MP4 or PDF and add it again.' },
  'data.undecodable': { wrong: 'The file looks like a picture but cannot be read: it is damaged or incomplete.', kept: 'The file itself was not changed. It was not added.', todo: 'Copy or export it again from where it came.' },
  'data.unsupported-compression': {
    wrong: 'The pictures in this file are compressed in a way that Lightbox cannot read.', kept: 'The file itself was not changed.',
    todo: 'Export it again from where it came, uncompressed or with a common compression: JPEG, LZW or Deflate in TIFF; JPEG, JPEG-LS or JPEG 2000 in DICOM.',
  },
  'data.unsupported-codec': {
    wrong: 'This video or sound is compressed in a way that cannot be played here.', kept: 'The file is kept unchanged.',
    todo: 'Save a film as MP4 with H.264, a sound as MP3 or WAV, and add it again. An iPhone films so: Settings, Camera, Formats, Most Compatible.',
  },
  'data.not-decoded-here': { wrong: 'The command line does not decode this kind of file.', kept: 'The file itself was not changed.', todo: 'Open it in the window: it plays video and sound.' },
  'data.too-slow': { wrong: 'Decoding this took over ten seconds and was given up.', kept: 'The file itself was not changed.', todo: 'Try again. If it goes on, export it again from where it came.' },
  'data.truncated': { wrong: 'The file ends too early: part of it is missing.', kept: 'The file itself was not changed.', todo: 'Copy or export it again from where it came.' },
  'data.password-protected': { wrong: 'This document is protected by a password.', kept: 'The file itself was not changed.', todo: 'Save it without a password in the program it came from, and add that.' },
  'data.no-pixels': { wrong: 'There is no picture in this DICOM file.', kept: 'The file itself was not changed.', todo: 'Open it in the program it belongs to, such as a report viewer or a planning system.' },
  'data.other-patient': { wrong: 'The file names another patient than this chart.', kept: 'Nothing was added.', todo: 'Compare both, then decide whose it is.' },
  'data.too-large': { wrong: 'The file is too large.', kept: 'The file itself was not changed. It was not added.', todo: 'Make it smaller (at most 256 MB) and add it again.' },
  'data.too-many-pixels': { wrong: 'The picture has more pixels than Lightbox can open safely.', kept: 'The file itself was not changed. It was not added.', todo: 'Save it at a smaller size and add it again.' },
  'data.invalid-resource': { wrong: 'The description of this picture does not follow the standard.', kept: stillHere, todo: 'Tell your IT team; it can be exported for them.' },
  'data.invalid-layer': { wrong: 'This drawing is damaged and cannot be shown.', kept: 'Its note is kept unchanged.', todo: 'Read the note; draw it again if you need it.' },
  'data.newer-layer': { wrong: 'This drawing was made by a newer Lightbox.', kept: 'It is kept unchanged and shown as a note.', todo: 'Update Lightbox to see and change it.' },
  'data.hash-mismatch': { wrong: 'The file arrived changed: its fingerprint does not match.', kept: 'The damaged copy was not used.', todo: 'Try again. If it goes on, tell your IT team.' },
  'data.read-only-resource': { wrong: 'The chart marks this as not to be changed.', kept: nothingChanged, todo: 'Make a new picture or note instead.' },
  'data.changed-meanwhile': { wrong: 'Somebody changed this while you were editing it.', kept: 'Their value stands; yours was not written.', todo: 'Look at what stands there now, then change it again if you still want to.' },
} as const satisfies Record<ErrorCode, FailureDescription>;

/** Every code has its own words; a new code without words does not compile. */
export function describeFailure(failure: Failure): FailureDescription {
  return descriptions[failure.code];
}
