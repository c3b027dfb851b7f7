import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { FailureError } from '../../shared/errors/result.ts';

/** PEM; the certificate may have those of its authorities after it. */
export interface ServerCertificate {
  readonly key: string;
  readonly certificate: string;
  /** Whether it is made out to this name or address. */
  readonly isMadeOutTo: (name: string) => boolean;
  /** All it is made out to, as the certificate says it. */
  readonly names: string;
}

export const certificateOption = '--tls-certificate';
export const keyOption = '--tls-key';

/**
 * Reads both and sees whether a client could be spoken to with them, rather than let every handshake fail.
 * @throws FailureError `data.invalid-input`, naming the option at fault.
 */
export async function readServerCertificate(certificateFile: string, keyFile: string, now: Date): Promise<ServerCertificate> {
  const certificate = await read(certificateOption, certificateFile);
  const parsed = parse(certificateOption, 'This is no certificate in PEM.', () => new X509Certificate(certificate));
  const key = await read(keyOption, keyFile);
  const parsedKey: KeyObject = parse(keyOption, 'This is no private key in PEM, or it is locked with a passphrase.', () => createPrivateKey(key));
  if (!parsed.checkPrivateKey(parsedKey)) throw refused(keyOption, 'This key does not belong to the certificate.');
  if (parsed.validFromDate > now) throw refused(certificateOption, `The certificate is not valid before ${parsed.validFromDate.toISOString()}.`);
  if (parsed.validToDate < now) throw refused(certificateOption, `The certificate has expired: it was valid until ${parsed.validToDate.toISOString()}.`);
  return {
    key,
    certificate,
    isMadeOutTo: (name) => (isIP(name) === 0 ? parsed.checkHost(name) : parsed.checkIP(name)) !== undefined,
    names: parsed.subjectAltName ?? parsed.subject,
  };
}

async function read(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw refused(option, code === 'ENOENT' ? 'There is no such file.' : `The file cannot be read (${code}).`);
  }
}

function parse<Value>(option: string, message: string, work: () => Value): Value {
  try {
    return work();
  } catch {
    throw refused(option, message);
  }
}

export function refused(option: string, message: string): FailureError {
  return new FailureError({ code: 'data.invalid-input', fields: [{ path: option, message }] });
}
