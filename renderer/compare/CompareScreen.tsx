import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconUserExclamation } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { MediaDetail } from '../../shared/ipc/contract.ts';
import { useAnswer } from '../ipc/index.ts';
import { CardSkeletons, EmptyState, FailureMessage, PatientBanner, useKeyTable } from '../ui/index.ts';
import { DarkRoom } from '../viewer/index.ts';
import classes from './Compare.module.css';
import { compareKeys } from './compareKeys.ts';
import { Comparison } from './Comparison.tsx';
import { byDate } from './interval.ts';
import { refuseComparison, type ComparisonRefusal } from './refuseComparison.ts';

export interface CompareScreenProps {
  /** Two to four. */
  readonly mediaIds: readonly string[];
  readonly onClose: () => void;
  readonly onOpenMedia: (mediaId: string) => void;
}

const words: Record<ComparisonRefusal, { readonly title: string; readonly why: string }> = {
  'two-patients': { title: 'These pictures are not of one patient', why: 'Lightbox never shows two patients on one screen. Go back and choose pictures of one patient.' },
  'unknown-patient': { title: 'Nobody knows whose picture one of these is', why: 'Pictures are compared only when all of them are known to be of one patient.' },
  'no-picture': { title: 'Not all of these are pictures', why: 'Pictures, animations, films and DICOM can be compared; sound and documents cannot.' },
};

/** Two to four pictures of one patient, earliest first. Always dark, so that colour can be judged. */
export function CompareScreen({ mediaIds, onClose, onOpenMedia }: CompareScreenProps) {
  const [first, second, third, fourth] = [useDetail(mediaIds[0]), useDetail(mediaIds[1]), useDetail(mediaIds[2]), useDetail(mediaIds[3])];
  const answers = [first, second, third, fourth].slice(0, mediaIds.length);
  const details = answers.flatMap(({ data }) => data ?? []);
  const failed = answers.find(({ error }) => error !== null);
  // Before it is known that all are of one patient, nothing of any is shown.
  const complete = details.length === mediaIds.length;
  const refusal = complete ? refuseComparison(details) : null;

  const body = () => {
    if (refusal !== null) return <Lone onClose={onClose}><EmptyState icon={IconUserExclamation} title={words[refusal].title}>{words[refusal].why}</EmptyState></Lone>;
    if (complete) return <OnePatient details={details} onClose={onClose} onOpenMedia={onOpenMedia} />;
    return <Lone onClose={onClose}>{failed?.error === undefined || failed.error === null ? <CardSkeletons count={mediaIds.length} /> : <FailureMessage failure={failed.error.failure} onRetry={() => void failed.refetch()} />}</Lone>;
  };
  return <DarkRoom>{body()}</DarkRoom>;
}

function useDetail(mediaId: string | undefined) {
  return useAnswer('media.get', { mediaId: mediaId ?? '' }, { enabled: mediaId !== undefined });
}

function OnePatient({ details, onClose, onOpenMedia }: { readonly details: readonly MediaDetail[]; readonly onClose: () => void; readonly onOpenMedia: (mediaId: string) => void }) {
  const order = byDate(details.map(({ view }) => view));
  const sorted = order.flatMap(({ id }) => details.find(({ view }) => view.id === id) ?? []);
  const patient = sorted[0]?.patient ?? null;
  const back = (
    <Tooltip label="Back (Esc)">
      <ActionIcon size={44} variant="subtle" color="gray" aria-label="Back" onClick={onClose}><IconArrowLeft size={22} aria-hidden /></ActionIcon>
    </Tooltip>
  );
  return (
    <main className={classes['screen']}>
      {patient === null ? <div className={classes['lead']}>{back}</div> : <PatientBanner patient={patient} lead={back} />}
      <Comparison details={sorted} onClose={onClose} onOpenMedia={onOpenMedia} />
    </main>
  );
}

function Lone({ onClose, children }: { readonly onClose: () => void; readonly children: ReactNode }) {
  useKeyTable(compareKeys, { close: onClose });
  return (
    <main className={classes['lone']}>
      <Button variant="default" leftSection={<IconArrowLeft size={18} aria-hidden />} onClick={onClose}>Back</Button>
      {children}
    </main>
  );
}
