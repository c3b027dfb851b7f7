import { attempt, succeed, type Result } from '../errors/result.ts';
import { checkedAs } from '../fhir/codec/checkedAs.ts';
import { mediaSchema, type Media, type Resource } from '../fhir/resources.ts';
import type { RemoteChart, ResourcePage, StoredResource } from './ports.ts';

/** What becomes of every Media on its way; both may throw a FailureError, which is answered, and neither touches the id. */
export interface Passage {
  /** As it is seen on this side. */
  readonly read: (media: Media) => Media | Promise<Media>;
  /** As the chart gets it. */
  readonly write: (media: Media) => Media | Promise<Media>;
}

/** The same chart, with Media another way on this side. So what was sent and what is read back are compared as they are here. */
export function chartThrough(chart: RemoteChart, { read, write }: Passage): RemoteChart {
  const readStored = async <Answer extends StoredResource<Media>>(answer: Answer): Promise<Answer> =>
    ({ ...answer, resource: { ...(await read(answer.resource)), id: answer.resource.id } });
  const readResource = async (resource: Resource): Promise<Resource> => {
    const media = checkedAs(mediaSchema, resource);
    return media.success ? read(media.data) : resource;
  };
  // One after the other: each may hold its bytes.
  const inTurn = async <Item>(items: readonly Item[], work: (item: Item) => Promise<Item>): Promise<readonly Item[]> => {
    const done: Item[] = [];
    for (const item of items) done.push(await work(item));
    return done;
  };
  const then = async <Value>(answer: Result<Value>, work: (value: Value) => Promise<Value>): Promise<Result<Value>> =>
    answer.ok ? attempt(() => work(answer.value)) : answer;
  const readPage = (page: Result<ResourcePage>) => then(page, async (value) => ({ ...value, resources: await inTurn(value.resources, readResource) }));
  const writing = async <Value extends StoredResource<Media>>(media: Media, send: (written: Media) => Promise<Result<Value>>): Promise<Result<Value>> => {
    const written = await attempt(async () => write(media));
    return written.ok ? then(await send(written.value), readStored) : written;
  };
  return {
    capabilities: chart.capabilities,
    describe: (signal) => chart.describe(signal),
    search: async (request, signal) => readPage(await chart.search(request, signal)),
    followPage: async (nextPage, signal) => readPage(await chart.followPage(nextPage, signal)),
    findMediaByIdentifier: async (identifier, signal, patient) => then(await chart.findMediaByIdentifier(identifier, signal, patient), (found) => inTurn(found, readStored)),
    readMedia: async (serverId, signal) => then(await chart.readMedia(serverId, signal), readStored),
    createMedia: (media, identifier, signal, beforeSending) => writing(media, (written) => chart.createMedia(written, identifier, signal, beforeSending)),
    updateMedia: (media, versionId, signal) => writing(media, (written) => chart.updateMedia({ ...written, id: media.id }, versionId, signal)),
    deleteMedia: (serverId, versionId, signal) => chart.deleteMedia(serverId, versionId, signal),
    findRegistered: (...input) => chart.findRegistered(...input),
    readRegistered: (...input) => chart.readRegistered(...input),
    createRegistered: (...input) => chart.createRegistered(...input),
    uploadBinary: (upload, signal) => chart.uploadBinary(upload, signal),
    downloadBinary: (...input) => chart.downloadBinary(...input),
    searchReferences: async (search, signal) => (await chart.searchReferences?.(search, signal)) ?? succeed(null),
  };
}
