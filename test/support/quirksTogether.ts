import { peerQuirks, type PeerQuirk } from '../../electron/mediaServer/peer/peerQuirks.ts';

/** What is throttled is either 429 or 400, and signed urls are on this origin or on another one: of each pair, the harder one. */
const apart: readonly PeerQuirk[] = ['rate-limit-header-only', 'presigned-content-urls'];

/** All quirks that one server can have at once. */
export const quirksTogether = (Object.keys(peerQuirks) as PeerQuirk[]).filter((quirk) => !apart.includes(quirk));
