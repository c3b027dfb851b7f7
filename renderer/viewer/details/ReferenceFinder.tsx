import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Reference } from '../../../shared/fhir/elements.ts';
import type { ReferringElement } from '../../../shared/fhir/referable.ts';
import { useAnswer } from '../../ipc/index.ts';
import { listScroll } from './listScroll.ts';
import { groupReferences, searchHint } from './referenceChoices.ts';

interface ReferenceFinderProps {
  readonly mediaId: string;
  readonly element: ReferringElement;
  readonly label: string;
  readonly onChoose: (reference: Reference) => void;
}

/** What the chart has and what other pictures name; what is found fills the fields below, and whatever is not can be written there. */
export function ReferenceFinder({ mediaId, element, label, onChoose }: ReferenceFinderProps) {
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words.trim(), 250);
  const seen = useAnswer('references.seen', { mediaId, element });
  // Only people are looked for by their names; the others are few enough to be listed.
  const found = useAnswer('references.search', { mediaId, element, words: element === 'operator' ? asked : '' }, { keepPrevious: true });
  const [chosen, setChosen] = useState<string | null>(null);
  const groups = groupReferences(seen.data ?? [], found.data ?? []);
  return (
    <Select
      label={label} description={searchHint(found)} size="sm" searchable clearable selectFirstOptionOnChange limit={60} {...listScroll} nothingFoundMessage="Nothing found: write it below"
      data={groups.map(({ group, items }) => ({ group, items: items.map(({ value, text }) => ({ value, label: text })) }))} value={chosen} onSearchChange={setWords}
      onChange={(value) => {
        setChosen(value);
        const reference = groups.flatMap(({ items }) => items).find((item) => item.value === value)?.reference;
        if (reference !== undefined) onChoose(reference);
      }}
      onKeyDown={(event) => {
        // Enter in an empty search must not save what was there before.
        if (event.key === 'Enter' && event.currentTarget.getAttribute('aria-expanded') === 'true') event.preventDefault();
      }}
    />
  );
}
