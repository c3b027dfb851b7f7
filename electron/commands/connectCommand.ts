import { fail } from '../../shared/errors/result.ts';
import { connectionRequestSchema, type ConnectionAuth, type GatewayScope } from '../../shared/ipc/views.ts';
import type { Output } from './output.ts';
import { withWorkspace, type CommandContext } from './withWorkspace.ts';

export interface ConnectOptions {
  readonly base: string;
  readonly name?: string;
  readonly token?: string;
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
}

/** `connect`: makes the data directory when there is none, proves that the chart answers, remembers it. */
export async function connectCommand(context: CommandContext, options: ConnectOptions, output: Output): Promise<void> {
  let recoveryKey: string | null = null;
  const connected = await withWorkspace(
    context,
    async (workspace) => {
      const request = connectionRequestSchema.safeParse({ name: options.name ?? options.base, baseUrl: options.base, auth: authOf(options), ...(options.dialect === 'xcaliber' && { gateway: gatewayOf(options) }) });
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

/** What is missing is named by the schema. */
function gatewayOf({ source, department, category, interactionMode }: ConnectOptions): Partial<GatewayScope> {
  return {
    ...(source !== undefined && { sourceId: source }),
    ...(department !== undefined && { departmentId: department }),
    ...(category !== undefined && { categories: [...category] }),
    interactionMode: interactionMode === true,
  };
}
