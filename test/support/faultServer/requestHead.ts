import type { IncomingMessage } from 'node:http';

/** What a fault needs to know of a request before it strikes. */
export interface RequestHead {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly hasBody: boolean;
  readonly kind: 'sign-in' | 'search' | 'read' | 'write' | 'upload' | 'download' | 'other';
}

export function requestHead({ method = 'GET', url = '/', headers }: IncomingMessage): RequestHead {
  const hasBody = Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
  return { method, url, hasBody, kind: kindOf(method, url) };
}

function kindOf(method: string, url: string): RequestHead['kind'] {
  const [path = ''] = url.split('?', 1);
  if (path.endsWith('/token')) return 'sign-in';
  if (/\/Binary(?:\/|$)/.test(path)) return method === 'GET' ? 'download' : 'upload';
  if (method !== 'GET') return 'write';
  if (/\/Media\/[^/]+$/.test(path)) return 'read';
  return /\/(?:Media|Patient)$/.test(path) ? 'search' : 'other';
}
