import { openFhirChart } from '../../electron/ehr/openFhirChart.ts';
import { unwrap } from '../../shared/errors/result.ts';
import { startDemoMediaServer } from '../support/demoMediaServer.ts';
import { remoteChartContract } from './remoteChart.ts';

remoteChartContract('FHIR R4 over HTTP', async () => {
  const { connection, close } = await startDemoMediaServer();
  return { chart: unwrap(openFhirChart(connection)), patientId: 'demo-child', keeps: { notes: true, unknownExtensions: true, tombstones: true }, close };
});
