import type { Session } from 'electron';
import { isOurUrl } from './origin.ts';

/** Everything is denied but the camera and the full screen, and these to our own page only. */
export function restrictPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const wanted = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const camera = permission === 'media' && wanted.length > 0 && wanted.every((type) => type === 'video');
    answer((camera || permission === 'fullscreen') && details.isMainFrame && isOurUrl(details.requestingUrl));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin, details) => permission === 'media' && details.mediaType === 'video' && isOurUrl(requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
}
