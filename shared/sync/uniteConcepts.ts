import type { CodeableConcept, Coding } from '../fhir/elements.ts';
import { sameJson } from './canonicalJson.ts';
import { changedSide, type Sides } from './contest.ts';
import { mergeKeyed } from './mergeKeyed.ts';

const codingIdentity = ({ system, code, display }: Coding) => JSON.stringify([system ?? '', code ?? display ?? '']);

/**
 * The codes of one concept are translations of one meaning: where a code of before stands on both sides still, what either added is added, and
 * what either took away is gone.
 * @returns undefined when that would change the meaning (no code is common, one coding system would have two codes, both wrote other words):
 * then a person has to say.
 */
export function uniteConcepts({ base, mine, theirs }: Sides<CodeableConcept>): CodeableConcept | undefined {
  if (base === undefined || mine === undefined || theirs === undefined) return undefined;
  const anchored = (base.coding ?? []).some((coding) => [mine, theirs].every((side) => side.coding?.some((other) => sameJson(coding, other))));
  if (!anchored) return undefined;
  const rest = ({ coding: _coding, ...others }: CodeableConcept) => others;
  const words = { base: rest(base), mine: rest(mine), theirs: rest(theirs) };
  const changed = changedSide(words);
  if (changed === 'both') return undefined;
  let contested = false;
  const coding = mergeKeyed<Coding>({ base: base.coding, mine: mine.coding, theirs: theirs.coding }, codingIdentity, () => {
    contested = true;
    return [];
  });
  const systems = (codings: readonly Coding[]) => codings.map(({ system }) => system);
  const added = coding.filter((one) => !base.coding?.some((other) => sameJson(one, other)));
  const twice = added.some(({ system }) => systems(coding).filter((other) => other === system).length > 1);
  return contested || twice ? undefined : { ...words[changed], coding: [...coding] };
}
