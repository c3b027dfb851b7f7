import type { ConnectionView } from '../../shared/ipc/views.ts';
import type { SavedConnection } from './connectionSetting.ts';
import type { DemoEhr } from './demoEhr.ts';

export const demoName = 'Demo EHR on this computer';

const plainNetwork: ConnectionView['network'] = { certificateAuthority: null, proxyUrl: null, proxyUsername: null, contentOrigins: [] };

/** What the window may know of a connection: no token, no secret, no password; of the demo EHR, whose patients are made up, all. */
export function viewConnection(saved: SavedConnection, demo: DemoEhr | null): ConnectionView {
  if (saved.kind === 'fhir') {
    const { name, baseUrl, auth, gateway, network, geometryInText } = saved.request;
    return {
      kind: 'fhir', name, baseUrl, authKind: auth.kind,
      smart: auth.kind === 'smart' ? { clientId: auth.clientId, scope: auth.scope ?? null } : null,
      gateway: gateway ?? null,
      geometryInText: geometryInText ?? false,
      network: {
        certificateAuthority: network?.certificateAuthority ?? null, proxyUrl: network?.proxy?.url ?? null, proxyUsername: network?.proxy?.username ?? null,
        contentOrigins: network?.contentOrigins ?? [],
      },
      demoCredentials: null,
    };
  }
  const address = demo?.address;
  return {
    kind: 'demo', name: demoName, baseUrl: address?.baseUrl ?? '', authKind: 'client-credentials', smart: null, gateway: null, geometryInText: false, network: plainNetwork,
    demoCredentials: address ? { clientId: address.clientId, clientSecret: address.clientSecret, tokenUrl: address.tokenUrl } : null,
  };
}
