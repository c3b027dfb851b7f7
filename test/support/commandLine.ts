import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const cli = fileURLToPath(new URL('../../electron/cli.ts', import.meta.url));

export const passphrase = 'correct horse battery staple';

export interface CommandResult {
  readonly code: number | null;
  /** The one JSON document on standard output. */
  readonly document: unknown;
  readonly stderr: string;
}

/** Runs one `lightbox` command with --json in a process of its own. `onErrorLine` hears what it says meanwhile. */
export async function runCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  onErrorLine: (line: string) => void = () => undefined,
): Promise<CommandResult> {
  const child = spawn(process.execPath, [cli, ...args, '--json'], {
    env: { ...process.env, LIGHTBOX_PASSPHRASE: passphrase, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  createInterface(child.stderr).on('line', onErrorLine);
  await once(child, 'close');
  return { code: child.exitCode, document: output.stdout === '' ? undefined : JSON.parse(output.stdout), stderr: output.stderr };
}

const serverSchema = z.strictObject({
  baseUrl: z.url(), tokenUrl: z.url(), clientId: z.string(), clientSecret: z.string(),
  gateway: z.strictObject({ baseUrl: z.url(), tokenUrl: z.url(), apiKey: z.string() }),
});

export interface RunningServer extends z.infer<typeof serverSchema> {
  readonly stop: () => Promise<void>;
}

/** `lightbox media-server`, as an IT person starts it. */
export async function runMediaServer(args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const child = spawn(process.execPath, [cli, 'media-server', ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const firstLine = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    void exited.then(() => {
      reject(new Error('the media server ended before it served'));
    });
  });
  return {
    ...serverSchema.parse(JSON.parse(firstLine)),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

export function connectArguments(server: RunningServer): readonly string[] {
  return ['--base', server.baseUrl, '--client-id', server.clientId, '--client-secret', server.clientSecret, '--token-url', server.tokenUrl];
}
