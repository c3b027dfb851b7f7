import { Text } from '@mantine/core';
import type { ConnectionView } from '../../shared/ipc/views.ts';
import { useAnswer } from '../ipc/index.ts';
import { describeLoss } from '../ui/index.ts';
import { Fact } from './Section.tsx';

/** What the chart was found not to keep; nothing where all that was sent came back. */
export function ChartLosses({ connection: { gateway, geometryInText } }: { readonly connection: ConnectionView }) {
  const losses = useAnswer('connection.losses', undefined).data ?? [];
  if (losses.length === 0) return null;
  const helped = losses.some(({ kind }) => kind === 'geometry' || (kind === 'notes' && gateway !== null));
  return (
    <Fact label="Does not keep">
      {losses.map(describeLoss).join('; ')}
      <Text size="sm" c="dimmed">
        Found by reading back what was sent. It is kept on this computer.
        {helped && !geometryInText ? ' With “Drawings in the text of notes” switched on, drawings reach the chart all the same.' : null}
      </Text>
    </Fact>
  );
}
