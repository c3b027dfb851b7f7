import type { ConnectionAuth, ConnectionNetwork, ConnectionRequest, ConnectionView, Discovery, GatewayScope } from '../../shared/ipc/views.ts';

/** Everything the form may ask; what does not apply is left alone. */
export interface ConnectionValues {
  readonly preset: PresetName;
  readonly name: string;
  readonly baseUrl: string;
  readonly authKind: ConnectionAuth['kind'];
  readonly token: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokenUrl: string;
  readonly apiKey: string;
  readonly userId: string;
  readonly userName: string;
  readonly sourceId: string;
  readonly departmentId: string;
  /** Separated by commas. */
  readonly categories: string;
  readonly interactionMode: boolean;
  readonly interactionModeOfWrites: boolean;
  readonly geometryInText: boolean;
  /** What to ask the login page for; empty: the usual. */
  readonly scope: string;
  /** PEM. */
  readonly certificateAuthority: string;
  readonly proxyUrl: string;
  readonly proxyUsername: string;
  readonly proxyPassword: string;
  /** Separated by white space. */
  readonly contentOrigins: string;
}

/** The categories seen with the Media API; which of them an EHR takes is not documented but for Athena, so that they can be changed. */
const everyCategory = 'admin, driver-license, insurance-card, lab-results, prescription-card';

/** The three EHRs of the Media API's table, reached through a gateway. A source's id is the gateway's to give: these are first guesses. */
const gatewayPresets = {
  athena: { label: 'Athena, through a gateway', name: 'Athena', sourceId: 'athena', categories: 'insurance-card, prescription-card' },
  elation: { label: 'Elation, through a gateway', name: 'Elation', sourceId: 'elation', categories: everyCategory },
  epic: { label: 'Epic, through a gateway', name: 'Epic', sourceId: 'epic', categories: everyCategory },
  gateway: { label: 'Another EHR, through a gateway', name: '', sourceId: '', categories: everyCategory },
} as const;

export type PresetName = 'fhir' | keyof typeof gatewayPresets;

const gatewayNames = ['athena', 'elation', 'epic', 'gateway'] as const satisfies readonly PresetName[];

export const presetOptions: readonly { readonly value: PresetName; readonly label: string }[] = [
  { value: 'fhir', label: 'FHIR server' },
  ...gatewayNames.map((value) => ({ value, label: gatewayPresets[value].label })),
];

export const signInOptions = (preset: PresetName): readonly { readonly value: ConnectionAuth['kind']; readonly label: string }[] =>
  preset === 'fhir'
    ? [
        { value: 'smart', label: 'The hospital’s login page' }, { value: 'client-credentials', label: 'Client credentials' },
        { value: 'token', label: 'An access token' }, { value: 'none', label: 'Nothing' },
      ]
    : [{ value: 'api-key', label: 'API key' }, { value: 'token', label: 'An access token' }];

const nothing: ConnectionValues = {
  preset: 'fhir', name: '', baseUrl: '', authKind: 'client-credentials', token: '', clientId: '', clientSecret: '', tokenUrl: '', apiKey: '', userId: '', userName: '',
  sourceId: '', departmentId: '', categories: '', interactionMode: false, interactionModeOfWrites: false, geometryInText: false, scope: '', certificateAuthority: '', proxyUrl: '', proxyUsername: '', proxyPassword: '', contentOrigins: '',
};

/** What is connected, to sign in again; the secrets are never given back. */
export function initialValues(current: ConnectionView | undefined): ConnectionValues {
  if (current === undefined) return nothing;
  const { name, baseUrl, authKind, gateway, smart, geometryInText, network } = current;
  const kept = {
    ...nothing, name, baseUrl, authKind, geometryInText, clientId: smart?.clientId ?? '', scope: smart?.scope ?? '',
    certificateAuthority: network.certificateAuthority ?? '', proxyUrl: network.proxyUrl ?? '', proxyUsername: network.proxyUsername ?? '',
    contentOrigins: network.contentOrigins.join(' '),
  };
  if (gateway === null) return kept;
  const preset = gatewayNames.find((candidate) => gatewayPresets[candidate].sourceId === gateway.sourceId) ?? 'gateway';
  return { ...kept, ...gateway, interactionModeOfWrites: gateway.interactionModeOfWrites ?? gateway.interactionMode, preset, categories: gateway.categories.join(', ') };
}

/** What a preset fills in; a name somebody typed stays. */
export function withPreset(values: ConnectionValues, preset: PresetName): ConnectionValues {
  const authKind = preset === 'fhir' ? 'client-credentials' : (signInOptions(preset)[0]?.value ?? 'none');
  const typed = Object.values(gatewayPresets).every(({ name }) => name !== values.name) && values.name !== '';
  if (preset === 'fhir') return { ...values, preset, authKind, name: typed ? values.name : '' };
  const { name, sourceId, categories } = gatewayPresets[preset];
  return { ...values, preset, authKind, sourceId, categories, name: typed ? values.name : name };
}

/** What was found at the address is proposed; what a person chose or typed already stays, where it can be. */
export function withDiscovery(values: ConnectionValues, found: Discovery): ConnectionValues {
  const isGateway = found.dialect === 'xcaliber';
  const preset = isGateway === (values.preset !== 'fhir') ? values.preset : isGateway ? 'gateway' : 'fhir';
  const chosen = preset === values.preset ? values : withPreset(values, preset);
  return {
    ...chosen, baseUrl: found.baseUrl, authKind: found.loginPage ? 'smart' : chosen.authKind === 'smart' ? 'client-credentials' : chosen.authKind,
    name: chosen.name === '' ? new URL(found.baseUrl).hostname : chosen.name, tokenUrl: chosen.tokenUrl === '' ? (found.tokenUrl ?? '') : chosen.tokenUrl,
  };
}

function authOf(values: ConnectionValues): ConnectionAuth {
  const { authKind, token, clientId, clientSecret, tokenUrl, apiKey, userId, userName, scope } = values;
  switch (authKind) {
    case 'none': return { kind: 'none' };
    case 'token': return { kind: 'token', token: token.trim() };
    case 'smart': return { kind: 'smart', clientId: clientId.trim(), ...(scope.trim() !== '' && { scope: scope.trim() }) };
    case 'client-credentials': return { kind: 'client-credentials', clientId: clientId.trim(), clientSecret, tokenUrl: tokenUrl.trim() };
    case 'api-key': return { kind: 'api-key', apiKey, tokenUrl: tokenUrl.trim(), user: { id: userId.trim(), username: userName.trim() } };
  }
}

function gatewayOf({ sourceId, departmentId, categories, interactionMode, interactionModeOfWrites }: ConnectionValues): GatewayScope {
  return {
    sourceId: sourceId.trim(), departmentId: departmentId.trim(), interactionMode, ...(interactionModeOfWrites !== interactionMode && { interactionModeOfWrites }),
    categories: categories.split(',').map((category) => category.trim()).filter((category) => category !== ''),
  };
}

/** @returns undefined when the network is plain. */
function networkOf({ certificateAuthority, proxyUrl, proxyUsername, proxyPassword, contentOrigins }: ConnectionValues): ConnectionNetwork | undefined {
  const [authority, url, username] = [certificateAuthority, proxyUrl, proxyUsername].map((text) => text.trim());
  const proxy = url === undefined || url === '' ? undefined : { url, ...(username !== '' && { username, ...(proxyPassword !== '' && { password: proxyPassword }) }) };
  const origins = contentOrigins.split(/\s+/).filter((origin) => origin !== '');
  if (authority === '' && proxy === undefined && origins.length === 0) return undefined;
  return { ...(authority !== '' && { certificateAuthority: authority }), ...(proxy !== undefined && { proxy }), ...(origins.length > 0 && { contentOrigins: origins }) };
}

/** Where to ask, before it is known what answers there. */
export function discoveryOf(values: ConnectionValues): { readonly address: string; readonly network?: ConnectionNetwork | undefined } {
  return { address: values.baseUrl.trim(), network: networkOf(values) };
}

export function requestOf(values: ConnectionValues): ConnectionRequest {
  const network = networkOf(values);
  return {
    name: values.name.trim(), baseUrl: values.baseUrl.trim(), auth: authOf(values), ...(network !== undefined && { network }),
    ...(values.preset !== 'fhir' && { gateway: gatewayOf(values) }), ...(values.geometryInText && { geometryInText: true }),
  };
}
