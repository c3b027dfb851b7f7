import type { LightboxApp } from '../workspace/lightboxApp.ts';

/** For starts without a screen: one line on stdout whenever something changed. Counts and addresses only, nothing of a patient. */
export function printStatus(lightbox: LightboxApp, print: (line: string) => void): void {
  let last = '';
  let running: Promise<void> | undefined;
  let again = false;
  const round = async (): Promise<void> => {
    do {
      again = false;
      const line = await describe(lightbox);
      if (line !== last) print(line);
      last = line;
    } while (again);
  };
  const refresh = () => {
    again = true;
    running ??= round()
      .catch(() => {
        print('status: unknown');
      })
      .finally(() => {
        running = undefined;
      });
  };
  lightbox.onEvent(refresh);
  refresh();
}

async function describe({ handlers }: LightboxApp): Promise<string> {
  const session = await handlers['session.state'](undefined);
  if (!session.ok) return `status: ${session.error.code}`;
  if (session.value.phase !== 'unlocked') return `status: ${session.value.phase}${session.value.problem === null ? '' : `, ${session.value.problem.code}`}`;
  const [connection, sync] = [await handlers['connection.current'](undefined), await handlers['sync.status'](undefined)];
  if (!connection.ok) return `status: ${connection.error.code}`;
  if (!sync.ok) return `status: ${sync.error.code}`;
  const { link, patients, media, contentMissing, counts } = sync.value;
  const outbox = Object.entries(counts).map(([state, count]) => `${state} ${String(count)}`);
  const served = connection.value?.kind === 'demo' ? `demo EHR at ${connection.value.baseUrl}` : 'nothing';
  return `status: ${link}; patients ${String(patients)}; media ${String(media)} (${String(contentMissing)} still to fetch); outbox ${outbox.join(', ')}; serves ${served}`;
}
