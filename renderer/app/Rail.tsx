import { UnstyledButton } from '@mantine/core';
import { IconCamera, IconHelp, IconLibraryPhoto, IconLock, IconRefresh, IconSettings, IconUsers, type Icon } from '@tabler/icons-react';
import { needsPersonCount, waitingCount } from '../../shared/ipc/syncGroups.ts';
import type { SessionView, SyncStatus } from '../../shared/ipc/views.ts';
import { unsavedCount, useIntake } from '../intake/index.ts';
import { useAnswer } from '../ipc/index.ts';
import { formatRoute, type Route } from '../navigation/index.ts';
import { LinkSign } from '../sync/index.ts';
import classes from './Rail.module.css';

interface Place {
  readonly label: string;
  readonly icon: Icon;
  readonly route: Route;
  readonly screens: readonly Route['screen'][];
}

const places: readonly Place[] = [
  { label: 'Patients', icon: IconUsers, route: { screen: 'patients' }, screens: ['patients', 'patient'] },
  { label: 'Capture', icon: IconCamera, route: { screen: 'capture', patientId: null }, screens: ['capture'] },
  { label: 'Library', icon: IconLibraryPhoto, route: { screen: 'library' }, screens: ['library'] },
  { label: 'Sync', icon: IconRefresh, route: { screen: 'sync' }, screens: ['sync'] },
  { label: 'Settings', icon: IconSettings, route: { screen: 'settings' }, screens: ['settings'] },
];

function Count({ count, words, alarm }: { readonly count: number; readonly words: string; readonly alarm: boolean }) {
  if (count === 0) return null;
  return <span className={classes['count']} data-alarm={alarm || undefined} role="img" aria-label={`${String(count)} ${words}`}>{count > 99 ? '99+' : count}</span>;
}

function SyncCount({ status }: { readonly status: SyncStatus }) {
  const needsPerson = needsPersonCount(status);
  return needsPerson > 0 ? <Count count={needsPerson} words="need you" alarm /> : <Count count={waitingCount(status)} words="on the way" alarm={false} />;
}

export interface RailProps {
  readonly session: SessionView;
  readonly route: Route;
  readonly onHelp: () => void;
  readonly onLock: () => void;
}

export function Rail({ session, route, onHelp, onLock }: RailProps) {
  const status = useAnswer('sync.status', undefined);
  const unsaved = unsavedCount(useIntake());
  // Capture opened from a patient keeps that patient.
  const target = (place: Place): Route => (place.route.screen === 'capture' && route.screen === 'patient' ? { screen: 'capture', patientId: route.patientId } : place.route);
  return (
    <nav className={classes['rail']} aria-label="Main">
      <div className={classes['places']}>
        {places.map((place) => {
          const current = place.screens.includes(route.screen);
          return (
            <a key={place.label} className={classes['place']} href={formatRoute(target(place))} aria-current={current ? 'page' : undefined}>
              <span className={classes['icon']}>
                <place.icon size={22} stroke={1.6} aria-hidden />
                {place.route.screen === 'sync' && status.data !== undefined ? <SyncCount status={status.data} /> : null}
                {place.route.screen === 'capture' ? <Count count={unsaved} words="not saved" alarm /> : null}
              </span>
              <span>{place.label}</span>
            </a>
          );
        })}
      </div>
      <div className={classes['places']}>
        {session.demo ? <span className={classes['demo']}>Practice copy</span> : null}
        {status.data === undefined ? null : <LinkSign status={status.data} />}
        <UnstyledButton className={classes['place']} onClick={onHelp}>
          <IconHelp size={20} stroke={1.6} aria-hidden />
          <span>Help</span>
        </UnstyledButton>
        <UnstyledButton className={classes['place']} onClick={onLock}>
          <IconLock size={20} stroke={1.6} aria-hidden />
          <span>Lock</span>
        </UnstyledButton>
      </div>
    </nav>
  );
}
