/** Our own pages live at app://lightbox/: a scheme of our own, so that no other site and no file shares their origin. */
export const appScheme = 'app';
const appHost = 'lightbox';
export const appPage = `${appScheme}://${appHost}/`;

/** Compares scheme and host: URL.origin is "null" for a scheme of one's own. about:blank and data: are nobody's. */
export function isOurUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${appScheme}:` && host === appHost && username === '' && password === '';
}
