import { spawn } from 'node:child_process';
import { projectPath } from '../build/projectPath.ts';

export interface CommandResult {
  /** Null when it was ended by a signal. */
  readonly code: number | null;
  /** Both streams, in the order they came. */
  readonly output: string;
}

interface CommandOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** After this long it is killed. */
  readonly timeoutMilliseconds?: number;
}

/** The child writes to a pipe: whether there is a person to see colours is known here. */
const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };

/** Runs a Node script or an executable in the project and collects what it says. A missing executable gives code 127. */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const child = spawn(command, args, {
    cwd: projectPath('.'),
    env: { ...process.env, ...colours, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.timeoutMilliseconds !== undefined && { timeout: options.timeoutMilliseconds, killSignal: 'SIGKILL' as const }),
  });
  const { promise, resolve } = Promise.withResolvers<CommandResult>();
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => { output += text; });
  }
  child.on('error', (error) => { resolve({ code: 127, output: error.message }); });
  child.on('close', (code) => { resolve({ code, output }); });
  return promise;
}

/** The tools of node_modules as paths, run with this very Node: works alike where `.bin` holds shell scripts and where .cmd files. */
export function tool(relative: string): readonly [string, string] {
  return [process.execPath, projectPath(`node_modules/${relative}`)];
}
