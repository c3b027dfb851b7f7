import { openFhirChart } from '../../electron/ehr/openFhirChart.ts';
import { peerQuirks, type PeerQuirk } from '../../electron/mediaServer/peer/peerQuirks.ts';
import { unwrap } from '../../shared/errors/result.ts';
import { startDemoMediaServer } from '../support/demoMediaServer.ts';
import { quirksTogether } from '../support/quirksTogether.ts';
import { remoteChartContract } from './remoteChart.ts';

const quirks = Object.keys(peerQuirks) as PeerQuirk[];

for (const [name, switchedOn] of [...quirks.map((quirk) => [quirk, [quirk]] as const), ['all that go together', quirksTogether] as const]) {
  remoteChartContract(`FHIR R4 over HTTP, ${name}`, async () => {
    const { connection, close } = await startDemoMediaServer({}, { peerQuirks: switchedOn });
    return { chart: unwrap(openFhirChart(connection)), patientId: 'demo-child', keeps: { notes: true, unknownExtensions: true, tombstones: true }, close };
  });
}
