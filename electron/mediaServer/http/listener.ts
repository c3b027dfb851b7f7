import http from 'node:http';
import https from 'node:https';

export interface Listening {
  /** PEM. */
  readonly tls: { readonly key: string; readonly certificate: string } | undefined;
  /** How long a request's head, and the whole of it, may take to arrive, ms. */
  readonly patience: { readonly head: number; readonly whole: number };
}

/** Ends connections that only pretend to send: who dribbles holds no socket for ever. */
export function listener({ tls, patience }: Listening, handler: http.RequestListener): http.Server {
  const limits = {
    headersTimeout: patience.head,
    requestTimeout: patience.whole,
    connectionsCheckingInterval: Math.min(patience.head, 5_000),
    keepAliveTimeout: 72_000,
    maxHeaderSize: 32 * 1024,
  };
  return tls === undefined ? http.createServer(limits, handler) : https.createServer({ ...limits, key: tls.key, cert: tls.certificate, minVersion: 'TLSv1.2' }, handler);
}
