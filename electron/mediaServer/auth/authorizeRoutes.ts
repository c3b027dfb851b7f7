import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { acceptScope, needsPatient } from './access.ts';
import { appClientId, type Granted, type Tokens } from './tokens.ts';

const codeLifetimeMilliseconds = 60_000;

interface Code {
  readonly granted: Granted;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly expires: number;
  used: boolean;
}

/** Codes given out and not yet expired; they do not outlive the server. */
export class AuthorizationCodes {
  readonly #codes = new Map<string, Code>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  give(granted: Granted, redirectUri: string, challenge: string): string {
    for (const [code, { expires }] of this.#codes) if (expires <= this.#now()) this.#codes.delete(code);
    const code = randomBytes(32).toString('base64url');
    this.#codes.set(code, { granted, redirectUri, challenge, expires: this.#now() + codeLifetimeMilliseconds, used: false });
    return code;
  }

  /** @returns what the code was given for; `again`: it was used before, so its grant is to end. */
  take(code: string): { readonly code: Code; readonly again: boolean } | undefined {
    const found = this.#codes.get(code);
    if (found === undefined || found.expires <= this.#now()) return undefined;
    const again = found.used;
    found.used = true;
    return { code: found, again };
  }
}

export interface AuthorizeParts {
  readonly tokens: Tokens;
  readonly codes: AuthorizationCodes;
  /** The FHIR base url, which `aud` must be. */
  readonly base: () => string;
  readonly hasPatient: (id: string) => boolean;
}

interface Asked {
  readonly redirectUri: string;
  readonly state: string;
  readonly scopes: readonly string[];
  readonly challenge: string;
}

/**
 * SMART standalone launch: a page on which the server's owner says what an application may do. RFC 6749 section 4.1, RFC 7636, RFC 8252
 * section 7.3; http://hl7.org/fhir/smart-app-launch/1.0.0/. Expects `request.body` of a POST to be URLSearchParams.
 */
export function authorizeRoutes(server: FastifyInstance, parts: AuthorizeParts): void {
  server.get('/oauth2/authorize', (request, reply) => {
    const query = new URLSearchParams(request.url.split('?', 2)[1] ?? '');
    const asked = read(query, reply, parts);
    return asked === undefined ? reply : sendPage(reply, 200, asked, query);
  });

  server.post('/oauth2/authorize', (request, reply) => {
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const asked = read(form, reply, parts);
    if (asked === undefined) return reply;
    if (form.get('decision') !== 'allow') return redirect(reply, asked, { error: 'access_denied' });
    if (!parts.tokens.isSecret(form.get('secret') ?? '')) return sendPage(reply, 403, asked, form, 'That is not the secret of this server.');
    const patient = needsPatient(asked.scopes) ? (form.get('patient') ?? '') : undefined;
    if (patient !== undefined && !parts.hasPatient(patient)) return sendPage(reply, 403, asked, form, 'There is no such patient here.');
    const granted = { grantId: randomUUID(), subject: appClientId, scope: asked.scopes.join(' '), patient };
    return redirect(reply, asked, { code: parts.codes.give(granted, asked.redirectUri, asked.challenge) });
  });
}

/** Without a good client and redirect nothing is sent anywhere; other faults go back to the application. */
function read(from: URLSearchParams, reply: FastifyReply, { base }: AuthorizeParts): Asked | undefined {
  const redirectUri = from.get('redirect_uri') ?? '';
  if (from.get('client_id') !== appClientId || !isLoopback(redirectUri)) {
    sendHtml(reply.code(400), '<p>This application is not known here, or it wants its answer sent elsewhere than to this computer.</p>');
    return undefined;
  }
  const scopes = acceptScope(from.get('scope') ?? '', 'person');
  const challenge = from.get('code_challenge') ?? '';
  const asked = { redirectUri, state: from.get('state') ?? '', scopes: scopes ?? [], challenge };
  const error =
    from.get('response_type') !== 'code' ? 'unsupported_response_type'
    : scopes === undefined ? 'invalid_scope'
    : from.get('code_challenge_method') !== 'S256' || !/^[A-Za-z0-9_-]{43}$/.test(challenge) || from.get('aud') !== base() || asked.state === '' ? 'invalid_request'
    : undefined;
  if (error === undefined) return asked;
  redirect(reply, asked, { error });
  return undefined;
}

/** RFC 8252: a literal loopback address, any port. */
function isLoopback(uri: string): boolean {
  return URL.canParse(uri) && /^http:\/\/(127\.0\.0\.1|\[::1\])(:\d+)?\/[^#]*$/.test(uri);
}

function redirect(reply: FastifyReply, { redirectUri, state }: Asked, answer: Readonly<Record<string, string>>): FastifyReply {
  const target = new URL(redirectUri);
  for (const [name, value] of Object.entries({ ...answer, state })) target.searchParams.set(name, value);
  return reply.header('Cache-Control', 'no-store').header('Referrer-Policy', 'no-referrer').redirect(target.href, 302);
}

const carried = ['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'aud', 'code_challenge', 'code_challenge_method'];

function sendPage(reply: FastifyReply, status: number, { scopes, redirectUri }: Asked, from: URLSearchParams, trouble = ''): FastifyReply {
  const hidden = carried.map((name) => `<input type="hidden" name="${name}" value="${escape(from.get(name) ?? '')}">`).join('');
  const patient = needsPatient(scopes) ? `<p><label>Patient’s id <input name="patient" required value="${escape(from.get('patient') ?? '')}"></label></p>` : '';
  return sendHtml(
    reply.code(status),
    `<h1>Let an application in?</h1><p>An application on this computer (${escape(new URL(redirectUri).host)}) asks for:</p>
    <ul>${scopes.map((scope) => `<li>${escape(scope)}</li>`).join('')}</ul><p role="alert">${escape(trouble)}</p>
    <form method="post" action="authorize">${hidden}${patient}
    <p><label>Secret of this server <input name="secret" type="password" autocomplete="off"></label></p>
    <p><button name="decision" value="allow">Allow</button> <button name="decision" value="deny" formnovalidate>Deny</button></p></form>`,
  );
}

function sendHtml(reply: FastifyReply, body: string): FastifyReply {
  return reply
    .headers({
      'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', 'X-Content-Type-Options': 'nosniff', 'X-Frame-Options': 'DENY',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    })
    .type('text/html; charset=utf-8')
    .send(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Lightbox Media Server</title><body>${body}</body></html>`);
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.codePointAt(0))};`);
}
