import { hkdfSync, randomBytes } from 'node:crypto';
import { attempt, FailureError, type Result } from '../../shared/errors/result.ts';
import {
  readKeyRing, unwrapWithPassphrase, unwrapWithRecoveryKey, wrapWithPassphrase, wrapWithRecoveryKey, writeKeyRing, type KeyRingContent,
} from './keyRingFile.ts';
import { makeRecoveryKey, normaliseRecoveryKey } from './recoveryKey.ts';
import type { SystemKeyRing } from './systemKeyRing.ts';

/** What each derived key is for. A label is part of the stored format: it never changes its meaning. */
export type KeyPurpose = 'database' | 'blobs' | 'high-water-mark' | 'demo-ehr' | 'secrets';

/** The unlocked keys of one data directory. */
export interface KeyRing {
  /** 32 bytes, HKDF-SHA256 of the master key. The same array each time; overwritten with zeros by `lock`. */
  readonly key: (purpose: KeyPurpose) => Uint8Array;
  /** Forgets everything. What V8 copied on its own way cannot be reached. */
  readonly lock: () => void;
}

/** @returns whether a key ring stands in the directory, and whether the operating system can open it. Fails with `local.key-ring-corrupt`. */
export function keyRingState(directory: string): Promise<Result<{ readonly exists: boolean; readonly systemUnlock: boolean }>> {
  return attempt(() => {
    const content = readKeyRing(directory);
    return Promise.resolve({ exists: content !== undefined, systemUnlock: content !== undefined && content.system !== null });
  });
}

/**
 * Makes the master key and wraps it: under the passphrase, under a recovery key that is answered once and kept nowhere, and, when
 * `systemKeyRing` is given, under the operating system's.
 * Fails with `local.already-set-up`, `local.read-only`, `local.disk-full` or `local.system-key-ring-unavailable`.
 */
export function createKeyRing(options: {
  readonly directory: string;
  readonly passphrase: string;
  readonly systemKeyRing: SystemKeyRing | null;
}): Promise<Result<{ readonly keys: KeyRing; readonly recoveryKey: string }>> {
  return attempt(async () => {
    if (readKeyRing(options.directory)) throw new FailureError({ code: 'local.already-set-up' });
    const masterKey = randomBytes(32);
    const recoveryKey = makeRecoveryKey();
    writeKeyRing(options.directory, {
      version: 1,
      passphrase: await wrapWithPassphrase(masterKey, options.passphrase),
      recoveryKey: wrapWithRecoveryKey(masterKey, symbolsOf(recoveryKey)),
      system: options.systemKeyRing && (await sealWithSystem(options.systemKeyRing, masterKey)),
    });
    return { keys: keyRingOf(masterKey), recoveryKey };
  });
}

/** Fails with `local.wrong-passphrase`, `local.not-set-up` or `local.key-ring-corrupt`. */
export function openWithPassphrase(options: { readonly directory: string; readonly passphrase: string }): Promise<Result<KeyRing>> {
  return attempt(async () => {
    const masterKey = await unwrapWithPassphrase(existing(options.directory).passphrase, options.passphrase);
    if (!masterKey) throw new FailureError({ code: 'local.wrong-passphrase' });
    return keyRingOf(masterKey);
  });
}

/**
 * Opens with the printed recovery key and sets a new passphrase; the recovery key stays valid.
 * Fails with `local.wrong-passphrase` (detail `recovery-key`, or `recovery-key-mistyped` when its check symbol is wrong).
 */
export function openWithRecoveryKey(options: {
  readonly directory: string;
  readonly recoveryKey: string;
  readonly newPassphrase: string;
}): Promise<Result<KeyRing>> {
  return attempt(async () => {
    const content = existing(options.directory);
    const masterKey = unwrapWithRecoveryKey(content.recoveryKey, symbolsOf(options.recoveryKey));
    if (!masterKey) throw new FailureError({ code: 'local.wrong-passphrase', detail: 'recovery-key' });
    writeKeyRing(options.directory, { ...content, passphrase: await wrapWithPassphrase(masterKey, options.newPassphrase) });
    return keyRingOf(masterKey);
  });
}

/** Fails with `local.system-key-ring-unavailable` when the operating system does not keep, or no longer opens, this key. */
export function openWithSystem(options: { readonly directory: string; readonly systemKeyRing: SystemKeyRing }): Promise<Result<KeyRing>> {
  return attempt(async () => {
    const { system } = existing(options.directory);
    if (system === null) throw new FailureError({ code: 'local.system-key-ring-unavailable', detail: 'not kept' });
    let masterKey: Buffer;
    try {
      masterKey = Buffer.from(await options.systemKeyRing.open(Buffer.from(system, 'base64')));
    } catch (error) {
      throw new FailureError({ code: 'local.system-key-ring-unavailable', detail: 'refused' }, { cause: error });
    }
    return keyRingOf(masterKey);
  });
}

function existing(directory: string): KeyRingContent {
  const content = readKeyRing(directory);
  if (!content) throw new FailureError({ code: 'local.not-set-up' });
  return content;
}

function symbolsOf(recoveryKey: string): string {
  const symbols = normaliseRecoveryKey(recoveryKey);
  if (symbols === undefined) throw new FailureError({ code: 'local.wrong-passphrase', detail: 'recovery-key-mistyped' });
  return symbols;
}

async function sealWithSystem(systemKeyRing: SystemKeyRing, masterKey: Uint8Array): Promise<string> {
  try {
    return Buffer.from(await systemKeyRing.seal(masterKey)).toString('base64');
  } catch (error) {
    throw new FailureError({ code: 'local.system-key-ring-unavailable', detail: 'refused' }, { cause: error });
  }
}

function keyRingOf(masterKey: Buffer): KeyRing {
  const derived = new Map<KeyPurpose, Buffer>();
  let locked = false;
  return {
    key: (purpose) => {
      if (locked) throw new FailureError({ code: 'local.locked' });
      const known = derived.get(purpose);
      if (known) return known;
      const key = Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), `lightbox ${purpose} 1`, 32));
      derived.set(purpose, key);
      return key;
    },
    lock: () => {
      locked = true;
      masterKey.fill(0);
      for (const key of derived.values()) key.fill(0);
      derived.clear();
    },
  };
}
