import { locationWithoutHistory, outcomeCarriesId, overloadIs400, rateLimitHeaderOnly, tokensDieAtRestart, unknownElementIs400 } from './answerQuirks.ts';
import { contentOnAnotherOrigin, externalUrlsRewritten, presignedContentUrls } from './contentQuirks.ts';
import type { Peer } from './peer.ts';
import type { PeerQuirk } from './peerQuirks.ts';
import { lateCommits, offsetPaging, pageSizeCapped } from './searchQuirks.ts';
import {
  decimalsShortened, emptyArraysDropped, ifNoneExistRaces, jsonOver1MbIs400, patchAndDeleteIgnoreIfMatch, putAsCreateRefused, putResurrectsDeleted, transactionNotAtomic,
  unchangedPutKeepsVersion, unquotedIfMatchIgnored,
} from './writeQuirks.ts';

/** In this order, for they meet each other: what rewrites a body comes before what compares it, and what fetches before what signs. */
const installers: Readonly<Record<PeerQuirk, (peer: Peer) => void>> = {
  'tokens-die-at-restart': tokensDieAtRestart,
  'json-over-1mb-is-400': jsonOver1MbIs400,
  'unquoted-if-match-ignored': unquotedIfMatchIgnored,
  'patch-and-delete-ignore-if-match': patchAndDeleteIgnoreIfMatch,
  'page-size-capped': pageSizeCapped,
  'decimals-shortened': decimalsShortened,
  'empty-arrays-dropped': emptyArraysDropped,
  'external-urls-rewritten': externalUrlsRewritten,
  'presigned-content-urls': presignedContentUrls,
  'content-on-another-origin': contentOnAnotherOrigin,
  'put-resurrects-deleted': putResurrectsDeleted,
  'put-as-create-refused': putAsCreateRefused,
  'unchanged-put-keeps-version': unchangedPutKeepsVersion,
  'transaction-not-atomic': transactionNotAtomic,
  'if-none-exist-races': ifNoneExistRaces,
  'offset-paging': offsetPaging,
  'late-commits': lateCommits,
  'location-without-history': locationWithoutHistory,
  'outcome-carries-id': outcomeCarriesId,
  'unknown-element-is-400': unknownElementIs400,
  'rate-limit-header-only': rateLimitHeaderOnly,
  'overload-is-400': overloadIs400,
};

/** To be called before the server has any routes. */
export function installPeer(peer: Peer, quirks: readonly PeerQuirk[]): void {
  const wanted = new Set<string>(quirks);
  for (const [quirk, install] of Object.entries(installers)) if (wanted.has(quirk)) install(peer);
}
