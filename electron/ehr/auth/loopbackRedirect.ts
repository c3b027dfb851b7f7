import { createServer, type ServerResponse } from 'node:http';
import { fail, succeed, type Result } from '../../../shared/errors/result.ts';

/** Waits on this computer for the answer of a login page. RFC 8252, section 7.3. */
export interface LoopbackRedirect {
  /** `http://127.0.0.1:<any free port>/callback` */
  readonly redirectUri: string;
  /** The query of the one request that carried `state`. Fails with `local.cancelled` or `local.login-timeout`. Nothing listens any more when it answers. */
  readonly answer: Promise<Result<URLSearchParams>>;
}

const path = '/callback';

/** @param state only a request that knows it counts; others learn nothing and end nothing. */
export async function listenForRedirect({ state, milliseconds, signal }: { readonly state: string; readonly milliseconds: number; readonly signal: AbortSignal }): Promise<LoopbackRedirect> {
  const { promise, resolve } = Promise.withResolvers<Result<URLSearchParams>>();
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000, maxHeaderSize: 32 * 1024 }, (request, response) => {
    const url = URL.parse(request.url ?? '/', origin());
    // Another name in Host would be a page elsewhere that made its name point here.
    const ours = request.method === 'GET' && url?.pathname === path && `http://${request.headers.host ?? ''}` === origin();
    if (!ours || url?.searchParams.get('state') !== state) {
      say(response, 404, 'Nothing here', 'This address only waits for the answer of a login page.');
      return;
    }
    const done = url.searchParams.has('code');
    say(response, 200, done ? 'Back to Lightbox' : 'Not signed in', done ? 'The login page has answered. Close this tab and go back to Lightbox.' : 'The login page did not let Lightbox in. Close this tab and go back to Lightbox.');
    response.once('close', () => finish(succeed(url.searchParams)));
  });
  const origin = () => {
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? String(address.port) : ''}`;
  };
  const timer = setTimeout(() => finish(fail('local.login-timeout')), milliseconds);
  const cancel = () => finish(fail('local.cancelled'));
  const finish = (result: Result<URLSearchParams>) => {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
    server.close(() => resolve(result));
    server.closeAllConnections();
  };
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  return { redirectUri: `${origin()}${path}`, answer: promise };
}

function say(response: ServerResponse, status: number, title: string, text: string): void {
  response
    .writeHead(status, {
      'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', 'X-Content-Type-Options': 'nosniff', Connection: 'close',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    })
    .end(`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${title}</title>
<body style="font: 16px/1.5 system-ui; max-width: 32em; margin: 20vh auto; padding: 0 1em"><h1>${title}</h1><p>${text}</p></body></html>`);
}
