import { useSyncExternalStore } from 'react';
import { looksLikeDicom } from '../../shared/dicom/reading/readDicom.ts';
import type { Failure } from '../../shared/errors/errorCode.ts';
import { largestIntakeBytes, type CaptureMetadata, type intakeSources } from '../../shared/ipc/contract.ts';
import type { DicomIntake } from '../../shared/ipc/dicomViews.ts';
import type { MediaView } from '../../shared/ipc/views.ts';
import { failureOf, invoke } from '../ipc/index.ts';

type Source = (typeof intakeSources)[number];

/** What goes with a picture; `takenAt` null: the moment of the shot, or the date of the file. */
export interface IntakeDetails extends Omit<CaptureMetadata, 'createdDateTime'> {
  readonly takenAt: string | null;
}

export type IntakeState =
  | { readonly kind: 'saving' }
  /** The file says things of itself that a person decides on; nothing is saved meanwhile. */
  | { readonly kind: 'asks'; readonly intake: DicomIntake }
  | { readonly kind: 'saved'; readonly media: MediaView }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface IntakeItem {
  readonly id: string;
  readonly patientId: string;
  readonly source: Source;
  /** Kept until the picture is on disk for good or the person discards it. */
  readonly file: Blob | null;
  readonly metadata: CaptureMetadata;
  /** A person decided on what the file says; `keepIdentity`: and that it is this patient's, whomever it names. */
  readonly decided: { readonly keepIdentity: boolean } | null;
  /** A person said when it was taken; else it is the file's own date. */
  readonly saysWhen: boolean;
  /** Object URL of `file` when the window can show it. */
  readonly preview: string | null;
  readonly state: IntakeState;
}

/**
 * Lives beside React on purpose: a picture that could not be saved survives a change of screen and a lock.
 * Newest first.
 */
let items: readonly IntakeItem[] = [];
const listeners = new Set<() => void>();
/** One file after the other, so that a folder of videos is not in memory twice. */
let saving: Promise<void> = Promise.resolve();

function replaceItems(next: readonly IntakeItem[]): void {
  items = next;
  for (const listener of listeners) listener();
}

function change(id: string, update: (item: IntakeItem) => IntakeItem): void {
  replaceItems(items.map((item) => (item.id === id ? update(item) : item)));
}

async function save(id: string): Promise<void> {
  const item = items.find((one) => one.id === id);
  if (item === undefined || item.file === null) return;
  const { patientId, source, metadata, file, decided } = item;
  let state: IntakeState;
  try {
    if (file.size > largestIntakeBytes) state = { kind: 'failed', failure: { code: 'data.too-large' } };
    else {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const intake = decided === null && looksLikeDicom(bytes) ? await invoke('capture.inspect', { patientId, bytes }) : null;
      state = intake === null
        ? { kind: 'saved', media: await invoke('capture.save', { patientId, source, metadata, bytes, ...(decided?.keepIdentity === true && { keepIdentity: true }) }) }
        : { kind: 'asks', intake };
    }
  } catch (error) {
    state = { kind: 'failed', failure: failureOf(error) };
  }
  if (state.kind === 'saved' && item.preview !== null) URL.revokeObjectURL(item.preview);
  change(id, (current) => (state.kind === 'saved' ? { ...current, state, file: null, preview: null } : { ...current, state }));
}

function startSaving(id: string): void {
  saving = saving.then(() => save(id));
}

/** Takes a picture in for one patient and starts to save it at once. */
export function takeIn(patientId: string, file: Blob, source: Source, { takenAt, ...details }: IntakeDetails): void {
  const moment = file instanceof File && source !== 'camera' ? new Date(file.lastModified) : new Date();
  const item: IntakeItem = {
    id: crypto.randomUUID(), patientId, source, file,
    metadata: { ...details, createdDateTime: takenAt ?? moment.toISOString() },
    decided: null,
    saysWhen: takenAt !== null,
    preview: file.type.startsWith('image/') ? URL.createObjectURL(file) : null,
    state: { kind: 'saving' },
  };
  replaceItems([item, ...items]);
  startSaving(item.id);
}

export function retryIntake(id: string): void {
  change(id, (item) => ({ ...item, state: { kind: 'saving' } }));
  startSaving(id);
}

/** What a person decided on a file that asks: it is saved with that. */
export function decideIntake(id: string, metadata: CaptureMetadata, keepIdentity: boolean): void {
  change(id, (item) => ({ ...item, metadata, decided: { keepIdentity }, state: { kind: 'saving' } }));
  startSaving(id);
}

export function discardIntake(id: string): void {
  const item = items.find((one) => one.id === id);
  if (item?.preview !== null && item?.preview !== undefined) URL.revokeObjectURL(item.preview);
  replaceItems(items.filter((one) => one.id !== id));
}

/** On lock: what is safe on disk need not stay in the window's memory. */
export function forgetSaved(): void {
  replaceItems(items.filter((item) => item.state.kind !== 'saved'));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function intakeItems(): readonly IntakeItem[] {
  return items;
}

export function useIntake(): readonly IntakeItem[] {
  return useSyncExternalStore(subscribe, intakeItems);
}

/**
 * What closing the window would lose: taken or pasted here, and not on disk. A file that was dropped or chosen still lies where it came from, and
 * what is wrong with it stays wrong.
 */
export function unsavedWork(all: readonly IntakeItem[]): readonly IntakeItem[] {
  return all.filter(({ source, state }) => {
    if (state.kind === 'saved') return false;
    const elsewhere = source === 'file' || source === 'drop';
    return state.kind === 'saving' || !elsewhere || (state.kind === 'failed' && !state.failure.code.startsWith('data.'));
  });
}

export function retryUnsaved(): void {
  for (const { id, state } of unsavedWork(items)) if (state.kind === 'failed') retryIntake(id);
}

/** Gives up what would be lost, and what is being saved, should that fail. */
export function discardUnsaved(): void {
  for (const { id } of unsavedWork(items)) discardIntake(id);
}

/** Pictures of any patient that are only in the window's memory. */
export function unsavedCount(all: readonly IntakeItem[]): number {
  return all.filter((item) => item.state.kind === 'failed').length;
}
