import { readFile } from 'node:fs/promises';
import { fail, succeed, type Result } from '../../shared/errors/result.ts';
import { connectionRequestSchema, type ConnectionAuth, type ConnectionNetwork, type GatewayScope } from '../../shared/ipc/views.ts';
import type { Output } from './output.ts';
import { withWorkspace, type CommandContext } from './withWorkspace.ts';

export interface ConnectOptions {
  readonly base: string;
  readonly name?: string;
  readonly token?: string;
  readonly smart?: true;
  readonly scope?: string;
  /** A file. */
  readonly ca?: string;
  /** With user and password, where it wants them. */
  readonly proxy?: string;
  readonly contentOrigin?: readonly string[];
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly tokenUrl?: string;
  readonly dialect: 'fhir' | 'xcaliber';
  readonly apiKey?: string;
  readonly userId?: string;
  readonly userName?: string;
  readonly source?: string;
  readonly department?: string;
  readonly category?: readonly string[];
  readonly interactionMode?: true;
  readonly interactionModeOfWrites?: 'true' | 'false';
  readonly geometryInText?: true;
}

/** `connect`: makes the data directory when there is none, proves that the chart answers, remembers it. */
export async function connectCommand(context: CommandContext, options: ConnectOptions, output: Output): Promise<void> {
  let recoveryKey: string | null = null;
  const connected = await withWorkspace(
    context,
    async (workspace) => {
      const network = await networkOf(options);
      if (!network.ok) return network;
      const request = connectionRequestSchema.safeParse({
        name: options.name ?? options.base, baseUrl: options.base, auth: authOf(options), network: network.value,
        ...(options.dialect === 'xcaliber' && { gateway: gatewayOf(options) }), ...(options.geometryInText === true && { geometryInText: true }),
      });
      if (!request.success) {
        return fail('data.invalid-input', { fields: request.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) });
      }
      return workspace.connections.connect(request.data);
    },
    { onCreated: (key) => (recoveryKey = key) },
  );
  if (!connected.ok) {
    output.refuse(connected.error);
    return;
  }
  const { name, baseUrl, authKind } = connected.value;
  output.answer({ connected: { name, baseUrl, authKind }, recoveryKey }, [
    `Connected to ${baseUrl}.`,
    ...(recoveryKey === null ? [] : [`Recovery key, shown only now; keep it apart from this computer: ${String(recoveryKey)}`]),
  ]);
}

function authOf(options: ConnectOptions): Partial<ConnectionAuth> {
  if (options.token !== undefined) return { kind: 'token', token: options.token };
  if (options.smart === true) {
    return { kind: 'smart', ...(options.clientId !== undefined && { clientId: options.clientId }), ...(options.scope !== undefined && { scope: options.scope }) };
  }
  if (options.apiKey !== undefined) {
    const user = { id: options.userId ?? '', username: options.userName ?? '' };
    return { kind: 'api-key', apiKey: options.apiKey, user, ...(options.tokenUrl !== undefined && { tokenUrl: options.tokenUrl }) };
  }
  if (options.clientId === undefined) return { kind: 'none' };
  return {
    kind: 'client-credentials',
    clientId: options.clientId,
    ...(options.clientSecret !== undefined && { clientSecret: options.clientSecret }),
    ...(options.tokenUrl !== undefined && { tokenUrl: options.tokenUrl }),
  };
}

async function networkOf({ ca, proxy, contentOrigin }: ConnectOptions): Promise<Result<ConnectionNetwork>> {
  const certificateAuthority = ca === undefined ? undefined : await readFile(ca, 'utf8').catch(() => null);
  if (certificateAuthority === null) return fail('data.invalid-input', { fields: [{ path: '--ca', message: 'This file cannot be read.' }] });
  if (proxy !== undefined && !URL.canParse(proxy)) return fail('data.invalid-input', { fields: [{ path: '--proxy', message: 'This is no address.' }] });
  return succeed({
    ...(certificateAuthority !== undefined && { certificateAuthority }), ...(proxy !== undefined && { proxy: proxyOf(new URL(proxy)) }),
    ...(contentOrigin !== undefined && { contentOrigins: [...contentOrigin] }),
  });
}

function proxyOf(url: URL): NonNullable<ConnectionNetwork['proxy']> {
  const [username, password] = [url.username, url.password].map(decodeURIComponent);
  [url.username, url.password] = ['', ''];
  return { url: url.href, ...(username !== '' && { username }), ...(password !== '' && { password }) };
}

/** What is missing is named by the schema. */
function gatewayOf({ source, department, category, interactionMode, interactionModeOfWrites }: ConnectOptions): Partial<GatewayScope> {
  return {
    ...(source !== undefined && { sourceId: source }),
    ...(department !== undefined && { departmentId: department }),
    ...(category !== undefined && { categories: [...category] }),
    interactionMode: interactionMode === true,
    ...(interactionModeOfWrites !== undefined && { interactionModeOfWrites: interactionModeOfWrites === 'true' }),
  };
}
