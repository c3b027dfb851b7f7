import { mediaEditSchema, type MediaEdit } from '../../../../shared/fhir/edit/mediaEdit.ts';
import type { ReferringElement } from '../../../../shared/fhir/referable.ts';

/** What is typed or chosen, by the name of the input; empty: nothing. */
export type Values = Readonly<Record<string, string>>;

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface Input {
  readonly name: string;
  readonly label: string;
  /** `search` finds in a long list as one types; `choice` is a short one; `words` has several lines; `reference` finds what `element` may refer to. */
  readonly kind: 'text' | 'words' | 'choice' | 'search' | 'reference';
  readonly element?: ReferringElement;
  readonly options?: readonly Option[];
  /** A `choice` that may be left out. */
  readonly optional?: boolean;
  readonly hint?: string;
  /** Shown only then. */
  readonly when?: (values: Values) => boolean;
}

/** How one field is edited: what is asked, and what the answers make of it. Knows nothing of the screen. */
export interface Editor {
  readonly inputs: readonly Input[];
  readonly initial: Values;
  /** What a changed answer makes of the others, before the person's eyes: words follow their code. */
  readonly follow?: (values: Values, previous: Values) => Values;
  /** The edit, or what is wrong with which input. */
  readonly toEdit: (values: Values) => MediaEdit | { readonly problems: Values };
  /** Which input speaks for a member of the element; others speak through the first one. */
  readonly inputOfMember?: Readonly<Record<string, string>>;
  /** Takes it away; null where that cannot be. */
  readonly removal: MediaEdit | null;
}

export type Judged = { readonly edit: MediaEdit } | { readonly problems: Values };

/** What the answers come to, judged by the contract's own schema, so that the field says what the main side would refuse. */
export function judge(editor: Editor, values: Values): Judged {
  const drafted = editor.toEdit(values);
  if ('problems' in drafted) return drafted;
  const parsed = mediaEditSchema.safeParse(drafted);
  if (parsed.success) return { edit: drafted };
  const first = editor.inputs.find(({ when }) => when?.(values) ?? true)?.name ?? '';
  const problems: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) {
    const member = path.findLast((key) => typeof key === 'string' && editor.inputOfMember?.[key] !== undefined);
    problems[(typeof member === 'string' ? editor.inputOfMember?.[member] : undefined) ?? first] ??= message;
  }
  return { problems };
}

/** The members that have something in them; an empty string is no FHIR string. */
export function filled(members: Values): Values {
  return Object.fromEntries(Object.entries(members).map(([name, text]) => [name, text.trim()] as const).filter(([, text]) => text !== ''));
}

/** The object without some of its members. */
export function without(value: Readonly<Record<string, unknown>> | null, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => !names.includes(name)));
}
