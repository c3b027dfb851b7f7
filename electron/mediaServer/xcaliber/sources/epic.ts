import type { GatewaySource } from '../gatewaySource.ts';

/** The API's table names no mapped object. Keeps everything. */
export const epic: GatewaySource = {
  id: 'epic',
  name: 'Epic',
  mappedObjects: { admin: null, 'driver-license': null, 'insurance-card': null, 'lab-results': null, 'prescription-card': null },
  uncategorised: 'admin',
  keepsNotes: true,
  keepsUnknownExtensions: true,
  delayMilliseconds: 100,
  quirks: {
    envelope: true, list: 'bundle', plainIdentifiers: false, flatOperator: false, nullTitle: false, containedPages: false, extensionUrls: 'canonical', wrongStatusInside: true,
  },
};
