/**
 * Extension on CapabilityStatement.rest.resource of Binary (boolean): a Binary may be sent in parts under the client's own id, by HEAD and PATCH at
 * `Binary/<id>/$upload` with Upload-Offset and Upload-Length. electron/mediaServer/http/uploadRoutes.ts says how.
 */
export const resumableUploadUrl = 'https://lightbox.dev/fhir/StructureDefinition/resumable-upload';
