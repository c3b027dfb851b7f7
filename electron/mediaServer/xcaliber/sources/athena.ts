import type { GatewaySource } from '../gatewaySource.ts';

/** Insurance Card and Prescription Card are what the API's table maps for it; what becomes of notes is not documented, so that this one drops them. */
export const athena: GatewaySource = {
  id: 'athena',
  name: 'Athena',
  mappedObjects: { 'insurance-card': 'Insurance Card', 'prescription-card': 'Prescription Card' },
  uncategorised: undefined,
  keepsNotes: false,
  keepsUnknownExtensions: false,
  delayMilliseconds: 400,
  quirks: {
    envelope: true, list: 'array', plainIdentifiers: true, flatOperator: false, nullTitle: true, containedPages: false, extensionUrls: 'tiny-names', wrongStatusInside: true,
  },
};
