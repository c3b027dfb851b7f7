import { openGatewayChart } from '../../electron/ehr/xcaliber/openGatewayChart.ts';
import { athena } from '../../electron/mediaServer/xcaliber/sources/athena.ts';
import { elation } from '../../electron/mediaServer/xcaliber/sources/elation.ts';
import { epic } from '../../electron/mediaServer/xcaliber/sources/epic.ts';
import { unwrap } from '../../shared/errors/result.ts';
import { startDemoMediaServer } from '../support/demoMediaServer.ts';
import { remoteChartContract } from './remoteChart.ts';

for (const { id, mappedObjects, keepsNotes, keepsUnknownExtensions } of [athena, elation, epic]) {
  remoteChartContract(`gateway to ${id}, over HTTP`, async () => {
    const { gatewayConnection, close } = await startDemoMediaServer({ delayMilliseconds: 20 });
    return {
      chart: unwrap(openGatewayChart(gatewayConnection(id, Object.keys(mappedObjects)), { confirmMilliseconds: 1_000 })),
      patientId: 'demo-child',
      keeps: { notes: keepsNotes, unknownExtensions: keepsUnknownExtensions, tombstones: false },
      close,
    };
  });
}
