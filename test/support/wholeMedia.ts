/** The order of the Media API's table of data fields. */
export const dataFields = [
  'resourceType', 'id', 'meta', 'implicitRules', 'language', 'text', 'contained', 'extension', 'modifierExtension', 'identifier', 'basedOn', 'partOf', 'status', 'type', 'modality',
  'view', 'subject', 'encounter', 'createdDateTime', 'createdPeriod', 'issued', 'operator', 'reasonCode', 'bodySite', 'deviceName', 'device', 'height', 'width', 'frames', 'duration',
  'content', 'note',
] as const;
export type DataField = (typeof dataFields)[number];

/**
 * A Media with every data field but one, as text: not in the order of any schema, with extensions of primitives and decimals whose digits count.
 * @param created which form of the one choice `created[x]`.
 */
export function wholeMedia(created: 'createdDateTime' | 'createdPeriod'): string {
  const createdText = created === 'createdDateTime'
    ? '"createdDateTime":"2009-09-03","_createdDateTime":{"extension":[{"url":"urn:x:precision","valueDecimal":0.10}]}'
    : '"createdPeriod":{"start":"2009-09-03","end":"2009-09-04T10:00:00.120+02:00"}';
  return `{"resourceType":"Media","note":[{"text":"Looks clean.","authorString":"Dr One","time":"2026-01-02T03:04:05Z"}],"duration":1.50,"_status":{"id":"s1"},"status":"completed",
    "content":{"title":"Wound","url":"https://media.invalid/1.jpg","contentType":"image/jpeg","size":10,"extension":[{"valueQuantity":{"value":100.00,"unit":"%"},"url":"urn:x:quality"}]},
    "meta":{"tag":[{"code":"HTEST","system":"http://terminology.hl7.org/CodeSystem/v3-ActReason"}]},"implicitRules":"urn:x:rules","language":"en",
    "text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">A wound</div>"},
    "contained":[{"resourceType":"Practitioner","id":"who","name":[{"given":["Ann"],"family":"Other"}]}],
    "extension":[{"valueString":"kept","url":"urn:x:unknown"},{"url":"http://xcaliber-fhir/structureDefinition/priority","valueString":"2"}],
    "modifierExtension":[{"url":"urn:x:modifier","valueBoolean":true}],"identifier":[{"value":"A-1","system":"urn:x:ids","use":"official"}],
    "basedOn":[{"display":"A request"}],"partOf":[{"display":"A procedure"}],"type":{"text":"Image"},"modality":{"coding":[{"display":"Photo","code":"XC","system":"urn:x:modality"}]},
    "view":{"text":"Frontal"},"subject":{"display":"Child","reference":"Patient/demo-child"},"encounter":{"display":"A visit"},${createdText},
    "issued":"2026-01-02T03:04:05.120Z","operator":{"reference":"#who","display":"Ann"},"reasonCode":[{"text":"Follow-up"}],"bodySite":{"text":"Left foot"},
    "deviceName":"Canon","device":{"display":"Camera 4"},"height":145,"width":126,"frames":1}`.replace(/\n\s*/g, '');
}
