import { mediaSchema, type Media } from '../../shared/fhir/resources.ts';
import type { MethodOutput } from '../../shared/ipc/contract.ts';

interface FoundMedia {
  readonly id: string;
  readonly content: { readonly url?: string; readonly title?: string };
  readonly note?: readonly { readonly text: string }[];
}

/** The chart as another system sees it: plain HTTP, nothing of Lightbox's own client. */
export async function openDemoChart(connection: MethodOutput<'connection.current'>) {
  if (connection === null || connection.demoCredentials === null) throw new Error('not connected to the demo EHR');
  const { baseUrl, demoCredentials } = connection;
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: demoCredentials.clientId, client_secret: demoCredentials.clientSecret });
  const { access_token: token } = (await (await fetch(demoCredentials.tokenUrl, { method: 'POST', body })).json()) as { readonly access_token: string };
  const get = async (path: string, accept: string) => {
    const response = await fetch(path.startsWith('http') ? path : `${baseUrl}/${path}`, { headers: { Authorization: `Bearer ${token}`, Accept: accept } });
    if (!response.ok) throw new Error(`${path}: ${String(response.status)}`);
    return response;
  };
  return {
    read: async (path: string): Promise<unknown> => (await get(path, 'application/fhir+json')).json(),
    mediaOfPatient: async (patientId: string): Promise<readonly FoundMedia[]> => {
      const bundle = (await (await get(`Media?subject=Patient/${patientId}&_count=100`, 'application/fhir+json')).json()) as { readonly entry?: readonly { readonly resource: FoundMedia }[] };
      return (bundle.entry ?? []).map(({ resource }) => resource);
    },
    /** Another system writes; @returns the id the chart gave it. */
    createMedia: async (media: object): Promise<string> => {
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/fhir+json', Accept: 'application/fhir+json' };
      const response = await fetch(`${baseUrl}/Media`, { method: 'POST', headers, body: JSON.stringify(media) });
      if (response.status !== 201) throw new Error(`${String(response.status)}: ${await response.text()}`);
      return ((await response.json()) as { readonly id: string }).id;
    },
    /** Another system changes one, on the version it read. */
    updateMedia: async (id: string, change: (media: Media) => Media): Promise<void> => {
      const media = mediaSchema.parse(await (await get(`Media/${id}`, 'application/fhir+json')).json());
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/fhir+json', 'If-Match': `W/"${media.meta?.versionId ?? ''}"` };
      const response = await fetch(`${baseUrl}/Media/${id}`, { method: 'PUT', headers, body: JSON.stringify(change(media)) });
      if (!response.ok) throw new Error(`${String(response.status)}: ${await response.text()}`);
    },
    deleteMedia: async (id: string): Promise<void> => {
      const response = await fetch(`${baseUrl}/Media/${id}`, { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } });
      if (!response.ok) throw new Error(`${String(response.status)}: ${await response.text()}`);
    },
    bytes: async (url: string): Promise<Uint8Array> => (await get(url, '*/*')).bytes(),
  };
}
