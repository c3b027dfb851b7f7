import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const fixture = (file: string) => join(import.meta.dirname, '../fixtures', file);

/** The certificate authority of a made-up hospital, PEM. Its key is gone. */
export const hospitalAuthorityFile = fixture('hospital-authority.pem');

/** Key and certificate in one file, PEM. */
export const hospitalPairFile = fixture('chart-signed-by-hospital.pem');

/** Key and certificate, PEM, of chart.hospital.test, localhost and 127.0.0.1, signed by that authority. */
export async function hospitalTls(): Promise<{ readonly key: string; readonly certificate: string }> {
  const pair = await readFile(hospitalPairFile, 'utf8');
  return { key: createPrivateKey(pair).export({ type: 'pkcs8', format: 'pem' }).toString(), certificate: new X509Certificate(pair.slice(pair.indexOf('-----BEGIN CERTIFICATE'))).toString() };
}
