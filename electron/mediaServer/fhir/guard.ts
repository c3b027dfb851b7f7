import type { Access } from '../auth/access.ts';
import type { StoredVersion, Tombstone } from '../store/resourceStore.ts';
import { issue, Refusal, refuse } from './outcome.ts';
import type { Criterion } from './parseCriterion.ts';
import { parseReference } from './references.ts';
import { isObject } from './resourceText.ts';
import type { ResourceType } from './searchParameters.ts';
import type { Json } from './searchValues.ts';

/**
 * What the bearer of a token may see and change. A token of one patient sees that patient's compartment, and Practitioners; what lies
 * outside is not there for it. https://hl7.org/fhir/R4/compartmentdefinition-patient.html
 */
export class Guard {
  readonly #access: Access;
  readonly #base: () => string;

  constructor(access: Access, base: () => string) {
    this.#access = access;
    this.#base = base;
  }

  get patient(): string | undefined {
    return this.#access.patient;
  }

  allows(type: ResourceType, action: 'read' | 'write'): boolean {
    return this.#access.allows(type, action);
  }

  /** @throws Refusal 403. */
  require(type: ResourceType, ...actions: readonly ('read' | 'write')[]): void {
    for (const action of actions) {
      if (this.allows(type, action)) continue;
      throw new Refusal(403, [issue('forbidden', `the token's scope does not allow to ${action} ${type}`)], {
        'WWW-Authenticate': 'Bearer realm="Lightbox Media Server", error="insufficient_scope"',
      });
    }
  }

  /** What is outside, deleted things included, as if it were not there. */
  seen<Found extends StoredVersion | Tombstone>(found: Found | undefined): Found | undefined {
    if (found === undefined || this.patient === undefined) return found;
    return !found.deleted && this.sees(found.type, JSON.parse(found.body) as Json) ? found : undefined;
  }

  sees(type: ResourceType, resource: Json): boolean {
    return this.patient === undefined || type === 'Practitioner' || this.#isOfPatient(type, resource);
  }

  /** @throws Refusal 403 for a resource about somebody else. */
  requireOwn(type: ResourceType, resource: Json): void {
    if (this.patient !== undefined && !this.#isOfPatient(type, resource)) throw refuse(403, 'forbidden', 'the token is for another patient');
  }

  /** What every search of that type is narrowed by. @throws Refusal 403 for a search that asks about others on the way. */
  narrow(type: ResourceType, criteria: readonly Criterion[]): readonly Criterion[] {
    const { patient } = this;
    if (patient === undefined) return criteria;
    if (criteria.some(({ kind }) => kind === 'chain')) throw refuse(403, 'forbidden', 'a token of one patient cannot search through other resources');
    if (type === 'Practitioner') return criteria;
    return [...criteria, type === 'Patient' ? { kind: 'id', ids: [patient] } : { kind: 'reference', parameter: 'patient', targets: [{ type: 'Patient', id: patient }] }];
  }

  #isOfPatient(type: ResourceType, resource: Json): boolean {
    if (type === 'Patient') return resource['id'] === this.patient;
    const about = resource[type === 'Binary' ? 'securityContext' : 'subject'];
    const reference = isObject(about) ? about['reference'] : undefined;
    const target = typeof reference === 'string' ? parseReference(reference, this.#base()) : undefined;
    return target?.type === 'Patient' && target.id === this.patient;
  }
}
