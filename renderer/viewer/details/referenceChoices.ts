import type { Reference } from '../../../shared/fhir/elements.ts';

export interface ReferenceChoice {
  readonly value: string;
  readonly text: string;
  readonly reference: Reference;
}

const keyOf = ({ reference, display }: Reference): string => reference ?? display ?? '';

/** Those of the chart first, then those only other pictures name; each once, by their words and what tells them apart. */
export function groupReferences(seen: readonly Reference[], found: readonly Reference[]): readonly { readonly group: string; readonly items: readonly ReferenceChoice[] }[] {
  const inChart = new Set(found.map(keyOf));
  const others = seen.filter((reference) => !inChart.has(keyOf(reference)));
  const names = Map.groupBy([...found, ...others], ({ display }) => display);
  const choiceOf = (reference: Reference): ReferenceChoice => {
    const { display } = reference;
    const alone = display !== undefined && names.get(display)?.length === 1;
    return { value: keyOf(reference), text: alone ? display : [display, reference.reference].filter((part) => part !== undefined).join(' · '), reference };
  };
  return [{ group: 'In the chart', items: found.map(choiceOf) }, { group: 'In other pictures', items: others.map(choiceOf) }].filter(({ items }) => items.length > 0);
}

/** What is being looked through. */
export function searchHint({ data, isPending, isError }: { readonly data: readonly Reference[] | null | undefined; readonly isPending: boolean; readonly isError: boolean }): string {
  if (isPending) return 'Looking in the chart …';
  return isError || data === null ? 'In other pictures on this computer; the chart cannot be searched now' : 'In the chart and in other pictures';
}
