import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { LightboxEvent, MethodName, MethodOutput } from '../../shared/ipc/contract.ts';

/** What has to be asked again after an event: whole methods, or one exact question. */
function staleAfter(event: LightboxEvent): readonly QueryKey[] {
  const methods = (...names: readonly MethodName[]): readonly QueryKey[] => names.map((name) => [name]);
  switch (event.topic) {
    case 'session': return methods('session.state', 'connection.current');
    case 'connection': return methods('connection.current', 'sync.status', 'patients.list', 'patients.get');
    case 'patients': return methods('patients.list', 'patients.get');
    case 'media': return [
      ['media.get', { mediaId: event.mediaId }], ['media.setAside', { mediaId: event.mediaId }], ['conflict.get', { mediaId: event.mediaId }],
      event.patientId === null ? ['media.list'] : ['media.list', { patientId: event.patientId }],
      ...methods('media.search', 'patients.list', 'patients.get'),
    ];
    case 'sync': return methods('sync.status', 'sync.entries', 'sync.sending', 'connection.losses');
    case 'transfer': return [['media.transfer', { mediaId: event.mediaId }], ['sync.sending']];
    case 'command': return [];
  }
}

export function invalidateAfter(queryClient: QueryClient, event: LightboxEvent): void {
  for (const queryKey of staleAfter(event)) void queryClient.invalidateQueries({ queryKey });
  // It may have gone to another patient: whoever still lists it must not.
  if (event.topic === 'media') void queryClient.invalidateQueries({ queryKey: ['media.list'], predicate: ({ state }) => lists(state.data, event.mediaId) });
}

function lists(answer: unknown, mediaId: string): boolean {
  return (answer as MethodOutput<'media.list'> | undefined)?.some(({ id }) => id === mediaId) ?? false;
}
