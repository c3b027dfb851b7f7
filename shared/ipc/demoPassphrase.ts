/** A practice copy holds made-up patients and refuses every real chart, so its passphrase is no secret and the window says it. */
export const demoPassphrase = 'lightbox demo';
