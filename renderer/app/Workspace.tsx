import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import type { SessionView } from '../../shared/ipc/views.ts';
import { CaptureScreen } from '../capture/index.ts';
import { useAction, useLightboxEvent } from '../ipc/index.ts';
import { LibraryScreen } from '../library/index.ts';
import { formatRoute, goBack, navigate, replaceRoute, useRoute, type Route } from '../navigation/index.ts';
import { PatientScreen, PatientsScreen } from '../patients/index.ts';
import { SettingsScreen } from '../settings/index.ts';
import { SyncScreen, useWakeOnNetwork } from '../sync/index.ts';
import { useKeyTable } from '../ui/index.ts';
import { appKeys } from './appKeys.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { HelpDialog } from './HelpDialog.tsx';
import { palette } from './palette.ts';
import { Rail } from './Rail.tsx';
import classes from './Workspace.module.css';

/** They bring canvas and decoders along only when they are opened. */
const ViewerScreen = lazy(async () => ({ default: (await import('../viewer/index.ts')).ViewerScreen }));
const CompareScreen = lazy(async () => ({ default: (await import('../compare/index.ts')).CompareScreen }));
const ConflictScreen = lazy(async () => ({ default: (await import('../conflict/index.ts')).ConflictScreen }));

function Screen({ route }: { readonly route: Exclude<Route, { readonly screen: 'viewer' | 'compare' | 'conflict' }> }) {
  switch (route.screen) {
    case 'patients': return <PatientsScreen />;
    case 'patient': return <PatientScreen key={route.patientId} patientId={route.patientId} />;
    case 'capture': return <CaptureScreen patientId={route.patientId} />;
    case 'library': return <LibraryScreen />;
    case 'sync': return <SyncScreen />;
    case 'settings': return <SettingsScreen />;
  }
}

/** The frame around every screen: rail, palette, help and the keys that work everywhere. The viewer takes the whole window. */
export function Workspace({ session }: { readonly session: SessionView }) {
  const route = useRoute();
  const lock = useAction('session.lock');
  const [helpOpen, help] = useDisclosure(false);
  useWakeOnNetwork();

  useKeyTable(appKeys, {
    find: palette.open,
    patients: () => navigate({ screen: 'patients' }),
    capture: () => navigate({ screen: 'capture', patientId: route.screen === 'patient' ? route.patientId : null }),
    library: () => navigate({ screen: 'library' }),
    sync: () => navigate({ screen: 'sync' }),
    settings: () => navigate({ screen: 'settings' }),
    lock: () => lock.mutate(undefined),
    help: help.toggle,
  });
  useLightboxEvent((event) => {
    if (event.topic !== 'command') return;
    if (event.command === 'find') palette.open();
    if (event.command === 'lock') lock.mutate(undefined);
    if (event.command === 'help') help.open();
  });

  return (
    <div className={classes['frame']}>
      {route.screen === 'viewer' || route.screen === 'compare' || route.screen === 'conflict' ? (
        <div className={classes['viewer']}>
          <ErrorBoundary key={formatRoute(route)}>
            <Suspense fallback={null}>
              {route.screen === 'viewer' ? (
                <ViewerScreen
                  mediaId={route.mediaId}
                  onClose={() => goBack({ screen: 'patients' })}
                  onOpenMedia={(mediaId) => replaceRoute({ screen: 'viewer', mediaId })}
                />
              ) : route.screen === 'compare' ? (
                <CompareScreen
                  mediaIds={route.mediaIds}
                  onClose={() => goBack({ screen: 'patients' })}
                  onOpenMedia={(mediaId) => navigate({ screen: 'viewer', mediaId })}
                />
              ) : (
                <ConflictScreen
                  key={route.mediaId} mediaId={route.mediaId}
                  onClose={() => goBack({ screen: 'sync' })}
                  onDone={() => goBack({ screen: 'viewer', mediaId: route.mediaId })}
                />
              )}
            </Suspense>
          </ErrorBoundary>
        </div>
      ) : (
        <>
          <Rail session={session} route={route} onHelp={help.open} onLock={() => lock.mutate(undefined)} />
          <main className={classes['screen']}>
            <ErrorBoundary key={formatRoute(route)}><Screen route={route} /></ErrorBoundary>
          </main>
        </>
      )}
      <CommandPalette onHelp={help.open} />
      <HelpDialog opened={helpOpen} onClose={help.close} />
    </div>
  );
}
