import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectPath } from './build/projectPath.ts';

/**
 * `node scripts/r4Structures.ts <folder>`: makes the Media server's table of R4's elements from HL7's published definitions (R4 4.0.1,
 * definitions.json.zip: profiles-resources.json, profiles-types.json, valuesets.json; CC0). Only the types the server holds, and what they lead to.
 */
const roots = ['Patient', 'Practitioner', 'Encounter', 'Media', 'Binary', 'Observation'];
const out = projectPath('electron/mediaServer/fhir/r4Structures.json');
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('node scripts/r4Structures.ts <folder of the definitions>');

const elementSchema = z.object({
  path: z.string(),
  min: z.number(),
  max: z.string(),
  contentReference: z.string().optional(),
  isSummary: z.boolean().optional(),
  isModifier: z.boolean().optional(),
  type: z.array(z.object({ code: z.string() })).optional(),
  binding: z.object({ strength: z.string(), valueSet: z.string().optional() }).optional(),
});
const conceptSchema = z.object({
  code: z.string(),
  get concept() {
    return z.array(conceptSchema).optional();
  },
});
const resourceSchema = z.object({
  resourceType: z.string(),
  url: z.string().optional(),
  name: z.string().optional(),
  derivation: z.string().optional(),
  snapshot: z.object({ element: z.array(elementSchema) }).optional(),
  compose: z.object({ include: z.array(z.object({ system: z.string().optional(), concept: z.array(conceptSchema).optional(), filter: z.unknown().optional() })) }).optional(),
  concept: z.array(conceptSchema).optional(),
});
const bundleSchema = z.object({ entry: z.array(z.object({ resource: resourceSchema })) });

const load = (file: string) => bundleSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))).entry.map(({ resource }) => resource);
const structures = new Map(
  [...load('profiles-types.json'), ...load('profiles-resources.json')].flatMap((resource) =>
    resource.resourceType === 'StructureDefinition' && resource.derivation !== 'constraint' && resource.url !== undefined ? [[resource.url.split('/').at(-1), resource]] : [],
  ),
);
const valueSets = new Map(load('valuesets.json').map((resource) => [`${resource.resourceType} ${resource.url ?? ''}`, resource]));

interface Element {
  readonly type: string;
  readonly required?: true;
  readonly list?: true;
  readonly summary?: true;
  readonly modifier?: true;
  readonly choice?: string;
  readonly codes?: readonly string[];
}

/** https://hl7.org/fhir/R4/resource.html#Meta; some servers' packages of the definitions add elements of their own there. */
const metaElements = ['id', 'extension', 'versionId', 'lastUpdated', 'source', 'profile', 'security', 'tag'];

const table: Record<string, Record<string, Element>> = {};
for (const root of roots) add(root);
writeFileSync(out, `${JSON.stringify(table, null, 1)}\n`);

/** A type, its backbone elements under their paths (`Patient.contact`), and every type they use. */
function add(type: string): void {
  if (type in table || /^[a-z]/.test(type) || type === 'Resource') return;
  const elements = structures.get(type)?.snapshot?.element;
  if (elements === undefined) throw new Error(`no definition of ${type}`);
  table[type] = {};
  for (const element of elements.slice(1)) {
    const at = element.path.lastIndexOf('.');
    const owner = element.path.slice(0, at);
    const name = element.path.slice(at + 1);
    if (owner === 'Meta' && !metaElements.includes(name)) continue;
    for (const [property, described] of describe(element, name)) {
      (table[owner] ??= {})[property] = described;
      if (described.type !== element.path && !described.type.includes('.')) add(described.type);
    }
  }
}

function describe(element: z.infer<typeof elementSchema>, name: string): readonly (readonly [string, Element])[] {
  const flags = {
    ...(element.max === '1' || element.max === '0' ? {} : { list: true as const }),
    ...(element.isSummary === true ? { summary: true as const } : {}),
    ...(element.isModifier === true ? { modifier: true as const } : {}),
  };
  const required = element.min > 0 ? { required: true as const } : {};
  if (element.contentReference !== undefined) return [[name, { type: element.contentReference.slice(1), ...required, ...flags }]];
  const types = (element.type ?? []).map(({ code }) => (code === 'BackboneElement' || code === 'Element' ? element.path : code.replace('http://hl7.org/fhirpath/System.String', 'string')));
  const codes = codesOf(element);
  if (!name.endsWith('[x]')) {
    const [type] = types;
    if (type === undefined) throw new Error(`no type for ${element.path}`);
    return [[name, { type, ...required, ...flags, ...(codes === undefined ? {} : { codes }) }]];
  }
  const choice = name.slice(0, -3);
  return types.map((type) => [`${choice}${type[0]?.toUpperCase() ?? ''}${type.slice(1)}`, { type, choice, ...required, ...flags }]);
}

/** The codes of a required binding, where the value set is one or more whole code systems or lists its codes. */
function codesOf(element: z.infer<typeof elementSchema>): readonly string[] | undefined {
  if (element.binding?.strength !== 'required' || element.type?.[0]?.code !== 'code') return undefined;
  const url = (element.binding.valueSet ?? '').split('|')[0] ?? '';
  const include = valueSets.get(`ValueSet ${url}`)?.compose?.include;
  const listed = include?.map((part) => {
    if (part.filter !== undefined) return undefined;
    return (part.concept ?? valueSets.get(`CodeSystem ${part.system ?? ''}`)?.concept)?.flatMap(flatten);
  });
  if (listed === undefined || listed.some((codes) => codes === undefined)) return undefined;
  return listed.flatMap((codes) => codes ?? []);
}

function flatten(concept: z.infer<typeof conceptSchema>): string[] {
  return [concept.code, ...(concept.concept ?? []).flatMap(flatten)];
}
