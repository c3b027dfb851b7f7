import type { Failure } from '../../shared/errors/errorCode.ts';
import { connectionRequestSchema, discoveryRequestSchema } from '../../shared/ipc/views.ts';
import { discoveryOf, requestOf, type ConnectionValues } from './connectionValues.ts';

/** What is wrong with the form, by its fields. */
export type ConnectionProblems = Readonly<Record<string, string>>;

const explanations: ConnectionProblems = {
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
  scope: 'At most 1000 characters.',
  certificateAuthority: 'A certificate begins with -----BEGIN CERTIFICATE----- and ends with -----END CERTIFICATE-----.',
  proxyUrl: 'The address of an HTTP proxy is needed, such as http://proxy.hospital.example:3128.',
  proxyUsername: 'At most 200 characters.',
  contentOrigins: 'Web addresses are needed, such as https://storage.hospital.example, with spaces between them; at most 20.',
};

/** Where the contract calls a field otherwise than the form. */
const formNames: Readonly<Record<string, string>> = { id: 'userId', username: 'userName', address: 'baseUrl' };
const proxyNames: Readonly<Record<string, string>> = { url: 'proxyUrl', username: 'proxyUsername', password: 'proxyPassword' };

interface Issue {
  readonly path: readonly PropertyKey[];
}

function problemsFrom(issues: readonly Issue[]): ConnectionProblems {
  const fields = issues.map(({ path }) => {
    const field = String(path.findLast((key) => typeof key === 'string'));
    return (path.includes('proxy') ? proxyNames[field] : formNames[field]) ?? field;
  });
  return Object.fromEntries(fields.map((field) => [field, explanations[field] ?? 'Not accepted.']));
}

/** The contract's own schema judges; the words are ours. */
export function problemsOf(values: ConnectionValues): ConnectionProblems {
  const parsed = connectionRequestSchema.safeParse(requestOf(values));
  return parsed.success ? {} : problemsFrom(parsed.error.issues);
}

/** As far as asking what is at the address goes. */
export function addressProblems(values: ConnectionValues): ConnectionProblems {
  const parsed = discoveryRequestSchema.safeParse(discoveryOf(values));
  return parsed.success ? {} : problemsFrom(parsed.error.issues);
}

const inAdvanced: ReadonlySet<string> = new Set(['scope', 'certificateAuthority', 'proxyUrl', 'proxyUsername', 'proxyPassword', 'contentOrigins']);

export function isAdvanced(problems: ConnectionProblems): boolean {
  return Object.keys(problems).some((field) => inAdvanced.has(field));
}

/** What a failed try says about a field: shown there, beside the whole of it. */
export function problemsOfFailure({ code, fields = [] }: Failure): ConnectionProblems {
  switch (code) {
    case 'server.certificate-unknown': return { certificateAuthority: 'Give the certificate of the hospital’s authority here; your IT team has it.' };
    case 'server.proxy': return { proxyUrl: 'This proxy did not let Lightbox through.' };
    case 'server.no-login-page': return { authKind: 'This server offers no login page.' };
    case 'server.not-fhir':
    case 'server.unreachable': return { baseUrl: 'No chart answers at this address.' };
    case 'data.invalid-input':
      return Object.fromEntries(fields.map(({ path }) => [path, path === 'certificateAuthority' ? 'This certificate cannot be read.' : 'Not accepted: https is needed, except on this computer.']));
    default: return {};
  }
}
