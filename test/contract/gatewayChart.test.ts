import { openGatewayChart } from '../../electron/ehr/xcaliber/openGatewayChart.ts';
import type { GatewayQuirks, GatewaySource } from '../../electron/mediaServer/xcaliber/gatewaySource.ts';
import type { GatewayOptions } from '../../electron/mediaServer/xcaliber/openGateway.ts';
import { athena } from '../../electron/mediaServer/xcaliber/sources/athena.ts';
import { elation } from '../../electron/mediaServer/xcaliber/sources/elation.ts';
import { epic } from '../../electron/mediaServer/xcaliber/sources/epic.ts';
import { unwrap } from '../../shared/errors/result.ts';
import { startDemoMediaServer } from '../support/demoMediaServer.ts';
import { remoteChartContract } from './remoteChart.ts';

/** The gateway was seen under this one, too. */
const otherPath = 'at /fhir-gateway-2/fhir/R4';

/** Everything that was seen to be otherwise, all at once. */
const allQuirks: GatewayQuirks = {
  envelope: true, list: 'array', plainIdentifiers: true, flatOperator: true, nullTitle: true, containedPages: true, extensionUrls: 'tiny-urls', wrongStatusInside: true,
};

const cases: readonly (readonly [GatewaySource, string, GatewayOptions])[] = [
  [athena, 'as it is', {}], [elation, 'as it is', {}], [epic, 'as it is', {}], [epic, 'with every quirk', { quirks: allQuirks }], [epic, otherPath, {}],
];

for (const [{ id, mappedObjects, keepsNotes, keepsUnknownExtensions }, how, options] of cases) {
  remoteChartContract(`gateway to ${id} ${how}, over HTTP`, async () => {
    const { gatewayConnection, close } = await startDemoMediaServer({ delayMilliseconds: 20, ...options });
    const connection = gatewayConnection(id, Object.keys(mappedObjects));
    const baseUrl = how === otherPath ? connection.baseUrl.replace('/api/v2', '/fhir-gateway-2/fhir/R4') : connection.baseUrl;
    return {
      chart: unwrap(openGatewayChart({ ...connection, baseUrl }, { confirmMilliseconds: 1_000 })),
      patientId: 'demo-child',
      keeps: { notes: keepsNotes, unknownExtensions: keepsUnknownExtensions, tombstones: false },
      close,
    };
  });
}
