import type { ChartAddress } from './readChart.ts';

/** A chart as text goes in and comes out, without any code of Lightbox's client. */
export async function rawChart({ baseUrl, tokenUrl, clientId, clientSecret }: ChartAddress) {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
  const { access_token } = (await (await fetch(tokenUrl, { method: 'POST', body: form })).json()) as { readonly access_token: string };
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/fhir+json', accept: 'application/fhir+json' };
  const send = async (method: string, path: string, body?: string) => {
    const response = await fetch(`${baseUrl}/${path}`, { method, headers, ...(body !== undefined && { body }) });
    return { status: response.status, text: await response.text() };
  };
  return {
    send,
    /** @returns the id the chart gave it. */
    create: async (text: string): Promise<string> => {
      const answer = await send('POST', 'Media', text);
      if (answer.status !== 201) throw new Error(`HTTP ${String(answer.status)}: ${answer.text}`);
      return (JSON.parse(answer.text) as { readonly id: string }).id;
    },
    read: async (id: string): Promise<string> => (await send('GET', `Media/${id}`)).text,
  };
}
