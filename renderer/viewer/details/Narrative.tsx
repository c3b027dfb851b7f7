import { Text } from '@mantine/core';
import classes from './Details.module.css';
import { sanitiseNarrative } from './sanitiseNarrative.ts';

/** What the chart says of the Media in its own words (`text`), as far as it is safe to show. */
export function Narrative({ text }: { readonly text: unknown }) {
  const narrative = narrativeOf(text);
  return narrative === null ? null : (
    <section aria-label="Summary in the chart’s words" className={classes['group']}>
      <h3>Summary in the chart’s words</h3>
      <Text size="xs" c="dimmed">Written by the chart ({narrative.status}). Links, pictures and scripts in it are left out.</Text>
      <div className={classes['narrative']} data-testid="narrative" dangerouslySetInnerHTML={{ __html: sanitiseNarrative(narrative.div) }} />
    </section>
  );
}

function narrativeOf(text: unknown): { readonly status: string; readonly div: string } | null {
  if (typeof text !== 'object' || text === null || !('div' in text) || typeof text.div !== 'string') return null;
  return { status: 'status' in text && typeof text.status === 'string' ? text.status : 'status not stated', div: text.div };
}
