import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import type { ConnectionRequest } from '../../shared/ipc/views.ts';
import type { TokenKeeper } from './auth/tokenKeeper.ts';
import { chartAddress } from './chartAddress.ts';
import { FhirHttp } from './fhirHttp.ts';
import { networkAgents } from './networkAgents.ts';

export interface HttpLimits {
  /** How long a request may stand still. Default 30 s. */
  readonly idleMilliseconds?: number;
  /** Default 64 MiB. */
  readonly largestJsonBytes?: number;
  /** Ms since 1970 UTC; for the expiry of tokens, and the pauses a chart asks for. */
  readonly now?: () => number;
  /** Of the sign-in on the login page, for a connection that has one. */
  readonly tokens?: TokenKeeper;
}

/** As the clock said when the process began, and counted on: one that is set back makes no pause longer. */
const untouchedNow = () => Math.round(performance.timeOrigin + performance.now());

/**
 * The way to one chart, whatever it speaks.
 * @returns `data.invalid-input` for an address patient data or secrets must not travel to: http is for this very computer only.
 */
export function openHttp({ baseUrl, auth, network }: Pick<ConnectionRequest, 'baseUrl' | 'auth' | 'network'>, limits: HttpLimits): Result<FhirHttp> {
  const base = chartAddress(baseUrl);
  if (!base.ok) return base;
  if ('tokenUrl' in auth) {
    const tokenUrl = chartAddress(auth.tokenUrl);
    if (!tokenUrl.ok) return tokenUrl;
  }
  const { idleMilliseconds = 30_000, largestJsonBytes = 64 * 1024 * 1024, now = untouchedNow, tokens } = limits;
  const contentOrigins = new Set<string>();
  for (const address of network?.contentOrigins ?? []) {
    const origin = chartAddress(address);
    if (!origin.ok) return fail('data.invalid-input', { fields: (origin.error.fields ?? []).map(({ message }) => ({ path: 'contentOrigins', message })) });
    contentOrigins.add(origin.value.origin);
  }
  const agents = networkAgents(network);
  if (!agents.ok) return agents;
  return succeed(new FhirHttp({ base: base.value, auth, idleMilliseconds, largestJsonBytes, now, agents: agents.value, tokens, contentOrigins }));
}
