import { connectionRequestSchema, type ConnectionAuth, type ConnectionRequest, type ConnectionView, type GatewayScope } from '../../shared/ipc/views.ts';

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
    ? [{ value: 'client-credentials', label: 'Client credentials' }, { value: 'token', label: 'Access token' }, { value: 'none', label: 'Nothing' }]
    : [{ value: 'api-key', label: 'API key' }, { value: 'token', label: 'Access token' }];

const nothing: ConnectionValues = {
  preset: 'fhir', name: '', baseUrl: '', authKind: 'client-credentials', token: '', clientId: '', clientSecret: '', tokenUrl: '', apiKey: '', userId: '', userName: '',
  sourceId: '', departmentId: '', categories: '', interactionMode: false,
};

/** What is connected, to sign in again; the secrets are never given back. */
export function initialValues(current: ConnectionView | undefined): ConnectionValues {
  if (current === undefined) return nothing;
  const { name, baseUrl, authKind, gateway } = current;
  if (gateway === null) return { ...nothing, name, baseUrl, authKind };
  const preset = gatewayNames.find((candidate) => gatewayPresets[candidate].sourceId === gateway.sourceId) ?? 'gateway';
  return { ...nothing, ...gateway, preset, name, baseUrl, authKind, categories: gateway.categories.join(', ') };
}

/** What a preset fills in; a name somebody typed stays. */
export function withPreset(values: ConnectionValues, preset: PresetName): ConnectionValues {
  const authKind = signInOptions(preset)[0]?.value ?? 'none';
  const typed = Object.values(gatewayPresets).every(({ name }) => name !== values.name) && values.name !== '';
  if (preset === 'fhir') return { ...values, preset, authKind, name: typed ? values.name : '' };
  const { name, sourceId, categories } = gatewayPresets[preset];
  return { ...values, preset, authKind, sourceId, categories, name: typed ? values.name : name };
}

function authOf(values: ConnectionValues): ConnectionAuth {
  const { authKind, token, clientId, clientSecret, tokenUrl, apiKey, userId, userName } = values;
  switch (authKind) {
    case 'none': return { kind: 'none' };
    case 'token': return { kind: 'token', token: token.trim() };
    case 'smart': return { kind: 'smart', clientId: clientId.trim() };
    case 'client-credentials': return { kind: 'client-credentials', clientId: clientId.trim(), clientSecret, tokenUrl: tokenUrl.trim() };
    case 'api-key': return { kind: 'api-key', apiKey, tokenUrl: tokenUrl.trim(), user: { id: userId.trim(), username: userName.trim() } };
  }
}

function gatewayOf({ sourceId, departmentId, categories, interactionMode }: ConnectionValues): GatewayScope {
  return {
    sourceId: sourceId.trim(), departmentId: departmentId.trim(), interactionMode,
    categories: categories.split(',').map((category) => category.trim()).filter((category) => category !== ''),
  };
}

export function requestOf(values: ConnectionValues): ConnectionRequest {
  return { name: values.name.trim(), baseUrl: values.baseUrl.trim(), auth: authOf(values), ...(values.preset !== 'fhir' && { gateway: gatewayOf(values) }) };
}

const explanations: Readonly<Record<string, string>> = {
  name: 'Give the connection a name, such as the hospital’s.',
  baseUrl: 'A web address is needed, such as https://ehr.hospital.example/fhir/R4.',
  token: 'Enter the access token.',
  clientId: 'Enter the client ID.',
  clientSecret: 'Enter the client secret.',
  tokenUrl: 'A web address is needed, where tokens are issued.',
  apiKey: 'Enter the API key.',
  userId: 'Enter the ID of the user the key speaks for.',
  userName: 'Enter the name of the user the key speaks for.',
  sourceId: 'Enter the source ID the gateway gave you: 1 to 64 characters without spaces.',
  departmentId: 'Enter the department.',
  categories: 'Enter at least one category; letters, digits and hyphens, separated by commas.',
};

/** Where the contract calls a field otherwise than the form. */
const formNames: Readonly<Record<string, string>> = { id: 'userId', username: 'userName' };

/** The contract's own schema judges; the words are ours. */
export function problemsOf(values: ConnectionValues): Record<string, string> {
  const parsed = connectionRequestSchema.safeParse(requestOf(values));
  if (parsed.success) return {};
  const fields = parsed.error.issues.map(({ path }) => String(path.findLast((key) => typeof key === 'string')));
  return Object.fromEntries(fields.map((field) => formNames[field] ?? field).map((field) => [field, explanations[field] ?? 'Not accepted.']));
}
