import { geometryIntoText, geometryOutOfText, hasGeometryOnlyInExtensions } from '../../shared/annotation/noteCodec.ts';
import { hasNotesInExtension, notesIntoExtension, notesOutOfExtension } from '../../shared/annotation/notesInExtension.ts';
import { FailureError, succeed, type Result } from '../../shared/errors/result.ts';
import type { Media } from '../../shared/fhir/resources.ts';
import { chartThrough } from '../../shared/sync/chartThrough.ts';
import { leavesOpen } from '../../shared/sync/classifyFailure.ts';
import type { RemoteChart, StoredResource } from '../../shared/sync/ports.ts';

/**
 * The same chart, for an EHR that strips extensions: what drawings are made of travels in the text of their notes and is, on this side, again where
 * it always is. Behind a gateway there are EHRs that drop the notes themselves; found out by a write, they get them in the `internal-note`.
 */
export function carryGeometryInText(chart: RemoteChart): RemoteChart {
  // Never forgotten in time: without versions, who writes has read first, and what was put there before is seen.
  let dropsNotes = false;
  const through = chartThrough(chart, {
    read: (media) => {
      dropsNotes ||= !chart.capabilities.versions && hasNotesInExtension(media);
      return geometryOutOfText(chart.capabilities.versions ? media : notesOutOfExtension(media));
    },
    write: (media) => {
      const written = dropsNotes ? notesIntoExtension(media) : geometryIntoText(media);
      // Sent like this, the chart would lose what it holds of them.
      const lost = dropsNotes ? (written.note ?? []).length > 0 : hasGeometryOnlyInExtensions(written);
      if (lost) throw new FailureError({ code: 'server.rejected', detail: 'too much to go into a text', fields: [{ path: 'Media.note', message: 'too long' }] });
      return written;
    },
  });
  if (chart.capabilities.versions) return through;

  /** Sends again what came back without its notes. */
  const withNotes = async <Answer extends StoredResource<Media>>(sent: Media, answer: Result<Answer>, signal: AbortSignal): Promise<Result<Answer>> => {
    if (!answer.ok || dropsNotes || (answer.value.resource.note ?? []).length > 0 || (sent.note ?? []).length === 0) return answer;
    dropsNotes = true;
    const again = await through.updateMedia({ ...sent, id: answer.value.resource.id }, undefined, signal);
    if (again.ok) return succeed({ ...answer.value, ...again.value });
    return leavesOpen(again.error) ? again : answer;
  };
  return {
    ...through,
    createMedia: async (media, identifier, signal, beforeSending) => withNotes(media, await through.createMedia(media, identifier, signal, beforeSending), signal),
    updateMedia: async (media, versionId, signal) => withNotes(media, await through.updateMedia(media, versionId, signal), signal),
  };
}
