import type { Result } from '../../shared/errors/result.ts';
import type { ConnectionRequest } from '../../shared/ipc/views.ts';
import type { RemoteChart } from '../../shared/sync/ports.ts';
import { openFhirChart } from './openFhirChart.ts';
import { openGatewayChart } from './xcaliber/openGatewayChart.ts';

/** The adapter for the dialect that a connection is configured for. Nothing is sent yet. */
export function openChart({ gateway, ...connection }: ConnectionRequest): Result<RemoteChart> {
  return gateway === undefined ? openFhirChart(connection) : openGatewayChart({ ...connection, gateway });
}
