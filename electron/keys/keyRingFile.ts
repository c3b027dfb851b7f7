import { createHash, hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FailureError } from '../../shared/errors/result.ts';
import { writeFileDurably } from '../storage/writeFileDurably.ts';
import { asFailureError } from '../storage/storageFailure.ts';
import { open, seal, sealedLength, type Sealed } from './seal.ts';

const fileName = 'key-ring.json';
const keyBytes = 32;
const passphraseLabel = 'lightbox key ring 1 passphrase';
const recoveryLabel = 'lightbox key ring 1 recovery key';

const base64 = z.base64();
/** The master key under AES-256-GCM. */
const sealedSchema = z.strictObject({ nonce: base64, sealed: base64 });
const contentSchema = z.strictObject({
  version: z.literal(1),
  passphrase: z.strictObject({
    kdf: z.literal('scrypt'),
    /** The bounds keep a damaged or planted file from asking for endless memory. */
    cost: z.number().int().min(2 ** 14).max(2 ** 20),
    blockSize: z.number().int().min(8).max(32),
    parallelization: z.number().int().min(1).max(16),
    salt: base64,
    ...sealedSchema.shape,
  }),
  recoveryKey: z.strictObject({ salt: base64, ...sealedSchema.shape }),
  /** Sealed by the operating system's key ring; null: not wanted. */
  system: base64.nullable(),
});
/** `check`: SHA-256 of the rest, so that a damaged file is told from a wrong passphrase. It protects against accidents only. */
const fileSchema = z.strictObject({ ...contentSchema.shape, check: z.string() });

export type KeyRingContent = z.infer<typeof contentSchema>;
export type PassphraseWrap = KeyRingContent['passphrase'];
type RecoveryWrap = KeyRingContent['recoveryKey'];

/**
 * @returns undefined when there is none.
 * @throws FailureError with `local.key-ring-corrupt` or what keeps it from being read.
 */
export function readKeyRing(directory: string): KeyRingContent | undefined {
  let text: string;
  try {
    text = readFileSync(join(directory, fileName), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw asFailureError(error);
  }
  const parsed = fileSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new FailureError({ code: 'local.key-ring-corrupt', detail: 'format' });
  const { check, ...content } = parsed.data;
  if (check !== checkOf(content)) throw new FailureError({ code: 'local.key-ring-corrupt', detail: 'check' });
  return content;
}

/** @throws FailureError with `local.read-only` or `local.disk-full`; the file before is then untouched. */
export function writeKeyRing(directory: string, content: KeyRingContent): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileDurably(join(directory, fileName), `${JSON.stringify({ ...content, check: checkOf(content) }, null, 2)}\n`);
  } catch (error) {
    throw asFailureError(error);
  }
}

/** scrypt with N = 2^17, r = 8, p = 1: 128 MiB and about a third of a second. OWASP Password Storage Cheat Sheet. */
export async function wrapWithPassphrase(masterKey: Uint8Array, passphrase: string): Promise<PassphraseWrap> {
  const parameters = { kdf: 'scrypt', cost: 2 ** 17, blockSize: 8, parallelization: 1, salt: randomBytes(16).toString('base64') } as const;
  const key = await passphraseKey(parameters, passphrase);
  try {
    return { ...parameters, ...seal(key, masterKey, passphraseLabel) };
  } finally {
    key.fill(0);
  }
}

/** @returns the master key; undefined when the passphrase is wrong. */
export async function unwrapWithPassphrase(wrap: PassphraseWrap, passphrase: string): Promise<Buffer | undefined> {
  const key = await passphraseKey(wrap, passphrase);
  try {
    return openMasterKey(key, wrap, passphraseLabel);
  } finally {
    key.fill(0);
  }
}

/** A recovery key has 145 random bits: stretching it would add nothing. */
export function wrapWithRecoveryKey(masterKey: Uint8Array, recoveryKey: string): RecoveryWrap {
  const salt = randomBytes(16);
  return { salt: salt.toString('base64'), ...seal(recoveryWrapKey(recoveryKey, salt), masterKey, recoveryLabel) };
}

export function unwrapWithRecoveryKey(wrap: RecoveryWrap, recoveryKey: string): Buffer | undefined {
  return openMasterKey(recoveryWrapKey(recoveryKey, Buffer.from(wrap.salt, 'base64')), wrap, recoveryLabel);
}

function recoveryWrapKey(recoveryKey: string, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', recoveryKey, salt, 'lightbox recovery key 1', keyBytes));
}

function passphraseKey(parameters: Omit<PassphraseWrap, 'nonce' | 'sealed'>, passphrase: string): Promise<Buffer> {
  const { cost, blockSize, parallelization } = parameters;
  return new Promise((resolve, reject) => {
    // NFKC: the same passphrase typed on another keyboard layout or system is the same bytes.
    scrypt(
      passphrase.normalize('NFKC'),
      Buffer.from(parameters.salt, 'base64'),
      keyBytes,
      { cost, blockSize, parallelization, maxmem: 128 * cost * blockSize * 2 },
      (error, key) => {
        if (error) reject(error);
        else resolve(key);
      },
    );
  });
}

/** @throws FailureError `local.key-ring-corrupt` for a wrap that cannot hold a master key. */
function openMasterKey(key: Uint8Array, wrap: Sealed, label: string): Buffer | undefined {
  if (sealedLength(wrap) !== keyBytes) throw new FailureError({ code: 'local.key-ring-corrupt', detail: 'lengths' });
  return open(key, wrap, label);
}

function checkOf(content: KeyRingContent): string {
  return createHash('sha256').update(JSON.stringify(contentSchema.parse(content))).digest('base64');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
