import { geometryIntoText, geometryOutOfText } from '../../shared/annotation/noteCodec.ts';
import { succeed, type Result } from '../../shared/errors/result.ts';
import { checkedAs } from '../../shared/fhir/codec/checkedAs.ts';
import { mediaSchema, type Media, type Resource } from '../../shared/fhir/resources.ts';
import type { RemoteChart, ResourcePage, StoredResource } from '../../shared/sync/ports.ts';

/**
 * The same chart, for an EHR that strips extensions: what drawings are made of travels in the text of their notes and is, on this side, again where
 * it always is. So what was sent and what is read back are compared as they are without it.
 */
export function carryGeometryInText(chart: RemoteChart): RemoteChart {
  return {
    capabilities: chart.capabilities,
    describe: (signal) => chart.describe(signal),
    search: async (request, signal) => readPage(await chart.search(request, signal)),
    followPage: async (nextPage, signal) => readPage(await chart.followPage(nextPage, signal)),
    findMediaByIdentifier: async (identifier, signal, patient) => {
      const found = await chart.findMediaByIdentifier(identifier, signal, patient);
      return found.ok ? succeed(found.value.map(readMedia)) : found;
    },
    readMedia: async (serverId, signal) => readAnswer(await chart.readMedia(serverId, signal)),
    createMedia: async (media, identifier, signal, beforeSending) => readAnswer(await chart.createMedia(geometryIntoText(media), identifier, signal, beforeSending)),
    updateMedia: async (media, versionId, signal) => readAnswer(await chart.updateMedia({ ...geometryIntoText(media), id: media.id }, versionId, signal)),
    deleteMedia: (serverId, versionId, signal) => chart.deleteMedia(serverId, versionId, signal),
    uploadBinary: (upload, signal) => chart.uploadBinary(upload, signal),
    downloadBinary: (...input) => chart.downloadBinary(...input),
  };
}

function readMedia<Answer extends StoredResource<Media>>(answer: Answer): Answer {
  return { ...answer, resource: { ...geometryOutOfText(answer.resource), id: answer.resource.id } };
}

function readAnswer<Answer extends StoredResource<Media>>(answer: Result<Answer>): Result<Answer> {
  return answer.ok ? succeed(readMedia(answer.value)) : answer;
}

function readPage(page: Result<ResourcePage>): Result<ResourcePage> {
  return page.ok ? succeed({ ...page.value, resources: page.value.resources.map(readResource) }) : page;
}

function readResource(resource: Resource): Resource {
  const media = checkedAs(mediaSchema, resource);
  return media.success ? geometryOutOfText(media.data) : resource;
}
