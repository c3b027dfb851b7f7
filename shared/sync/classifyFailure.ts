import type { ErrorCode, Failure } from '../errors/errorCode.ts';

/**
 * What a failed attempt calls for.
 * - `retry`: later, by itself, with growing pauses
 * - `sign-in`: nothing is wrong with the entry; wait for credentials, without using up a try
 * - `merge`: somebody else changed the resource; read it again
 * - `person`: sending it again would fail again
 * - `cancelled`: we stopped it ourselves
 */
export type Remedy = 'retry' | 'sign-in' | 'merge' | 'person' | 'cancelled';

const remedies: Partial<Record<ErrorCode, Remedy>> = {
  'server.unreachable': 'retry',
  'server.timeout': 'retry',
  'server.tls': 'retry', // a portal of the guest network, a clock set wrong: may pass, and is shown meanwhile
  'server.certificate-unknown': 'retry',
  'server.proxy': 'retry',
  'server.not-fhir': 'retry',
  'server.throttled': 'retry',
  'server.failed': 'retry',
  'server.unconfirmed': 'retry',
  'local.disk-full': 'retry',
  'server.unauthorized': 'sign-in',
  'server.version-conflict': 'merge',
  'local.cancelled': 'cancelled',
};

export function classifyFailure({ code }: Failure): Remedy {
  return remedies[code] ?? 'person';
}

const linkCodes: ReadonlySet<ErrorCode> = new Set(['server.unreachable', 'server.timeout', 'server.tls', 'server.certificate-unknown', 'server.proxy', 'server.not-fhir']);

/** Whether the way to the chart is at fault, so that every other entry would fail the same way. */
export function isLinkFailure({ code }: Failure): boolean {
  return linkCodes.has(code);
}

const openCodes: ReadonlySet<ErrorCode> = new Set([
  'server.unreachable', 'server.timeout', 'server.failed', 'server.not-fhir', 'server.unconfirmed', 'local.cancelled', 'local.unexpected',
]);

/** Whether a write that failed so may have had its effect, or may still have it. */
export function leavesOpen({ code }: Failure): boolean {
  return openCodes.has(code);
}

/** The chart has it no more, or says that it never had. */
export function isGone({ code }: Failure): boolean {
  return code === 'server.gone' || code === 'server.not-found';
}
