import type { Blobs } from '../store/blobs.ts';
import type { ResourceStore } from '../store/resourceStore.ts';
import type { Settings } from '../store/settings.ts';
import { Gateway } from './gateway.ts';
import type { GatewayParts } from './gatewayRoutes.ts';
import type { GatewayQuirks } from './gatewaySource.ts';
import { openGatewayTokens } from './gatewayTokens.ts';
import { athena } from './sources/athena.ts';
import { elation } from './sources/elation.ts';
import { epic } from './sources/epic.ts';

/** What a test, or somebody who tries a client, may have otherwise than the sources have it. */
export interface GatewayOptions {
  readonly delayMilliseconds?: number;
  readonly quirks?: Partial<GatewayQuirks>;
}

export async function openGateway(
  parts: { readonly store: ResourceStore; readonly blobs: Blobs; readonly settings: Settings; readonly base: () => string; readonly now: () => number },
  { delayMilliseconds, quirks }: GatewayOptions,
): Promise<GatewayParts> {
  const sources = [athena, elation, epic].map((source) => ({
    ...source,
    ...(delayMilliseconds !== undefined && { delayMilliseconds }),
    quirks: { ...source.quirks, ...quirks },
  }));
  return { gateway: new Gateway(parts), tokens: await openGatewayTokens(parts.settings, parts.now), sources };
}
