import { geometryIntoText, geometryOutOfText } from '../../shared/annotation/noteCodec.ts';
import { chartThrough } from '../../shared/sync/chartThrough.ts';
import type { RemoteChart } from '../../shared/sync/ports.ts';

/**
 * The same chart, for an EHR that strips extensions: what drawings are made of travels in the text of their notes and is, on this side, again where
 * it always is.
 */
export function carryGeometryInText(chart: RemoteChart): RemoteChart {
  return chartThrough(chart, { read: geometryOutOfText, write: geometryIntoText });
}
