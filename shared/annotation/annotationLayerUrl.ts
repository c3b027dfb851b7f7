/**
 * Extension on Media.note (Annotation) that carries the geometry of one layer: `version` (integer) and `layer` (string, JSON of
 * `layerSchema` in that version). The note's text says the same in words, for every reader that does not know the extension.
 */
export const annotationLayerUrl = 'https://lightbox.dev/fhir/StructureDefinition/annotation-layer';
