import type { GatewaySource } from '../gatewaySource.ts';

/** The API's table names no mapped object. Keeps notes, but not what others put into them. */
export const elation: GatewaySource = {
  id: 'elation',
  name: 'Elation',
  mappedObjects: { admin: null, 'driver-license': null, 'insurance-card': null, 'lab-results': null, 'prescription-card': null },
  uncategorised: 'admin',
  keepsNotes: true,
  keepsUnknownExtensions: false,
  delayMilliseconds: 200,
  quirks: {
    envelope: false, list: 'bundle', plainIdentifiers: false, flatOperator: true, nullTitle: false, containedPages: false, extensionUrls: 'tiny-urls', wrongStatusInside: false,
  },
};
