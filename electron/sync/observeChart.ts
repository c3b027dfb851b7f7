import type { Failure } from '../../shared/errors/errorCode.ts';
import { succeed, type Result } from '../../shared/errors/result.ts';
import type { RemoteChart } from '../../shared/sync/ports.ts';

/** The same chart; `onAnswer` hears of every answer, the failure or undefined. */
export function observeChart(chart: RemoteChart, onAnswer: (failure: Failure | undefined) => void): RemoteChart {
  const heard = <Arguments extends unknown[], Value>(call: (...input: Arguments) => Promise<Result<Value>>) =>
    async (...input: Arguments): Promise<Result<Value>> => {
      const answer = await call(...input);
      onAnswer(answer.ok ? undefined : answer.error);
      return answer;
    };
  return {
    capabilities: chart.capabilities,
    describe: heard((...input) => chart.describe(...input)),
    search: heard((...input) => chart.search(...input)),
    followPage: heard((...input) => chart.followPage(...input)),
    searchReferences: heard(async (...input) => (await chart.searchReferences?.(...input)) ?? succeed(null)),
    findMediaByIdentifier: heard((...input) => chart.findMediaByIdentifier(...input)),
    readMedia: heard((...input) => chart.readMedia(...input)),
    createMedia: heard((...input) => chart.createMedia(...input)),
    updateMedia: heard((...input) => chart.updateMedia(...input)),
    deleteMedia: heard((...input) => chart.deleteMedia(...input)),
    findRegistered: heard((...input) => chart.findRegistered(...input)),
    readRegistered: heard((...input) => chart.readRegistered(...input)),
    createRegistered: heard((...input) => chart.createRegistered(...input)),
    uploadBinary: heard((...input) => chart.uploadBinary(...input)),
    downloadBinary: heard((...input) => chart.downloadBinary(...input)),
  };
}
