import { z } from 'zod';

const deviationKinds = [
  'envelope', // {context, data} around the answer
  'bare-list', // an array instead of a Bundle
  'null-element',
  'plain-identifier', // a string instead of an Identifier
  'flat-reference', // {id, type} instead of a reference
  'number-as-text',
  'extension-url', // one of the API's extensions, spelt otherwise
  'pages', // the content's bytes in content.contained
  'missing-element',
  'unreadable', // no Media could be made of it
] as const;
export type DeviationKind = (typeof deviationKinds)[number];

/** Where an answer of a chart is not what R4 or the API's table says. `path` names elements, never what stands in them. */
export const deviationSchema = z.strictObject({ kind: z.enum(deviationKinds), path: z.string() });
export type Deviation = z.infer<typeof deviationSchema>;
/** Of one Media. */
export const deviationsSchema = z.array(deviationSchema);

export type Report = (kind: DeviationKind, path: string) => void;
