/** What a person does on the media server's authorisation page, without a browser. @returns the address the page sends the browser to. */
export async function answerLoginPage(url: URL, { secret, decision = 'allow', patient }: { readonly secret: string; readonly decision?: 'allow' | 'deny'; readonly patient?: string }): Promise<URL> {
  const page = await fetch(url, { headers: { connection: 'close' } });
  const html = await page.text();
  if (!html.includes('<form method="post"')) throw new Error(`no login page: ${String(page.status)}`);
  const form = new URLSearchParams(url.searchParams);
  for (const [name, value] of Object.entries({ decision, secret, ...(patient !== undefined && { patient }) })) form.set(name, value);
  const answered = await fetch(new URL('authorize', url), { method: 'POST', body: form, redirect: 'manual', headers: { connection: 'close' } });
  const location = answered.headers.get('location');
  if (answered.status !== 302 || location === null) throw new Error(`the login page answered ${String(answered.status)}`);
  return new URL(location);
}
