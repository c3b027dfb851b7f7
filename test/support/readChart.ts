import { createHash } from 'node:crypto';
import { z } from 'zod';
import { mediaIdentifier } from '../../shared/fhir/capturedMedia.ts';
import { bundleSchema, mediaSchema, type Media } from '../../shared/fhir/resources.ts';

export interface ChartAddress {
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export type ChartReader = Awaited<ReturnType<typeof readChart>>;

/** What a chart really holds, asked over plain HTTP without any code of Lightbox's client. */
export async function readChart(address: ChartAddress) {
  const token = await fetch(address.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: address.clientId, client_secret: address.clientSecret }),
  });
  const { access_token } = z.object({ access_token: z.string() }).parse(await token.json());
  const get = async (path: string, accept: string) => {
    const response = await fetch(`${address.baseUrl}/${path}`, { headers: { authorization: `Bearer ${access_token}`, accept } });
    if (!response.ok) throw new Error(`GET ${path}: ${String(response.status)}`);
    return response;
  };
  const json = async (path: string): Promise<unknown> => (await get(path, 'application/fhir+json')).json();
  return {
    /** @param path relative to the base. */
    json,
    media: async (serverId: string): Promise<Media> => mediaSchema.parse(await json(`Media/${serverId}`)),
    mediaWithIdentifier: async (mediaId: string): Promise<Media[]> => {
      const { system, value } = mediaIdentifier(mediaId);
      const bundle = bundleSchema.parse(await json(`Media?identifier=${encodeURIComponent(`${system}|${value}`)}`));
      return (bundle.entry ?? []).map((entry) => mediaSchema.parse(entry.resource));
    },
    /** @param url as it stands in `content.url`. */
    sha256Of: async (url: string): Promise<string> =>
      createHash('sha256').update(Buffer.from(await (await get(url, '*/*')).arrayBuffer())).digest('hex'),
  };
}
