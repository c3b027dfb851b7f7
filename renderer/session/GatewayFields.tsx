import { Group, Switch, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ConnectionValues } from './connectionValues.ts';

/** What a gateway asks for with every request. */
export function GatewayFields({ form }: { readonly form: UseFormReturnType<ConnectionValues> }) {
  return (
    <>
      <Text size="sm" c="dimmed">Source, department and categories are your gateway’s to name. What stands here is a guess: ask your administrator.</Text>
      <Group gap="md" grow align="flex-start">
        <TextInput label="Source ID" spellCheck={false} {...form.getInputProps('sourceId')} />
        <TextInput label="Department" spellCheck={false} {...form.getInputProps('departmentId')} />
      </Group>
      <TextInput label="Categories" description="Those that are read, separated by commas; what is new is filed under the first" spellCheck={false} {...form.getInputProps('categories')} />
      <Switch label="Interaction mode when reading" description="Ask your gateway’s provider; off is usual" {...form.getInputProps('interactionMode', { type: 'checkbox' })} />
      <Switch label="Interaction mode when writing" {...form.getInputProps('interactionModeOfWrites', { type: 'checkbox' })} />
    </>
  );
}
