import { succeed, type Result } from '../../shared/errors/result.ts';
import type { ConnectionRequest } from '../../shared/ipc/views.ts';
import type { RemoteChart } from '../../shared/sync/ports.ts';
import { carryGeometryInText } from './carryGeometryInText.ts';
import { openFhirChart } from './openFhirChart.ts';
import type { HttpLimits } from './openHttp.ts';
import { openGatewayChart } from './xcaliber/openGatewayChart.ts';

/** The adapter for the dialect that a connection is configured for. Nothing is sent yet. */
export function openChart({ gateway, ...connection }: ConnectionRequest, limits: Pick<HttpLimits, 'tokens'> = {}): Result<RemoteChart> {
  const chart = gateway === undefined ? openFhirChart(connection, limits) : openGatewayChart({ ...connection, gateway }, limits);
  return chart.ok && connection.geometryInText === true ? succeed(carryGeometryInText(chart.value)) : chart;
}
