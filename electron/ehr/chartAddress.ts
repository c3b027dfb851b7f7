import { fail, succeed, type Result } from '../../shared/errors/result.ts';

/**
 * The address of a chart or its token endpoint. Patient data and secrets never travel in clear: plain http is accepted for this very
 * computer only, by its loopback addresses.
 * @returns with a slash at the end, so that relative urls resolve below it.
 */
export function chartAddress(text: string): Result<URL> {
  if (!URL.canParse(text)) return refused('not an address');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('https only');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return refused('https only, except on this computer');
  if (url.username !== '' || url.password !== '') return refused('credentials do not belong into the address');
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return succeed(url);
}

/** RFC 6761 gives localhost to this computer; the rest are its literal addresses. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

function refused(message: string) {
  return fail('data.invalid-input', { fields: [{ path: 'baseUrl', message }] });
}
