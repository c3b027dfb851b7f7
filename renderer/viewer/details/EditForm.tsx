import { Button, Group, NativeSelect, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../shared/errors/errorCode.ts';
import type { Reference } from '../../../shared/fhir/elements.ts';
import type { MediaEdit } from '../../../shared/fhir/edit/mediaEdit.ts';
import { FailureMessage } from '../../ui/index.ts';
import { judge, type Editor, type Input, type Values } from './editors/editor.ts';
import { listScroll } from './listScroll.ts';
import { ReferenceFinder } from './ReferenceFinder.tsx';

export interface EditFormProps {
  readonly mediaId: string;
  readonly label: string;
  readonly editor: Editor;
  readonly failure: Failure | null;
  readonly saving: boolean;
  readonly onSave: (edit: MediaEdit) => void;
  readonly onCancel: () => void;
}

/** The inputs of one field, where the field stands. Enter saves, Escape leaves it as it was; what is wrong stands at the input. */
export function EditForm({ mediaId, label, editor: offered, failure, saving, onSave, onCancel }: EditFormProps) {
  // As it was when the person began: what a pull brings meanwhile must not pass for what they saw.
  const [editor] = useState(offered);
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Values>(editor.initial);
  const [problems, setProblems] = useState<Values>({});
  useEffect(() => form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus(), []);
  const { removal } = editor;
  const shown = editor.inputs.filter(({ when }) => when?.(values) ?? true);

  const submit = () => {
    const judged = judge(editor, values);
    if ('edit' in judged) {
      setProblems({});
      onSave(judged.edit);
      return;
    }
    setProblems(judged.problems);
    const wrong = shown.findIndex(({ name }) => judged.problems[name] !== undefined);
    form.current?.querySelectorAll<HTMLElement>('input:not([type="hidden"]), select, textarea')[Math.max(0, wrong)]?.focus();
  };

  return (
    <form
      ref={form} aria-label={`Edit ${label}`} noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div
        role="presentation"
        onKeyDown={(event) => {
          // An open list of choices takes the first Escape for itself.
          const open = event.target instanceof Element && event.target.getAttribute('aria-expanded') === 'true';
          if (event.key !== 'Escape' || open) return;
          event.stopPropagation();
          onCancel();
        }}
      >
        <Stack gap="sm" mt="xs">
          {shown.map((input) => (
            <Field
              key={input.name} mediaId={mediaId} input={input} value={values[input.name] ?? ''} problem={problems[input.name]}
              onChoose={({ reference = '', display = '' }) => {
                setValues({ ...values, reference, display });
                setProblems({});
              }}
              onChange={(value) => {
                const changed = { ...values, [input.name]: value };
                setValues(editor.follow?.(changed, values) ?? changed);
                setProblems({});
              }}
            />
          ))}
          {failure === null ? null : <FailureMessage failure={failure} compact />}
          <Group gap="sm">
            <Button type="submit" size="xs" h={36} loading={saving}>Save</Button>
            <Button size="xs" h={36} variant="default" onClick={onCancel}>Cancel</Button>
            {removal === null ? null : <Button size="xs" h={36} ml="auto" variant="subtle" color="gray" onClick={() => onSave(removal)}>Remove</Button>}
          </Group>
        </Stack>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly mediaId: string;
  readonly input: Input;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
  readonly onChoose: (reference: Reference) => void;
}

function Field({ mediaId, input, value, problem, onChange, onChoose }: FieldProps) {
  const common = { label: input.label, description: input.hint, error: problem, size: 'sm' } as const;
  switch (input.kind) {
    case 'text':
      return <TextInput {...common} value={value} spellCheck={false} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'words':
      return <Textarea {...common} value={value} rows={2} maxLength={4000} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'choice': {
      const none = input.optional === true ? [{ value: '', label: 'Not stated' }] : [];
      return <NativeSelect {...common} value={value} data={[...none, ...(input.options ?? [])]} onChange={(event) => onChange(event.currentTarget.value)} />;
    }
    case 'reference':
      return input.element === undefined ? null : <ReferenceFinder mediaId={mediaId} element={input.element} label={input.label} onChoose={onChoose} />;
    case 'search':
      return (
        <Select
          {...common} data={[...(input.options ?? [])]} searchable clearable selectFirstOptionOnChange limit={60} {...listScroll} nothingFoundMessage="Nothing found" value={value === '' ? null : value}
          onChange={(chosen) => onChange(chosen ?? '')}
        />
      );
  }
}
