import { describeFailure } from '../../shared/errors/describeFailure.ts';
import type { Failure } from '../../shared/errors/errorCode.ts';

/** How a command answers: text for people, or with --json exactly one JSON document on standard output. */
export interface Output {
  /** The command's answer; `lines` are what a person reads. */
  readonly answer: (document: unknown, lines: readonly string[]) => void;
  readonly refuse: (failure: Failure) => void;
}

export function createOutput(json: boolean): Output {
  const print = (document: unknown, lines: readonly string[], stream: NodeJS.WriteStream) => {
    if (json) process.stdout.write(`${JSON.stringify(document)}\n`);
    else stream.write(`${lines.join('\n')}\n`);
  };
  return {
    answer: (document, lines) => {
      print(document, lines, process.stdout);
    },
    refuse: (failure) => {
      process.exitCode = 1;
      const { wrong, kept, todo } = describeFailure(failure);
      const fields = (failure.fields ?? []).map((field) => `  ${field.path}: ${field.message}`);
      print({ error: failure }, [`${wrong} ${kept} ${todo}${failure.detail === undefined ? '' : ` (${failure.detail})`}`, ...fields], process.stderr);
    },
  };
}
