/** Where an answer of a gateway is not what R4 says. `path` names elements, never what stands in them. */
export interface Deviation {
  readonly kind: DeviationKind;
  readonly path: string;
}

export type DeviationKind =
  | 'envelope' // {context, data} around the answer
  | 'bare-list' // an array instead of a Bundle
  | 'null-element'
  | 'plain-identifier' // a string instead of an Identifier
  | 'flat-reference' // {id, type} instead of a reference
  | 'number-as-text'
  | 'extension-url' // one of the API's extensions, spelt otherwise
  | 'pages' // the content's bytes in content.contained
  | 'missing-element'
  | 'unreadable'; // no Media could be made of it

export type Report = (kind: DeviationKind, path: string) => void;
