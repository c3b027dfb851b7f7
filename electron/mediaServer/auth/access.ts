import { isResourceType, type ResourceType } from '../fhir/searchParameters.ts';

/** What a token lets its bearer do. */
export interface Access {
  readonly allows: (type: ResourceType, action: 'read' | 'write') => boolean;
  /** The id of the one patient it is about; undefined: all. */
  readonly patient: string | undefined;
}

/** For the server's own doings. */
export const fullAccess: Access = { allows: () => true, patient: undefined };

interface Grant {
  readonly context: 'system' | 'user' | 'patient';
  readonly type: ResourceType | '*';
  readonly action: 'read' | 'write' | '*';
}

const launchScopes = new Set(['launch/patient', 'offline_access', 'online_access', 'openid', 'fhirUser']);

/** `system/Media.read`, `patient/*.*` …; SMART App Launch 1.0. @returns undefined for what is no scope of resources. */
function parseGrant(scope: string): Grant | undefined {
  const [, context, type, action] = /^(system|user|patient)\/(\*|[A-Z][A-Za-z]+)\.(read|write|\*)$/.exec(scope) ?? [];
  if (context === undefined || type === undefined || action === undefined || (type !== '*' && !isResourceType(type))) return undefined;
  return { context, type, action } as Grant;
}

/** @returns the scopes asked for, or undefined when one of them is not to be had this way: `system` by an application, the others by a person. */
export function acceptScope(asked: string, by: 'client' | 'person'): readonly string[] | undefined {
  const scopes = asked.split(/\s+/).filter((scope) => scope !== '');
  const acceptable = (scope: string) => {
    const grant = parseGrant(scope);
    if (grant === undefined) return by === 'person' && launchScopes.has(scope);
    return (grant.context === 'system') === (by === 'client');
  };
  return scopes.length > 0 && scopes.every(acceptable) ? scopes : undefined;
}

export function needsPatient(scopes: readonly string[]): boolean {
  return scopes.some((scope) => scope === 'launch/patient' || scope.startsWith('patient/'));
}

/** @param patient of the token; it confines `user` scopes too, for it is one patient's launch. */
export function accessOf(scope: string, patient: string | undefined): Access {
  const grants = scope.split(' ').flatMap((one) => parseGrant(one) ?? []);
  const usable = grants.filter(({ context }) => context !== 'patient' || patient !== undefined);
  return {
    allows: (type, action) => usable.some((grant) => (grant.type === '*' || grant.type === type) && (grant.action === '*' || grant.action === action)),
    patient,
  };
}
