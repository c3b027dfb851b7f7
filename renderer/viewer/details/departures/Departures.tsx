import { Text } from '@mantine/core';
import type { Deviation } from '../../../../shared/fhir/xcaliber/deviation.ts';
import type { Loss } from '../../../../shared/sync/loss.ts';
import { useAnswer } from '../../../ipc/index.ts';
import { countOf } from '../../../ui/index.ts';
import classes from '../Details.module.css';
import { deviationLine, lossLine } from './departureWords.ts';

/** Where the chart and the standard part: what was read all the same, and what does not come back as it was sent. */
export function Departures({ deviations, losses }: { readonly deviations: readonly Deviation[]; readonly losses: readonly Loss[] }) {
  const known = useAnswer('connection.losses', undefined).data ?? [];
  const ofOthers = known.filter((one) => !losses.some(({ kind, path }) => kind === one.kind && path === one.path));
  return (
    <>
      <Report summary={`Read with ${countOf(deviations.length, 'deviation')} from FHIR R4`} lines={deviations.map(deviationLine)}>
        Lightbox understood all of it, and writes it back as FHIR R4 has it.
      </Report>
      <Report summary={`${countOf(losses.length, 'part')} of this not kept by the chart`} lines={losses.map(lossLine)}>
        Found by reading back what was sent. What is not kept is still on this computer.
      </Report>
      <Report summary={`${countOf(ofOthers.length, 'part')} this chart does not keep of other pictures`} lines={ofOthers.map(lossLine)}>
        Found by reading back other pictures. It may strike this one, too, when it is sent.
      </Report>
    </>
  );
}

function Report({ summary, lines, children }: { readonly summary: string; readonly lines: readonly string[]; readonly children: string }) {
  if (lines.length === 0) return null;
  return (
    <details className={classes['raw']}>
      <summary>{summary}</summary>
      <Text size="xs" c="dimmed">{children}</Text>
      <ul className={classes['lines']}>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
    </details>
  );
}
