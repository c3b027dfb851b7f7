import { X509Certificate } from 'node:crypto';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { getCACertificates } from 'node:tls';
import type { Agent, buildConnector } from 'undici';
import type { Failure } from '../../shared/errors/errorCode.ts';
import { fail, FailureError, succeed, type Result } from '../../shared/errors/result.ts';
import type { ConnectionNetwork } from '../../shared/ipc/views.ts';
import { isLoopback } from './chartAddress.ts';

export type Fetch = typeof fetch;
type Proxy = NonNullable<ConnectionNetwork['proxy']>;

/** How long a proxy may take to open a tunnel. */
const tunnelMilliseconds = 20_000;

/**
 * Fetches as a connection's network wants it: with certificate authorities besides those this computer trusts, through a proxy. The
 * certificate of the chart is verified always; a proxy sees the name of the chart and encrypted bytes.
 * @returns `data.invalid-input` for certificates that cannot be read.
 */
export function networkFetch(network: ConnectionNetwork = {}): Result<Fetch> {
  const { certificateAuthority, proxy } = network;
  if (certificateAuthority === undefined && proxy === undefined) return succeed(fetch);
  if (certificateAuthority !== undefined && !areCertificates(certificateAuthority)) {
    return fail('data.invalid-input', { fields: [{ path: 'certificateAuthority', message: 'not a certificate in PEM' }] });
  }
  let dispatcher: Promise<Agent> | undefined;
  return succeed(async (input, init) => {
    dispatcher ??= openDispatcher(network);
    // Joined by hand, because the types of fetch come with a later undici than the one inside Node 24, whose dispatchers this is.
    return fetch(input, Object.assign({ ...init }, { dispatcher: await dispatcher }));
  });
}

/** Loaded when it is needed: most charts are reached plainly, and a start would wait for it. */
async function openDispatcher({ certificateAuthority, proxy }: ConnectionNetwork): Promise<Agent> {
  const { Agent: DispatchingAgent, buildConnector: connectorWith } = await import('undici');
  const connectTls = connectorWith(certificateAuthority === undefined ? {} : { ca: [...getCACertificates('default'), certificateAuthority] });
  return new DispatchingAgent({
    connect: (options, answer) => {
      if (proxy === undefined || isLoopback(options.hostname)) {
        connectTls(options, answer);
        return;
      }
      openTunnel(proxy, options).then(
        (httpSocket) => connectTls({ ...options, httpSocket }, answer),
        (error: unknown) => answer(error instanceof Error ? error : new Error('no tunnel'), null),
      );
    },
  });
}

function areCertificates(pem: string): boolean {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block)).length > 0;
  } catch {
    return false;
  }
}

/** RFC 9110, 9.3.6; credentials by Basic. Rejects with FailureError `server.proxy`. */
function openTunnel({ url, username, password }: Proxy, { hostname, port }: buildConnector.Options): Promise<Socket> {
  const target = `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port === '' ? '443' : port}`;
  const basic = username === undefined ? undefined : Buffer.from(`${username}:${password ?? ''}`).toString('base64');
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'CONNECT', path: target, agent: false, headers: { host: target, ...(basic !== undefined && { 'proxy-authorization': `Basic ${basic}` }) } });
    asked.setTimeout(tunnelMilliseconds, () => asked.destroy(refused('ETIMEDOUT')));
    asked.once('connect', ({ statusCode }, socket: Socket) => {
      socket.setTimeout(0);
      if (statusCode === 200) resolve(socket);
      else {
        socket.destroy();
        reject(refused(`HTTP ${String(statusCode)}`));
      }
    });
    asked.once('error', (error) => reject(error instanceof FailureError ? error : refused('code' in error && typeof error.code === 'string' ? error.code : undefined)));
    asked.end();
  });
}

function refused(detail: string | undefined): FailureError {
  const failure: Failure = { code: 'server.proxy', ...(detail !== undefined && { detail }) };
  return new FailureError(failure);
}
