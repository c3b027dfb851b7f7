import { openBlobStore } from '../../../electron/blobs/openBlobStore.ts';
import { openFhirChart } from '../../../electron/ehr/openFhirChart.ts';
import { fetchContent } from '../../../electron/sync/fetchContent.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { Attachment } from '../../../shared/fhir/elements.ts';

/** Fetches the bytes of one Attachment into a blob store, and tells what came of it; to be killed on the way. */
const [directory, origin, content] = process.argv.slice(2);
if (directory === undefined || origin === undefined || content === undefined) throw new Error('what, from where, to where?');
const blobs = unwrap(await openBlobStore({ directory, key: new Uint8Array(32).fill(7) }));
const chart = unwrap(openFhirChart({ baseUrl: origin, auth: { kind: 'none' } }));
const fetched = await fetchContent(
  { chart, blobs, signal: new AbortController().signal, key: 'media-1', onProgress: () => undefined }, JSON.parse(content) as Attachment,
);
process.send?.(fetched, () => process.disconnect?.());
