import { z } from 'zod';
import type { ErrorCode, Failure } from '../../shared/errors/errorCode.ts';
import { operationOutcomeSchema } from '../../shared/fhir/resources.ts';
import { requestedPause } from './requestedPause.ts';

/** By status alone; https://hl7.org/fhir/R4/http.html#Status-Codes and RFC 9110. */
const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'server.rejected',
  401: 'server.unauthorized',
  403: 'server.forbidden',
  404: 'server.not-found',
  408: 'server.timeout',
  409: 'server.version-conflict',
  410: 'server.gone',
  412: 'server.version-conflict',
  413: 'server.too-large',
  422: 'server.rejected',
  425: 'server.throttled',
  429: 'server.throttled',
  504: 'server.timeout',
};

/**
 * What an issue says more exactly than the status beside it: overload and oversize were seen as 400.
 * https://hl7.org/fhir/R4/valueset-issue-type.html
 */
const codeOfIssue: Readonly<Record<string, ErrorCode>> = {
  throttled: 'server.throttled',
  'too-long': 'server.too-large',
  deleted: 'server.gone',
  conflict: 'server.version-conflict',
  transient: 'server.failed',
  'lock-error': 'server.failed',
  'no-store': 'server.failed',
  timeout: 'server.timeout',
  login: 'server.unauthorized',
  expired: 'server.unauthorized',
};

/**
 * The one place where an HTTP answer becomes a failure: by status, refined by the issue codes of an OperationOutcome, never by a text.
 * @param body the parsed JSON body, or undefined.
 * @param now ms since 1970 UTC; a date in Retry-After is taken relative to the server's own Date header when it sends one.
 */
export function mapHttpFailure(status: number, headers: Headers, body: unknown, now: number): Failure {
  const outcome = operationOutcomeSchema.safeParse(body);
  const issues = outcome.success ? outcome.data.issue.filter((issue) => issue.severity === 'error' || issue.severity === 'fatal') : [];
  const byStatus = codeOfStatus[status] ?? (status >= 500 ? 'server.failed' : status >= 400 ? 'server.rejected' : 'server.not-fhir');
  const refined = status === 400 || status === 404 || status === 422 ? issues.map((issue) => codeOfIssue[issue.code]).find((code) => code !== undefined) : undefined;
  const code = refined ?? byStatus;
  const fields = [...issues.flatMap((issue) => (issue.expression ?? []).map((path) => ({ path, message: issue.code }))), ...detailPaths(body)];
  const retryAfterMilliseconds = requestedPause(headers, now);
  return {
    code,
    detail: [`HTTP ${String(status)}`, ...new Set(issues.map((issue) => issue.code))].join(' '),
    ...(code === 'server.rejected' && fields.length > 0 && { fields }),
    ...(retryAfterMilliseconds !== undefined && { retryAfterMilliseconds }),
  };
}

const gatewayErrorSchema = z.object({ details: z.array(z.object({ path: z.string().regex(/^[A-Za-z][\w.[\]]{0,199}$/) })) });

/** A gateway of the Media API has no OperationOutcome: it names elements in `details`, where it names them. Its words are not taken over. */
function detailPaths(body: unknown): readonly { readonly path: string; readonly message: string }[] {
  const error = gatewayErrorSchema.safeParse(body);
  return error.success ? error.data.details.map(({ path }) => ({ path, message: 'refused' })) : [];
}
