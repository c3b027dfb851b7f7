import type { Extension, Reference } from '../../../../shared/fhir/elements.ts';
import { isOfPatient, isPatientSide, type PatientPart } from '../../../../shared/fhir/edit/patientPart.ts';
import { mediaExtensionName, mediaExtensions, mediaExtensionText } from '../../../../shared/fhir/extensions/mediaExtensions.ts';

/** What a picture leaves behind when it goes to another patient, one line each: "Encounter: Wound clinic". */
export function leavingWords(part: PatientPart): readonly string[] {
  return [
    ...words('Encounter', [part.encounter]), ...words('Based on', part.basedOn ?? []), ...words('Part of', part.partOf ?? []),
    ...words('Taken by', isPatientSide(part.operator) ? [part.operator] : []), ...(part.extension ?? []).filter(isOfPatient).map(extensionWords),
    ...(part.text === undefined ? [] : ['Summary in the chart’s words']),
  ];
}

function words(label: string, references: readonly (Reference | undefined)[]): readonly string[] {
  return references.flatMap((one) => (one === undefined ? [] : [`${label}: ${one.display ?? one.reference ?? one.identifier?.value ?? 'not named'}`]));
}

function extensionWords(extension: Extension): string {
  const name = mediaExtensionName(extension.url);
  const text = name === undefined ? undefined : mediaExtensionText({ extension: [extension] }, name);
  return [mediaExtensions.find((one) => one.name === name)?.label ?? extension.url, text].filter((part) => part !== undefined).join(': ');
}
