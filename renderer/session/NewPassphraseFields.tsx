import { PasswordInput, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { requiredScore, type Strength } from './passphraseStrength.ts';
import classes from './NewPassphraseFields.module.css';

export interface NewPassphrase {
  readonly passphrase: string;
  readonly again: string;
}

const words = ['Very weak', 'Weak', 'Fair', 'Strong', 'Very strong'] as const;

/** Why a new passphrase is not accepted yet, for the form; null when it is. */
export function passphraseProblem(strength: Strength | undefined): string | null {
  return strength === undefined || strength.score >= requiredScore ? null : 'Too easy to guess. Four or more unrelated words are strong and easy to type.';
}

export function repetitionProblem({ passphrase, again }: NewPassphrase): string | null {
  return passphrase === again ? null : 'The two passphrases are not the same.';
}

export interface NewPassphraseFieldsProps<Values extends NewPassphrase> {
  readonly form: UseFormReturnType<Values>;
  readonly strength: Strength | undefined;
  readonly label: string;
}

/** A new passphrase, its strength, and the same once more. */
export function NewPassphraseFields<Values extends NewPassphrase>({ form, strength, label }: NewPassphraseFieldsProps<Values>) {
  return (
    <>
      <div>
        <PasswordInput label={label} autoComplete="new-password" required {...form.getInputProps('passphrase')} key={form.key('passphrase')} />
        <div className={classes['strength']} role="status" data-score={strength?.score}>
          <span className={classes['bars']} aria-hidden>{[1, 2, 3, 4].map((bar) => <i key={bar} data-on={strength !== undefined && strength.score >= bar ? true : undefined} />)}</span>
          <Text size="xs" component="span">
            {strength === undefined ? 'Strength appears as you type' : `${words[strength.score]}${strength.score < requiredScore && strength.advice !== null ? `: ${strength.advice}` : ''}`}
          </Text>
        </div>
      </div>
      <PasswordInput label={`${label} again`} autoComplete="new-password" required {...form.getInputProps('again')} key={form.key('again')} />
    </>
  );
}
