import { FakeChart } from '../support/fakeChart.ts';
import { remoteChartContract } from './remoteChart.ts';

remoteChartContract('in memory', async () => {
  const chart = new FakeChart({ pageSize: 20 });
  chart.addPatient('p1');
  return { chart, patientId: 'p1', keeps: { notes: true, unknownExtensions: true, tombstones: true }, close: async () => undefined };
});
