import type { Result } from '../../../shared/errors/result.ts';

export interface TokenRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Posts to the token endpoint and answers the JSON. */
export type AskForToken = (url: URL, request: TokenRequest, signal: AbortSignal) => Promise<Result<unknown>>;
