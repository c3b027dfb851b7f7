import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { othersOption, reachOf, readAlongOption, type ReachOptions } from '../../../../electron/commands/serverReach.ts';
import { attempt } from '../../../../shared/errors/result.ts';

const fixture = (name: string) => new URL(`../../../fixtures/${name}`, import.meta.url).pathname;
/** Made out to chart.hospital.test, localhost and 127.0.0.1; certificate and key in one file. */
const chart = fixture('chart-signed-by-hospital.pem');
const pem = readFileSync(chart, 'utf8');
const certified = { tlsCertificate: chart, tlsKey: chart };
const unsaid = { othersCanReachIt: false, anybodyCanReadAlong: false };
const said = { othersCanReachIt: true, anybodyCanReadAlong: true };
const today = new Date('2027-01-01T00:00:00Z');

const reach = (options: Partial<ReachOptions>, now = today) => attempt(() => reachOf({ ...unsaid, ...options }, now));

it.each<[string, Partial<ReachOptions>, object]>([
  ['this computer only', {}, {}],
  ['this computer only, with a certificate for it', certified, { tls: { key: pem, certificate: pem } }],
  ['another address of its own, which needs no words', { listen: '127.0.0.2' }, { beyondThisComputer: { address: '127.0.0.2', unencrypted: true } }],
  ['all interfaces with a certificate and a name', { ...certified, listen: '0.0.0.0', name: 'chart.hospital.test', othersCanReachIt: true }, { tls: { key: pem, certificate: pem }, name: 'chart.hospital.test', beyondThisComputer: { address: '0.0.0.0' } }],
  ['one interface, and anybody reads along', { ...said, listen: '192.0.2.1' }, { beyondThisComputer: { address: '192.0.2.1', unencrypted: true } }],
])('%s', async (_what, options, expected) => {
  expect(await reach(options)).toEqual({ ok: true, value: expected });
});

it.each<[string, Partial<ReachOptions>, string, string, Date?]>([
  ['to be reached by others unsaid', { ...certified, listen: '0.0.0.0', name: 'localhost' }, '--listen', othersOption],
  ['the same over IPv6', { ...certified, listen: '::', name: 'localhost' }, '--listen', othersOption],
  ['to be read along unsaid', { listen: '192.0.2.1', othersCanReachIt: true }, '--listen', readAlongOption],
  ['what is no address', { ...said, listen: 'eth0' }, '--listen', 'no IP address'],
  ['all interfaces without a name', { ...said, listen: '0.0.0.0' }, '--name', 'by which name'],
  ['a name that is none', { name: 'a b/c' }, '--name', 'neither'],
  ['a certificate without its key', { tlsCertificate: chart }, '--tls-key', 'needs its key'],
  ['a key without its certificate', { tlsKey: chart }, '--tls-certificate', 'needs its certificate'],
  ['a file that is not there', { ...certified, tlsCertificate: fixture('nowhere.pem') }, '--tls-certificate', 'no such file'],
  ['a folder', { ...certified, tlsKey: fixture('') }, '--tls-key', 'EISDIR'],
  ['what is no certificate', { ...certified, tlsCertificate: new URL(import.meta.url).pathname }, '--tls-certificate', 'no certificate in PEM'],
  ['what is no key', { ...certified, tlsKey: fixture('hospital-authority.pem') }, '--tls-key', 'no private key'],
  ['another certificate’s key', { ...certified, tlsKey: fixture('untrusted-localhost.pem') }, '--tls-key', 'does not belong'],
  ['a certificate of another name', { ...certified, name: 'elsewhere.test' }, '--tls-certificate', 'chart.hospital.test'],
  ['a certificate of another address', { ...certified, listen: '127.0.0.2' }, '--tls-certificate', '127.0.0.2'],
  ['a certificate that has expired', certified, '--tls-certificate', 'expired', new Date('2200-01-01T00:00:00Z')],
  ['a certificate of days to come', certified, '--tls-certificate', 'not valid before', new Date('2020-01-01T00:00:00Z')],
])('refuses %s', async (_what, options, path, says, now) => {
  expect(await reach(options, now)).toMatchObject({ ok: false, error: { code: 'data.invalid-input', fields: [{ path, message: expect.stringContaining(says) as unknown }] } });
});
