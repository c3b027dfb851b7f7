import { openGatewayChart } from '../../electron/ehr/xcaliber/openGatewayChart.ts';
import type { GatewayQuirks, GatewaySource } from '../../electron/mediaServer/xcaliber/gatewaySource.ts';
import type { GatewayOptions } from '../../electron/mediaServer/xcaliber/openGateway.ts';
import { athena } from '../../electron/mediaServer/xcaliber/sources/athena.ts';
import { elation } from '../../electron/mediaServer/xcaliber/sources/elation.ts';
import { epic } from '../../electron/mediaServer/xcaliber/sources/epic.ts';
import { unwrap } from '../../shared/errors/result.ts';
import { startDemoMediaServer } from '../support/demoMediaServer.ts';
import { remoteChartContract } from './remoteChart.ts';

/** Everything that was seen to be otherwise, all at once. */
const allQuirks: GatewayQuirks = {
  envelope: true, list: 'array', plainIdentifiers: true, flatOperator: true, nullTitle: true, containedPages: true, extensionUrls: 'tiny-urls', wrongStatusInside: true,
};

const cases: readonly (readonly [GatewaySource, string, GatewayOptions])[] = [
  [athena, 'as it is', {}], [elation, 'as it is', {}], [epic, 'as it is', {}], [epic, 'with every quirk', { quirks: allQuirks }],
];

for (const [{ id, mappedObjects, keepsNotes, keepsUnknownExtensions }, how, options] of cases) {
  remoteChartContract(`gateway to ${id} ${how}, over HTTP`, async () => {
    const { gatewayConnection, close } = await startDemoMediaServer({ delayMilliseconds: 20, ...options });
    return {
      chart: unwrap(openGatewayChart(gatewayConnection(id, Object.keys(mappedObjects)), { confirmMilliseconds: 1_000 })),
      patientId: 'demo-child',
      keeps: { notes: keepsNotes, unknownExtensions: keepsUnknownExtensions, tombstones: false },
      close,
    };
  });
}
