/**
 * What a running FHIR server (Medplum 4.5) was seen to do otherwise than this one; each can be switched on, so that clients are tried
 * against it. For tests only: neither the demo nor the command line knows of them.
 *
 * Not in the list, because this server does it anyway: a client's id is replaced on create; unknown search parameters are 400, and so is an
 * unescaped `+` in a time zone; an empty result has no `entry`; there is no `total` unless it is asked for.
 */
export const peerQuirks = {
  'location-without-history': 'The Location of what was written names no version.',
  'decimals-shortened': '`1.50` is stored as `1.5`.',
  'empty-arrays-dropped': 'Empty arrays are dropped instead of refused.',
  'unknown-element-is-400': 'What is not valid R4, an unknown element too, is answered 400 instead of 422.',
  'unquoted-if-match-ignored': 'An If-Match without quotes is ignored: the update of somebody else is lost.',
  'patch-and-delete-ignore-if-match': 'If-Match means nothing to PATCH and DELETE.',
  'put-resurrects-deleted': 'A PUT with the ETag from before the deletion brings a deleted resource back, with 200.',
  'put-as-create-refused': 'A PUT to an id that never was is 404.',
  'unchanged-put-keeps-version': 'A PUT that changes nothing makes no version.',
  'outcome-carries-id': 'An OperationOutcome has an id of its own, and is what writes are answered with.',
  'page-size-capped': 'A page holds at most 20, whatever `_count` says, and says nothing of it.',
  'offset-paging': 'Pages are counted from the start, so that what moves meanwhile is missed.',
  'late-commits': 'A write has its `_lastUpdated` before a search finds it: one with a later stamp may be found first.',
  'json-over-1mb-is-400': 'A JSON body over 1 MB is 400, not 413.',
  'presigned-content-urls': '`content.url` of a Binary reads back as a signed url: another one at every read, under the same ETag, good for an hour without a token.',
  'content-on-another-origin': 'The signed urls lead to another origin, which refuses whoever brings a token.',
  'external-urls-rewritten': 'The content behind a url of somebody else is fetched and kept as a Binary, by a version of its own: the ETag of the create is stale at once.',
  'rate-limit-header-only': 'A 429 has no Retry-After, only RateLimit, with one item for each policy.',
  'overload-is-400': 'What would be 429 is 400, and does not say when to come again.',
  'tokens-die-at-restart': 'Bearer tokens end with the process that gave them.',
  'transaction-not-atomic': 'A transaction is a batch under another name.',
  'if-none-exist-races': 'If-None-Exist looks first and writes later: who asks at the same time makes another one.',
} as const;

export type PeerQuirk = keyof typeof peerQuirks;
