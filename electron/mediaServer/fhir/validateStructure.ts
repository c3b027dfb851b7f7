import type { OperationOutcome } from '../../../shared/fhir/resources.ts';
import { issue } from './outcome.ts';
import { safe } from './parseCriterion.ts';
import { primitives } from './primitives.ts';
import { r4Structure, type R4Element } from './r4Structure.ts';
import { isObject } from './resourceText.ts';
import type { Json } from './searchValues.ts';

type Issue = OperationOutcome['issue'][number];

/**
 * A resource or data type against R4's own table of elements: none that R4 does not have, each of its type and as often as it may be,
 * those that must be there, one of each choice. Extensions may be any; their values may not.
 * @param expression FHIRPath of the object. https://hl7.org/fhir/R4/json.html
 */
export function validateStructure(type: string, object: Json, expression: string): readonly Issue[] {
  const elements = r4Structure(type);
  if (elements === undefined) return [];
  const present = Object.keys(object).filter((name) => name !== 'resourceType');
  return [...presenceIssues(elements, object, expression), ...present.flatMap((name) => memberIssues(elements, name, object[name], `${expression}.${safe(name)}`))];
}

/** What must be there, and what may be there in one form only. */
function presenceIssues(elements: ReadonlyMap<string, R4Element>, object: Json, expression: string): readonly Issue[] {
  const isThere = (name: string) => Object.hasOwn(object, name) || Object.hasOwn(object, `_${name}`);
  const choices = new Map<string, string[]>();
  for (const [name, { choice }] of elements) if (choice !== undefined && isThere(name)) choices.set(choice, [...(choices.get(choice) ?? []), name]);
  const missing = [...elements].filter(([name, { required, choice }]) => required === true && (choice === undefined ? !isThere(name) : !choices.has(choice)));
  return [
    ...new Set(missing.map(([name, { choice }]) => choice ?? name)),
  ].map((name) => issue('required', 'the element is required', `${expression}.${name}`)).concat(
    [...choices].filter(([, names]) => names.length > 1).map(([choice, names]) => issue('invariant', `${choice}[x] is one choice: ${names.join(' or ')}`, `${expression}.${choice}`)),
  );
}

function memberIssues(elements: ReadonlyMap<string, R4Element>, name: string, value: unknown, expression: string): readonly Issue[] {
  const beside = name.startsWith('_');
  const element = elements.get(beside ? name.slice(1) : name);
  if (element === undefined || (beside && !primitives.has(element.type))) return [issue('structure', 'R4 has no such element', expression)];
  const type = beside ? 'Element' : element.type;
  if (element.list !== true) return Array.isArray(value) ? [issue('structure', 'the element may be there once: no array', expression)] : valueIssues(type, element, value, expression);
  if (!Array.isArray(value)) return [issue('structure', 'the element may repeat: an array is needed', expression)];
  // Primitives and what stands beside them are matched by position, with null for nothing.
  return value.flatMap((item: unknown, index) => (item === null && primitives.has(element.type) ? [] : valueIssues(type, element, item, `${expression}[${String(index)}]`)));
}

function valueIssues(type: string, { codes }: R4Element, value: unknown, expression: string): readonly Issue[] {
  const primitive = primitives.get(type);
  if (primitive !== undefined) {
    if (!primitive(value)) return [issue('value', `not a FHIR ${type}`, expression)];
    return codes === undefined || codes.includes(String(value)) ? [] : [issue('value', `not one of ${codes.join(', ')}`, expression)];
  }
  if (!isObject(value)) return [issue('structure', 'an object is needed', expression)];
  if (type === 'Element') return besideIssues(value, expression);
  if (type !== 'Resource') return validateStructure(type, value, expression);
  const resourceType = value['resourceType'];
  return typeof resourceType === 'string' ? validateStructure(resourceType, value, expression) : [issue('required', 'the element is required', `${expression}.resourceType`)];
}

/** The id and extensions of a primitive. */
function besideIssues(value: Json, expression: string): readonly Issue[] {
  const elements = new Map<string, R4Element>([['id', { type: 'string' }], ['extension', { type: 'Extension', list: true }]]);
  return Object.keys(value).flatMap((name) => memberIssues(elements, name, value[name], `${expression}.${safe(name)}`));
}
