import type { Query, QueryClient } from '@tanstack/react-query';
import type { LightboxEvent, MethodName, MethodOutput } from '../../shared/ipc/contract.ts';

/** However much happens, the same is not asked more often than this. */
const restMilliseconds = 100;
/** One answer that is slow to come does not hold back the others for longer. */
const longestWaitMilliseconds = 1_000;

/**
 * What the window shows is asked again after events, at once when nothing happened for a while. While a first pull or a long drain brings
 * hundreds, it is asked again only when the last answers are here: more questions than answers would hold up everybody who asks the main side.
 */
export class StaleAnswers {
  readonly #queryClient: QueryClient;
  #waiting: LightboxEvent[] = [];
  #busy = false;

  constructor(queryClient: QueryClient) {
    this.#queryClient = queryClient;
  }

  hear(events: readonly LightboxEvent[]): void {
    // Locked or unlocked is another screen.
    if (events.some(({ topic }) => topic === 'session')) void this.#askAgain(events);
    else this.#waiting.push(...events);
    if (!this.#busy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const events = this.#waiting;
      this.#waiting = [];
      await Promise.all([Promise.race([this.#askAgain(events), pause(longestWaitMilliseconds)]), pause(restMilliseconds)]);
    }
    this.#busy = false;
  }

  async #askAgain(events: readonly LightboxEvent[]): Promise<void> {
    await this.#queryClient.invalidateQueries({ predicate: staleAfter(events) });
  }
}

/** Whether what was asked has to be asked again. */
function staleAfter(events: readonly LightboxEvent[]): (query: Query) => boolean {
  const methods = new Set<unknown>(events.flatMap((event) => methodsAfter[event.topic]));
  const pictures = events.filter((event) => event.topic === 'media');
  const [mediaIds, patientIds] = [new Set<unknown>(pictures.map(({ mediaId }) => mediaId)), new Set<unknown>(pictures.map(({ patientId }) => patientId))];
  const moving = new Set<unknown>(events.flatMap((event) => (event.topic === 'transfer' ? [event.mediaId] : [])));
  return ({ queryKey: [name, input], state }) => {
    if (methods.has(name)) return true;
    const { mediaId, patientId } = (input ?? {}) as { readonly mediaId?: unknown; readonly patientId?: unknown };
    if (name === 'media.transfer') return moving.has(mediaId);
    if (name === 'media.get' || name === 'media.setAside' || name === 'conflict.get') return mediaIds.has(mediaId);
    if (name !== 'media.list') return false;
    // It may have gone to another patient, or be nobody knows whose: whoever still lists it must not.
    return patientIds.has(null) || patientIds.has(patientId) || ((state.data as MethodOutput<'media.list'> | undefined)?.some(({ id }) => mediaIds.has(id)) ?? false);
  };
}

const methodsAfter: Readonly<Record<LightboxEvent['topic'], readonly MethodName[]>> = {
  session: ['session.state', 'connection.current'],
  connection: ['connection.current', 'sync.status', 'patients.list', 'patients.get'],
  patients: ['patients.list', 'patients.get', 'patients.alike', 'patients.registration', 'visits.present', 'media.list'],
  media: ['media.search', 'patients.list', 'patients.get'],
  manyMedia: ['media.search', 'patients.list', 'patients.get', 'media.list', 'media.get', 'media.setAside', 'conflict.get'],
  sync: ['sync.status', 'sync.entries', 'patients.registration', 'visits.present', 'sync.sending', 'connection.losses', 'content.kept'],
  transfer: ['sync.sending'],
  command: [],
};

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
