import { randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { FailureError } from '../../shared/errors/result.ts';
import { asFailureError } from '../storage/storageFailure.ts';
import { RateLimit } from './auth/rateLimit.ts';
import { openTokens } from './auth/tokens.ts';
import { seedDemo } from './demo/seedDemo.ts';
import { ResourceService } from './fhir/resourceService.ts';
import { createServer, fhirPath, tokenPath } from './http/createServer.ts';
import { installPeer } from './peer/installPeer.ts';
import type { PeerQuirk } from './peer/peerQuirks.ts';
import { Blobs } from './store/blobs.ts';
import { Grants } from './store/grants.ts';
import { openDatabase } from './store/openDatabase.ts';
import { ResourceStore } from './store/resourceStore.ts';
import { Settings } from './store/settings.ts';
import { gatewayPath, gatewayTokenPath } from './xcaliber/gatewayRoutes.ts';
import { openGateway, type GatewayOptions } from './xcaliber/openGateway.ts';

export interface MediaServerOptions {
  /** Absolute; made when missing. */
  readonly dataDirectory: string;
  /** 32 bytes; encrypts everything the server keeps. */
  readonly key: Uint8Array;
  /** 0: the one of the last time if it is free, else any. */
  readonly port: number;
  /** Puts the demo patients into an empty database. */
  readonly seed: boolean;
  /** Where the demo's pictures lie (`demo/media` of this folder); read only when seeding. */
  readonly demoMediaDirectory: string;
  /** Default 512 MiB. */
  readonly largestBinaryBytes?: number;
  /** Where the gateway behaves otherwise than its sources say. */
  readonly gateway?: GatewayOptions;
  /** Where it behaves like another FHIR server instead; for tests. Default: nowhere. */
  readonly peerQuirks?: readonly PeerQuirk[];
  /** PEM; without it the server speaks plain HTTP. */
  readonly tls?: { readonly key: string; readonly certificate: string };
  /** What the certificate says, and how this computer is called by those who reach it; default: the address listened on. */
  readonly name?: string;
  /**
   * Without it the server is reached from this computer only. `address` is that of an interface. Needs `tls`, unless somebody said that all
   * that goes over the network may be read there.
   */
  readonly beyondThisComputer?: { readonly address: string; readonly unencrypted?: true };
  /** How long a request's head, and the whole of it, may take to arrive, ms; default 20,000 and 600,000. */
  readonly patience?: { readonly head: number; readonly whole: number };
  /** From one token; default 60,000. */
  readonly requestsPerMinute?: number;
  /** Attempts to sign in, from one address; default 60. */
  readonly signInsPerMinute?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface MediaServerHandle {
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The same Media in the dialect `xcaliber`. */
  readonly gateway: { readonly baseUrl: string; readonly tokenUrl: string; readonly apiKey: string };
  readonly close: () => Promise<void>;
}

const loopback = '127.0.0.1';

/**
 * The Media API on loopback, unless told otherwise, with everything it keeps encrypted: in one database, and the bytes of Binaries in files beside it.
 * @throws FailureError with `data.invalid-input`, `local.port-refused`, `local.database-newer`, `local.database-corrupt`, `local.in-use`, `local.disk-full` or `local.read-only`.
 */
export async function startMediaServer(options: MediaServerOptions): Promise<MediaServerHandle> {
  if (options.beyondThisComputer !== undefined && options.beyondThisComputer.unencrypted !== true && options.tls === undefined) {
    throw new FailureError({ code: 'data.invalid-input', fields: [{ path: 'tls', message: 'Beyond this computer the server speaks only with a certificate.' }] });
  }
  const now = options.now ?? Date.now;
  const database = openDatabase(options.dataDirectory, options.key);
  let server: FastifyInstance | undefined;
  let blobs: Blobs | undefined;
  try {
    const settings = new Settings(database);
    const origin = () => originOf(server, options);
    const base = () => `${origin()}${fhirPath}`;
    const binaryKey = Buffer.from(await settings.keep('binaryKey', () => randomBytes(32).toString('base64url')), 'base64url');
    blobs = new Blobs(database, { directory: path.join(options.dataDirectory, 'binaries'), key: binaryKey });
    await blobs.prepare();
    const store = new ResourceStore(database, now, base);
    if (options.seed && store.isEmpty()) seedDemo(store, blobs, options.demoMediaDirectory);
    const tokens = await openTokens(settings, new Grants(database), now);
    const parts = {
      service: new ResourceService(store, base, now),
      blobs,
      tokens,
      origin,
      now,
      listening: { tls: options.tls, patience: options.patience ?? { head: 20_000, whole: 600_000 } },
      largestBinaryBytes: options.largestBinaryBytes ?? 512 * 1024 * 1024,
      requestLimit: new RateLimit(options.requestsPerMinute ?? 60_000, now),
      signInLimit: new RateLimit(options.signInsPerMinute ?? 60, now),
    };
    const gateway = await openGateway({ store, blobs, settings, base, now }, options.gateway ?? {});
    const { peerQuirks = [] } = options;
    const adapt = (routeless: FastifyInstance) => installPeer({ ...parts, server: routeless, store, client: tokens.client, fhirPath, tokenPath }, peerQuirks);
    server = await createServer({ ...parts, gateway, adapt });
    await listen(server, options, settings);
    // Only now is it known which absolute references lead here.
    store.refreshIndex(settings);
    return {
      baseUrl: base(),
      tokenUrl: `${origin()}${tokenPath}`,
      ...tokens.client,
      gateway: { baseUrl: `${origin()}${gatewayPath}`, tokenUrl: `${origin()}${gatewayTokenPath}`, apiKey: gateway.tokens.apiKey },
      close: async () => {
        await server?.close();
        gateway.gateway.settle();
        await blobs?.close();
        database.close();
      },
    };
  } catch (error) {
    await server?.close();
    await blobs?.close();
    database.close();
    throw asFailureError(error);
  }
}

/** @returns '' until it listens. */
function originOf(server: FastifyInstance | undefined, { tls, name, beyondThisComputer }: MediaServerOptions): string {
  const address = server?.server.address();
  if (typeof address !== 'object' || address === null) return '';
  const host = name ?? beyondThisComputer?.address ?? loopback;
  return `${tls === undefined ? 'http' : 'https'}://${isIPv6(host) ? `[${host}]` : host}:${String(address.port)}`;
}

/** A port that stays the same lets a workstation find the chart again after a restart. */
async function listen(server: FastifyInstance, { port, beyondThisComputer }: MediaServerOptions, settings: Settings): Promise<void> {
  const host = beyondThisComputer?.address ?? loopback;
  const last = Number(settings.read('port') ?? 0);
  if (port !== 0 || last === 0) await listenOn(server, host, port);
  else {
    try {
      await listenOn(server, host, last);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      await listenOn(server, host, 0);
    }
  }
  const address = server.server.address();
  if (typeof address === 'object' && address !== null) settings.save('port', String(address.port));
}

async function listenOn(server: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EADDRNOTAVAIL') {
      throw new FailureError({ code: 'data.invalid-input', fields: [{ path: 'address', message: `This computer has no address ${host}.` }] }, { cause: error });
    }
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    throw new FailureError({ code: 'local.port-refused', detail: `${code} ${host}:${String(port)}` }, { cause: error });
  }
}
