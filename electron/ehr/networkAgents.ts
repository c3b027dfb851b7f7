import { X509Certificate } from 'node:crypto';
import { Agent as HttpAgent, request } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getCACertificates } from 'node:tls';
import type { Failure } from '../../shared/errors/errorCode.ts';
import { fail, FailureError, succeed, type Result } from '../../shared/errors/result.ts';
import type { ConnectionNetwork } from '../../shared/ipc/views.ts';
import { isLoopback } from './chartAddress.ts';

/** Connections are kept for the next request, in the clear and encrypted. */
export interface NetworkAgents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}
type Proxy = NonNullable<ConnectionNetwork['proxy']>;

/** How long a proxy may take to open a tunnel. */
const tunnelMilliseconds = 20_000;
/** Servers let go of a connection that rests for 5 s, many of them; a request that is sent just then is lost. */
const kept: AgentOptions = { keepAlive: true, timeout: 4_000 };

/**
 * Reaches charts as a connection's network wants it: with certificate authorities besides those this computer trusts, through a proxy. The
 * certificate of the chart is verified always; a proxy sees the name of the chart and encrypted bytes.
 * @returns `data.invalid-input` for certificates that cannot be read.
 */
export function networkAgents({ certificateAuthority, proxy }: ConnectionNetwork = {}): Result<NetworkAgents> {
  if (certificateAuthority !== undefined && !areCertificates(certificateAuthority)) {
    return fail('data.invalid-input', { fields: [{ path: 'certificateAuthority', message: 'not a certificate in PEM' }] });
  }
  const options = certificateAuthority === undefined ? kept : { ...kept, ca: [...getCACertificates('default'), certificateAuthority] };
  return succeed({ http: new HttpAgent(kept), https: proxy === undefined ? new HttpsAgent(options) : new TunnelAgent(proxy, options) });
}

class TunnelAgent extends HttpsAgent {
  readonly #proxy: Proxy;

  constructor(proxy: Proxy, options: AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  /** This very computer is reached without the proxy. */
  override createConnection(...[options, answer]: Parameters<HttpsAgent['createConnection']>): Duplex | null | undefined {
    const host = options.host ?? '';
    if (isLoopback(host)) return super.createConnection(options, answer);
    openTunnel(this.#proxy, host, String(options.port ?? 443)).then(
      (socket) => {
        const inside: typeof options & { readonly socket: Socket } = { ...options, socket };
        answer?.(null, super.createConnection(inside) as Duplex);
      },
      (error: unknown) => answer?.(error instanceof Error ? error : new Error('no tunnel'), undefined as never),
    );
    return undefined;
  }
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
function openTunnel({ url, username, password }: Proxy, hostname: string, port: string): Promise<Socket> {
  const target = `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;
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
