import { resumableUploadUrl } from '../../../shared/fhir/resumableUploadUrl.ts';
import { resourceTypes, searchParameters } from './searchParameters.ts';

const everySearch = [
  { name: '_id', type: 'token' },
  { name: '_lastUpdated', type: 'date' },
];

/** What this server does, no more and no less; the search parameters come from the table that the search itself uses. */
export function capabilityStatement(base: string, origin: string): object {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-11-23',
    kind: 'instance',
    software: { name: 'Lightbox Media Server' },
    implementation: { description: 'Media API of Lightbox', url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    patchFormat: ['application/json-patch+json'],
    rest: [
      {
        mode: 'server',
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
        security: {
          extension: [
            { url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris', extension: ['authorize', 'token', 'revoke'].map((url) => ({ url, valueUri: `${origin}/oauth2/${url}` })) },
          ],
          service: ['OAuth', 'SMART-on-FHIR'].map((code) => ({ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code }] })),
        },
        resource: resourceTypes.map((type) => ({
          ...(type === 'Binary' && { extension: [{ url: resumableUploadUrl, valueBoolean: true }] }),
          type,
          interaction: ['read', 'vread', 'update', 'delete', 'history-instance', 'history-type', 'create', ...(type === 'Binary' ? [] : ['patch', 'search-type'])].map((code) => ({ code })),
          versioning: 'versioned',
          readHistory: true,
          updateCreate: true,
          conditionalCreate: type !== 'Binary',
          conditionalRead: 'full-support',
          conditionalUpdate: type !== 'Binary',
          conditionalDelete: type === 'Binary' ? 'not-supported' : 'single',
          ...(type === 'Binary'
            ? {}
            : {
                searchInclude: searchParameters[type].filter((parameter) => parameter.type === 'reference').map((parameter) => `${type}:${parameter.name}`),
                searchParam: [...everySearch, ...searchParameters[type].map((parameter) => ({ name: parameter.name, type: parameter.type, documentation: parameter.expression }))],
              }),
        })),
      },
    ],
  };
}
