import { carriesLayer } from '../annotation/noteCodec.ts';
import { safetyOfState } from '../ipc/safetyOfState.ts';
import type { MediaView, Safety } from '../ipc/views.ts';
import type { OutboxEntry } from '../sync/outboxEntry.ts';
import { contentPages } from './contentPages.ts';
import type { CodeableConcept } from './elements.ts';
import { mediaExtensionText } from './extensions/mediaExtensions.ts';
import type { Media } from './resources.ts';

/** What the cache knows of a Media besides the resource. */
export interface MediaContext {
  /** Lightbox's own id. */
  readonly id: string;
  readonly patientId: string | null;
  readonly available: boolean;
  readonly thumbnailSha256: string | null;
  readonly revision: number;
  /** What probing the bytes found; null while they were not looked at. */
  readonly probe: { readonly width: number | null; readonly height: number | null; readonly frames: number } | null;
  /** Instant (ms) of the last proof that the chart holds what is shown. */
  readonly provenAt: number | null;
  /** In order of recording. */
  readonly unsettled: readonly Pick<OutboxEntry, 'state' | 'failure'>[];
  /** The chart deleted it. */
  readonly gone: boolean;
}

/** Of the hash's hexadecimal digits: enough that no Media has two thumbnails of one name. */
const thumbnailNameLength = 16;

export function mediaView(media: Media, context: MediaContext): MediaView {
  const { probe } = context;
  const notes = media.note ?? [];
  const frames = Math.max(probe?.frames ?? 1, media.frames ?? 1, contentPages(media.content).length);
  return {
    id: context.id,
    patientId: context.patientId,
    kind: mediaKind(media, frames),
    title: mediaTitle(media, frames),
    contentType: media.content.contentType ?? null,
    createdAt: mediaTime(media),
    bodySite: conceptText(media.bodySite),
    modality: conceptText(media.modality),
    status: media.status,
    // The bytes are what is drawn on; a Media may be wrong about them.
    width: probe?.width ?? media.width ?? null,
    height: probe?.height ?? media.height ?? null,
    frames,
    durationSeconds: media.duration === undefined || media.duration < 0 ? null : media.duration,
    layerCount: notes.filter(carriesLayer).length,
    noteCount: notes.length,
    available: context.available,
    thumbnail: context.thumbnailSha256?.slice(0, thumbnailNameLength) ?? null,
    revision: context.revision,
    safety: mediaSafety(context),
  };
}

/** content.title, else body site, modality or kind; never empty. */
export function mediaTitle(media: Media, frames = media.frames ?? 1): string {
  const title = media.content.title?.trim() ?? '';
  if (title !== '') return title;
  return conceptText(media.bodySite) ?? conceptText(media.modality) ?? kindName(media.content.contentType ?? null, mediaKind(media, frames));
}

/** When it was taken, as the chart says: created[x], else issued, else the Media API's extension. A FHIR dateTime, perhaps a year alone. */
export function mediaTime(media: Media): string | null {
  return media.createdDateTime ?? media.createdPeriod?.start ?? media.createdPeriod?.end ?? media.issued ?? mediaExtensionText(media, 'created-date') ?? null;
}

/** The person's words for a concept: its text, else the display, else the code of its first coding. */
export function conceptText(concept: CodeableConcept | undefined): string | null {
  const coding = concept?.coding?.find((candidate) => candidate.display !== undefined) ?? concept?.coding?.[0];
  return concept?.text ?? coding?.display ?? coding?.code ?? null;
}

const kindNames: Readonly<Record<MediaView['kind'], string>> = {
  photo: 'Photo', animation: 'Animation', video: 'Video', audio: 'Sound', document: 'Document', other: 'File',
};

/** What people call it. @param contentType as the Media says. */
export function kindName(contentType: string | null, kind: MediaView['kind']): string {
  if (contentType?.toLowerCase() !== 'application/dicom') return kindNames[kind];
  return kind === 'animation' ? 'DICOM clip' : 'DICOM image';
}

function mediaKind(media: Media, frames: number): MediaView['kind'] {
  if (contentPages(media.content).length > 0) return 'document';
  const contentType = media.content.contentType?.toLowerCase() ?? '';
  const type = contentType.split('/')[0];
  if (contentType === 'application/dicom') return frames > 1 ? 'animation' : 'photo';
  if (contentType === 'application/pdf' || type === 'text') return 'document';
  const declared = media.type?.coding?.find((coding) => coding.code !== undefined)?.code;
  switch (type === 'image' || type === 'video' || type === 'audio' ? type : declared) {
    case 'image':
      return frames > 1 ? 'animation' : 'photo';
    case 'video':
      return 'video';
    case 'audio':
      return 'audio';
    default:
      return 'other';
  }
}

/** What needs a person comes first, then what is on its way, then what is only here; proof counts only when nothing is unsettled. */
const urgency = ['conflict', 'parked', 'sending', 'pending', 'blocked', 'accepted'] as const;

/** Where the Media and its latest change stand. A Media pulled from the chart and unchanged since is proven by that pull. */
export function mediaSafety(context: Pick<MediaContext, 'provenAt' | 'unsettled' | 'gone'>): Safety {
  const { provenAt } = context;
  for (const state of urgency) {
    const entry = context.unsettled.find((candidate) => candidate.state === state);
    if (entry) return { state: safetyOfState[state], progress: null, provenAt, failure: entry.failure };
  }
  return { state: context.gone ? 'deleted' : provenAt === null ? 'accepted' : 'proven', progress: null, provenAt, failure: null };
}
