import { Table, VisuallyHidden } from '@mantine/core';
import type { IdentityDifference } from '../../shared/ipc/dicomViews.ts';

const words = { name: 'Name', birthDate: 'Birth date', id: 'Patient number' } as const satisfies Record<IdentityDifference['what'], string>;

/** In what a file and the chart name different people: both, side by side. */
export function IdentityTable({ differences }: { readonly differences: readonly IdentityDifference[] }) {
  return (
    <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing="sm" fz={13} w="auto">
      <Table.Thead><Table.Tr><Table.Th scope="col"><VisuallyHidden>What</VisuallyHidden></Table.Th><Table.Th scope="col">In the file</Table.Th><Table.Th scope="col">In this chart</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {differences.map(({ what, inFile, inChart }) => (
          <Table.Tr key={what}><Table.Th scope="row">{words[what]}</Table.Th><Table.Td>{inFile}</Table.Td><Table.Td>{inChart}</Table.Td></Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
