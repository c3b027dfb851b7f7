import { useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Spotlight, useSpotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import {
  IconCamera, IconCloudOff, IconCloudPause, IconHelp, IconLibraryPhoto, IconLock, IconMoon, IconRefresh, IconSearch, IconSettings, IconSun, IconSunMoon, IconUser, IconUsers, type Icon,
} from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { describeFailure } from '../../shared/errors/describeFailure.ts';
import type { PatientView } from '../../shared/ipc/views.ts';
import { failureOf, useAction, useAnswer } from '../ipc/index.ts';
import { navigate } from '../navigation/index.ts';
import { describeBirth, describeRecordNumber, describeSex, useEnterWhenAnswered, useNow } from '../ui/index.ts';

import classes from './CommandPalette.module.css';
import { matchesWords } from './matchesWords.ts';
import { paletteStore } from './palette.ts';

interface Command {
  readonly label: string;
  readonly icon: Icon;
  readonly run: () => void;
}

const shownPatients = 8;

function commandAction({ label, icon: Sign, run }: Command): SpotlightActionData {
  return { id: label, label, leftSection: <Sign size={20} stroke={1.6} aria-hidden />, onClick: run };
}

function patientAction(patient: PatientView, now: number): SpotlightActionData {
  return {
    id: patient.id,
    label: patient.name,
    description: [describeBirth(patient, now), describeSex(patient), describeRecordNumber(patient)].join(' · '),
    leftSection: <IconUser size={20} stroke={1.6} aria-hidden />,
    onClick: () => navigate({ screen: 'patient', patientId: patient.id }),
  };
}

function sayFailure(error: unknown): void {
  const { wrong, kept, todo } = describeFailure(failureOf(error));
  notifications.show({ title: wrong, message: `${kept} ${todo}`, color: 'red' });
}

/** Every patient and every action, by typing. */
export function CommandPalette({ onHelp }: { readonly onHelp: () => void }) {
  const now = useNow();
  const [query, setQuery] = useState('');
  const { opened } = useSpotlight(paletteStore);
  // All of them, searched right here: the palette chooses its first line in the same moment as a letter is typed. While it is shut, a first pull
  // need not bring it the list again and again.
  const patients = useAnswer('patients.list', { query: '' }, { enabled: opened });
  /** Since it was opened: what it knew before may be long ago. */
  const [answered, setAnswered] = useState(false);
  if (opened ? !answered && !patients.isFetching : answered) setAnswered(opened);
  const field = useRef<HTMLInputElement>(null);
  // Mantine chooses a line when somebody writes or presses a key; when this was written, there was none yet.
  const press = (code: 'ArrowDown' | 'Enter') => field.current?.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true }));
  const chooseFirst = useEffectEvent(() => query !== '' && press('ArrowDown'));
  useEffect(() => {
    if (answered) chooseFirst();
  }, [answered]);
  const enter = useEnterWhenAnswered(query, answered, () => press('Enter'));
  const status = useAnswer('sync.status', undefined);
  const setOffline = useAction('sync.setOffline');
  const syncNow = useAction('sync.now');
  const pause = useAction('sync.pause');
  const lock = useAction('session.lock');
  const { setColorScheme } = useMantineColorScheme();
  const offline = status.data?.link === 'offline-chosen';
  const paused = status.data?.pause.paused === true;

  const commands: readonly Command[] = [
    { label: 'Go to Patients', icon: IconUsers, run: () => navigate({ screen: 'patients' }) },
    { label: 'Go to Capture', icon: IconCamera, run: () => navigate({ screen: 'capture', patientId: null }) },
    { label: 'Go to Library', icon: IconLibraryPhoto, run: () => navigate({ screen: 'library' }) },
    { label: 'Go to Sync', icon: IconRefresh, run: () => navigate({ screen: 'sync' }) },
    { label: 'Go to Settings', icon: IconSettings, run: () => navigate({ screen: 'settings' }) },
    { label: 'Sync now', icon: IconRefresh, run: () => syncNow.mutate(undefined, { onError: sayFailure }) },
    { label: offline ? 'Work online again' : 'Work offline', icon: IconCloudOff, run: () => setOffline.mutate({ offline: !offline }, { onError: sayFailure }) },
    { label: paused ? 'Resume sync' : 'Pause sync', icon: IconCloudPause, run: () => pause.mutate({ paused: !paused }, { onError: sayFailure }) },
    { label: 'Light colours', icon: IconSun, run: () => setColorScheme('light') },
    { label: 'Dark colours', icon: IconMoon, run: () => setColorScheme('dark') },
    { label: 'Colours of the system', icon: IconSunMoon, run: () => setColorScheme('auto') },
    { label: 'Show all keys', icon: IconHelp, run: onHelp },
    { label: 'Lock Lightbox', icon: IconLock, run: () => lock.mutate(undefined, { onError: sayFailure }) },
  ];

  const foundPatients = (patients.data ?? []).filter(({ name, mrn, birthDate }) => matchesWords(`${name} ${mrn ?? ''} ${birthDate ?? ''}`, query));
  const foundCommands = commands.filter(({ label }) => matchesWords(label, query));
  // Patients come first: before they are here, Enter would take an action that only stands first meanwhile.
  const actions: SpotlightActionGroupData[] = !answered ? [] : [
    { group: 'Patients', actions: foundPatients.slice(0, shownPatients).map((patient) => patientAction(patient, now)) },
    { group: 'Actions', actions: foundCommands.map(commandAction) },
  ];

  return (
    <Spotlight
      store={paletteStore}
      actions={actions}
      // Chosen above.
      filter={(_, all) => all}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={480}
      nothingFound={answered ? 'Nothing found' : 'Looking'}
      // Gone at once, so that the next key is already heard by the screen it led to.
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      classNames={{ action: classes['action'] ?? '', actionDescription: classes['description'] ?? '' }}
      attributes={{ content: { 'aria-label': 'Commands' } }}
      searchProps={{ ref: field, leftSection: <IconSearch size={20} stroke={1.6} aria-hidden />, placeholder: 'Find a patient or an action', 'aria-label': 'Find a patient or an action', onKeyDown: ({ key }) => !answered && key === 'Enter' && enter() }}
    />
  );
}
