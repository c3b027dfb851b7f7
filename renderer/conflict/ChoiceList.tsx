import { Button, Radio, Text } from '@mantine/core';
import { readLayers } from '../../shared/annotation/noteCodec.ts';
import { mediaSchema } from '../../shared/fhir/resources.ts';
import type { ConflictView } from '../../shared/ipc/conflictViews.ts';
import { describeSide, nameChanges, namePlace } from '../../shared/sync/describeConflict.ts';
import type { MergeChoice, MergeConflict } from '../../shared/sync/mergeConflict.ts';
import { describeFrame } from '../annotate/index.ts';
import classes from './Conflict.module.css';
import { conflictsByLayer, type ConflictChoices } from './useChoices.ts';

export interface ChoiceListProps {
  readonly conflict: ConflictView;
  readonly choices: ConflictChoices;
  readonly onFocus: (number: number | null) => void;
}

/** Nobody decides hundreds of shapes one by one. */
const rowsOfLayer = 50;

/** Everything both sides changed, a row each, with what stands on each side under its picture; a drawing's shapes together. */
export function ChoiceList({ conflict, choices, onFocus }: ChoiceListProps) {
  const { conflicts } = conflict;
  const numberOf = (one: MergeConflict) => conflicts.indexOf(one) + 1;
  const byLayer = conflictsByLayer(conflicts);
  const layers = new Map([conflict.base, conflict.theirs, conflict.mine].flatMap((media) => (media === null ? [] : readLayers(media))).map((layer) => [layer.id, layer]));
  const nameOf = (layerId: string) => layers.get(layerId)?.name ?? '';
  const row = (one: MergeConflict) => <ChoiceRow key={one.key} conflict={one} number={numberOf(one)} choices={choices} onFocus={onFocus} />;
  return (
    <div className={classes['rows']} onBlur={() => onFocus(null)}>
      {conflicts.filter(({ place }) => !('layerId' in place)).map(row)}
      {[...byLayer].map(([layerId, inLayer]) => (
        <section key={layerId} aria-label={`Drawing ${nameOf(layerId)}`}>
          {inLayer.some(({ place }) => place.kind === 'layer') ? null : (
            <div className={classes['layerHeading']}>
              <h3>Drawing “{nameOf(layerId)}” · {describeFrame(layers.get(layerId)?.frame ?? null)}</h3>
              <Button size="xs" variant="default" onClick={() => choices.choose(inLayer, 'mine')}>All of it mine</Button>
              <Button size="xs" variant="default" onClick={() => choices.choose(inLayer, 'theirs')}>All of it theirs</Button>
              <Button size="xs" variant="default" onClick={() => choices.chooseTwoLayers(layerId, inLayer)}>Both, as two layers</Button>
            </div>
          )}
          {inLayer.slice(0, rowsOfLayer).map(row)}
          {inLayer.length <= rowsOfLayer ? null : <Text size="sm" p="md">And {inLayer.length - rowsOfLayer} more in this drawing: choose for all of it, above.</Text>}
        </section>
      ))}
    </div>
  );
}

const bothWords = { shape: 'Both shapes', layer: 'Both, as two layers', note: 'Both notes' } as const;

function ChoiceRow({ conflict, number, choices, onFocus }: { readonly conflict: MergeConflict; readonly number: number; readonly choices: ConflictChoices; readonly onFocus: (number: number) => void }) {
  const { key, place, base, mine, theirs, bothPossible } = conflict;
  const name = namePlace({ place, value: mine ?? theirs ?? base });
  const chosen = choices.chosen(key);
  const words = (value: unknown) => describeSide({ place, value });
  const absent = base === undefined || base === null ? 'Not there' : 'Removed';
  const whole = place.kind === 'media';
  const sides = [
    { keep: 'mine', label: whole ? wholeWords(conflict).mine : (words(mine) ?? absent), side: 'Mine' },
    { keep: 'theirs', label: whole ? wholeWords(conflict).theirs : (words(theirs) ?? absent), side: 'Theirs' },
  ] as const;
  const button = (keep: MergeChoice['keep'], label: string, side?: string) => (
    <Radio name={key} value={keep} label={label} description={side} checked={chosen === keep} onChange={() => choices.choose([conflict], keep)} classNames={{ label: classes['words'] ?? '', radio: classes['radio'] ?? '' }} />
  );
  return (
    <div role="radiogroup" aria-label={`${String(number)}. ${name}`} className={classes['row']} data-open={chosen === null} onFocus={() => onFocus(number)}>
      <div className={classes['cell']}>
        <Text size="sm" fw={600}><span className={classes['number']}>{number}</span>{name}</Text>
        <Text size="sm" c="dimmed" className={classes['words']}>{whole ? `Changed: ${changesOf(conflict)}` : `Before: ${words(base) ?? 'not there'}`}</Text>
      </div>
      {sides.map(({ keep, label, side }) => <div key={keep} className={classes['cell']} data-chosen={chosen === keep || chosen === 'both'}>{button(keep, label, side)}</div>)}
      {bothPossible && (place.kind === 'shape' || place.kind === 'layer' || place.kind === 'note') ? <div className={classes['both']} data-chosen={chosen === 'both'}>{button('both', bothWords[place.kind])}</div> : null}
    </div>
  );
}

function wholeWords({ mine }: MergeConflict): { readonly mine: string; readonly theirs: string } {
  return mine === undefined
    ? { mine: 'Delete it in the chart, with what was changed there', theirs: 'Keep it, as it is in the chart' }
    : { mine: 'Put it back into the chart, as a new picture', theirs: 'Follow the chart: it stays here only, marked as deleted, and your changes are set aside' };
}

/** What would be lost of the side that changed it. */
function changesOf({ base, mine, theirs }: MergeConflict): string {
  const [before, after] = [mediaSchema.safeParse(base).data, mediaSchema.safeParse(mine ?? theirs).data];
  return before === undefined || after === undefined ? 'all of it is new' : nameChanges(before, after).join(', ');
}
