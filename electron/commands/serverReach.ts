import { BlockList, isIP } from 'node:net';
import { certificateOption, keyOption, readServerCertificate, refused, type ServerCertificate } from './serverCertificate.ts';

/** Who may reach the server, as it was asked for. */
export interface ReachOptions {
  /** Address of an interface; default: loopback. */
  readonly listen?: string;
  /** What others call this computer; default: the address. */
  readonly name?: string;
  /** Files in PEM; both or neither. */
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
  /** Said in words, for neither should happen by mistake. */
  readonly othersCanReachIt: boolean;
  readonly anybodyCanReadAlong: boolean;
}

/** The same as the server takes it. */
export interface Reach {
  readonly tls?: { readonly key: string; readonly certificate: string };
  readonly name?: string;
  readonly beyondThisComputer?: { readonly address: string; readonly unencrypted?: true };
}

const listenOption = '--listen';
const nameOption = '--name';
export const othersOption = '--i-understand-that-others-on-the-network-can-reach-it';
export const readAlongOption = '--i-understand-that-anybody-on-the-network-can-read-along';

const ownAddresses = new BlockList();
ownAddresses.addSubnet('127.0.0.0', 8, 'ipv4');
ownAddresses.addAddress('::1', 'ipv6');

/** @throws FailureError `data.invalid-input`, naming the option at fault and what to do. */
export async function reachOf(options: ReachOptions, now: Date): Promise<Reach> {
  const { listen, name } = options;
  const family = listen === undefined ? 4 : isIP(listen);
  if (family === 0) throw refused(listenOption, 'This is no IP address. Give that of one of this computer’s interfaces, or 0.0.0.0 for all of them.');
  const stays = listen === undefined || ownAddresses.check(listen, family === 6 ? 'ipv6' : 'ipv4');
  if (!stays && !options.othersCanReachIt) throw refused(listenOption, `Beyond this computer the server is reached by others: add ${othersOption} if that is what you want.`);

  const certificate = await certificateOf(options, now);
  if (!stays && certificate === undefined && !options.anybodyCanReadAlong) {
    throw refused(listenOption, `Without a certificate all pictures and passwords cross the network in clear: add ${certificateOption} and ${keyOption}, or ${readAlongOption}.`);
  }
  const everywhere = listen === '0.0.0.0' || listen === '::';
  if (everywhere && name === undefined) throw refused(nameOption, 'On all interfaces the server cannot tell how it is reached: say by which name or address.');
  if (name !== undefined && !/^[A-Za-z0-9._:-]{1,253}$/.test(name)) throw refused(nameOption, 'This is neither a name of a computer nor an address.');
  const called = name ?? listen ?? '127.0.0.1';
  if (certificate !== undefined && !certificate.isMadeOutTo(called)) {
    throw refused(certificateOption, `The certificate is not made out to ${called}, but to ${certificate.names}: nobody would trust it. Give one of these as ${nameOption}.`);
  }
  return {
    ...(certificate !== undefined && { tls: { key: certificate.key, certificate: certificate.certificate } }),
    ...(name !== undefined && { name }),
    ...(listen !== undefined && { beyondThisComputer: { address: listen, ...(certificate === undefined && { unencrypted: true }) } }),
  };
}

async function certificateOf({ tlsCertificate, tlsKey }: ReachOptions, now: Date): Promise<ServerCertificate | undefined> {
  if (tlsCertificate === undefined && tlsKey === undefined) return undefined;
  if (tlsCertificate === undefined) throw refused(certificateOption, 'A key needs its certificate.');
  if (tlsKey === undefined) throw refused(keyOption, 'A certificate needs its key.');
  return readServerCertificate(tlsCertificate, tlsKey, now);
}
