import { Button, Group, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconCircleCheck } from '@tabler/icons-react';
import type { Discovery } from '../../shared/ipc/views.ts';
import type { ConnectionValues } from './connectionValues.ts';
import classes from './ConnectionForm.module.css';

const dialectWords = { fhir: 'a FHIR server', xcaliber: 'a gateway of the Media API' } as const satisfies Record<Discovery['dialect'], string>;

function describeDiscovery({ software, dialect, loginPage }: Discovery): string {
  const who = software === null ? `${dialectWords[dialect]} answers here` : `${software} answers here as ${dialectWords[dialect]}`;
  return `${who.charAt(0).toUpperCase()}${who.slice(1)}.${loginPage ? ' It has a login page.' : ''}${dialect === 'xcaliber' ? ' Which EHR is behind it only your administrator knows.' : ''}`;
}

export interface AddressFieldProps {
  readonly form: UseFormReturnType<ConnectionValues>;
  readonly found: Discovery | undefined;
  readonly looking: boolean;
  readonly onLook: () => void;
}

/** One address, and what answers there. */
export function AddressField({ form, found, looking, onLook }: AddressFieldProps) {
  return (
    <div>
      <TextInput
        label="Address of the chart" placeholder="https://ehr.hospital.example/fhir/R4" inputMode="url" spellCheck={false} {...form.getInputProps('baseUrl')}
        inputContainer={(input) => (
          <Group gap="sm" wrap="nowrap">
            <div className={classes['grow']}>{input}</div>
            <Button variant="default" loading={looking} onClick={onLook}>Look</Button>
          </Group>
        )}
        onKeyDown={(event) => {
          // Enter here asks what is there; what else is needed is known only then.
          if (event.key !== 'Enter' || found !== undefined) return;
          event.preventDefault();
          onLook();
        }}
      />
      <div role="status" aria-label="What answers there">
        {found === undefined ? null : (
          <Text size="sm" mt="xs" className={classes['found']}><IconCircleCheck size={18} aria-hidden /><span>{describeDiscovery(found)}</span></Text>
        )}
      </div>
    </div>
  );
}
