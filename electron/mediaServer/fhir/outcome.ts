import type { OperationOutcome } from '../../../shared/fhir/resources.ts';

type Issue = OperationOutcome['issue'][number];

/** Codes of https://hl7.org/fhir/R4/valueset-issue-type.html that this server uses. */
export type IssueCode =
  | 'invalid' | 'structure' | 'required' | 'value' | 'invariant' | 'login' | 'not-supported' | 'duplicate' | 'multiple-matches' | 'not-found'
  | 'deleted' | 'too-long' | 'conflict' | 'processing' | 'exception' | 'forbidden' | 'throttled';

/**
 * A refusal, as HTTP status and OperationOutcome. `diagnostics` says what is wrong with the request, never what another
 * resource holds.
 */
export class Refusal extends Error {
  readonly status: number;
  readonly issues: readonly Issue[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, issues: readonly Issue[], headers: Readonly<Record<string, string>> = {}) {
    super(`refused with ${String(status)}`);
    this.name = 'Refusal';
    this.status = status;
    this.issues = issues;
    this.headers = headers;
  }
}

/** @param expression FHIRPath of the element at fault. */
export function issue(code: IssueCode, diagnostics: string, expression?: string): Issue {
  return { severity: 'error', code, diagnostics, ...(expression === undefined ? {} : { expression: [expression] }) };
}

/** A refusal with one issue. */
export function refuse(status: number, code: IssueCode, diagnostics: string, expression?: string): Refusal {
  return new Refusal(status, [issue(code, diagnostics, expression)]);
}

export function outcomeOf(refusal: Refusal): OperationOutcome {
  return { resourceType: 'OperationOutcome', issue: [...refusal.issues] };
}
