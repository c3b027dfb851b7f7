/** Where the window is. Addresses carry Lightbox's own UUIDs and nothing of a patient. */
export type Route =
  | { readonly screen: 'patients' }
  | { readonly screen: 'patient'; readonly patientId: string }
  | { readonly screen: 'capture'; readonly patientId: string | null }
  | { readonly screen: 'library' }
  | { readonly screen: 'sync' }
  | { readonly screen: 'settings' }
  | { readonly screen: 'viewer'; readonly mediaId: string }
  /** Two to four, each once. Whether they are of one patient the screen finds out before it shows anything. */
  | { readonly screen: 'compare'; readonly mediaIds: readonly string[] }
  /** Both sides changed it. */
  | { readonly screen: 'conflict'; readonly mediaId: string };

/** Side by side on one screen. */
export const mostCompared = 4;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function formatRoute(route: Route): string {
  switch (route.screen) {
    case 'patient': return `#/patients/${route.patientId}`;
    case 'capture': return route.patientId === null ? '#/capture' : `#/capture/${route.patientId}`;
    case 'viewer': return `#/media/${route.mediaId}`;
    case 'compare': return `#/compare/${route.mediaIds.join(',')}`;
    case 'conflict': return `#/conflicts/${route.mediaId}`;
    default: return `#/${route.screen}`;
  }
}

/** Anything that is no address of Lightbox leads to the patients. */
export function parseRoute(hash: string): Route {
  const [screen = '', id = ''] = hash.replace(/^#\//, '').split('/');
  const known = uuid.test(id);
  const several = [...new Set(id.split(','))];
  switch (screen) {
    case 'patients': return known ? { screen: 'patient', patientId: id } : { screen: 'patients' };
    case 'capture': return { screen: 'capture', patientId: known ? id : null };
    case 'media': return known ? { screen: 'viewer', mediaId: id } : { screen: 'patients' };
    case 'compare': return several.length >= 2 && several.length <= mostCompared && several.every((one) => uuid.test(one)) ? { screen: 'compare', mediaIds: several } : { screen: 'patients' };
    case 'conflicts': return known ? { screen: 'conflict', mediaId: id } : { screen: 'sync' };
    case 'library': return { screen: 'library' };
    case 'sync': return { screen: 'sync' };
    case 'settings': return { screen: 'settings' };
    default: return { screen: 'patients' };
  }
}
