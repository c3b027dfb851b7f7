import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, type RefObject } from 'react';

export interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Arrow down: into the list. */
  readonly onDown: () => void;
  readonly onEnter: () => void;
  readonly ref: RefObject<HTMLInputElement | null>;
}

/** The field above a list: type, arrow down into the list, Enter for the first, Escape to empty. */
export function SearchField({ label, placeholder, value, onChange, onDown, onEnter, ref }: SearchFieldProps) {
  useEffect(() => ref.current?.focus(), [ref]);
  return (
    <TextInput
      ref={ref} data-autofocus w={420} maw="100%" type="text" role="searchbox" aria-label={label} placeholder={placeholder} maxLength={200} spellCheck={false}
      leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
      rightSection={value === '' ? null : <CloseButton size="sm" aria-label="Clear search" onClick={() => onChange('')} />}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        const actions: Readonly<Record<string, () => void>> = { ArrowDown: onDown, Enter: onEnter, Escape: () => onChange('') };
        const action = actions[event.key];
        if (action === undefined) return;
        event.preventDefault();
        action();
      }}
    />
  );
}
