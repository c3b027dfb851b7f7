import type { Failure } from '../../shared/errors/errorCode.ts';
import { FailureError } from '../../shared/errors/result.ts';

/** OpenSSL's and Node's names for a certificate or handshake that is not acceptable. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const tlsCodes = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO$|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$)/;

/** Among them: the certificate may be good, but leads to nobody this computer trusts. */
const unknownAuthority = /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/;

/**
 * What a request that got no (whole) answer failed of. Only codes are read and passed on: messages may hold addresses.
 * @throws the error itself when it is none of the network's, for then it is a bug.
 */
export function mapNetworkFailure(error: unknown): Failure {
  const ours = causes(error).find((cause) => cause instanceof FailureError);
  if (ours) return ours.failure;
  const code = errorCode(error);
  if (code === undefined) throw error;
  // What Node's parser of HTTP says.
  if (code.startsWith('HPE_')) return { code: 'server.not-fhir', detail: 'no HTTP' };
  if (unknownAuthority.test(code)) return { code: 'server.certificate-unknown', detail: code };
  if (tlsCodes.test(code)) return { code: 'server.tls', detail: code };
  return { code: /TIMEOUT|ETIMEDOUT/.test(code) ? 'server.timeout' : 'server.unreachable', detail: code };
}

function errorCode(error: unknown): string | undefined {
  return causes(error).flatMap((cause) => ('code' in cause && typeof cause.code === 'string' ? [cause.code] : []))[0];
}

/** The error, what caused it, and so on; where several addresses were tried, the first one's trouble. */
function causes(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let inner = error; inner instanceof Error && chain.length < 6; inner = inner.cause ?? (inner instanceof AggregateError ? inner.errors[0] : undefined)) chain.push(inner);
  return chain;
}
