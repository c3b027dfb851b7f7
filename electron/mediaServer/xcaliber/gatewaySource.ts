/** How what leaves a gateway looks; each was seen, and clients must read all of them. */
export interface GatewayQuirks {
  /** `{context, data}` around every answer. */
  readonly envelope: boolean;
  readonly list: 'array' | 'bundle';
  /** Identifiers as plain strings, without their system. */
  readonly plainIdentifiers: boolean;
  /** `operator: {id, type}` instead of a reference. */
  readonly flatOperator: boolean;
  /** `content.title: null` where there is none. */
  readonly nullTitle: boolean;
  /** The content as its pages, in `content.contained`; no FHIR. */
  readonly containedPages: boolean;
  readonly extensionUrls: 'canonical' | 'tiny-names' | 'tiny-urls';
  /** A 404 says 400 inside. */
  readonly wrongStatusInside: boolean;
}

/** An EHR behind the gateway: which Media it takes, and what becomes of them. */
export interface GatewaySource {
  /** As the header x-source-id names it. */
  readonly id: string;
  readonly name: string;
  /** What it files a Media as, by the category of the request; a category that is missing is refused. Null: the API's table names no object. */
  readonly mappedObjects: Readonly<Record<string, string | null>>;
  /** Under which category Media are listed that came another way; undefined: they are not. */
  readonly uncategorised: string | undefined;
  readonly keepsNotes: boolean;
  /** Extensions outside the API's table, wherever they stand. */
  readonly keepsUnknownExtensions: boolean;
  /** From the answer to its effect. */
  readonly delayMilliseconds: number;
  readonly quirks: GatewayQuirks;
}
