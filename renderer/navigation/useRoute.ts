import { useMemo, useSyncExternalStore } from 'react';
import { formatRoute, parseRoute, type Route } from './route.ts';

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}

export function navigate(route: Route): void {
  window.location.hash = formatRoute(route);
}

/** Goes to `route` in the place of where the person is, so that going back does not stop here. */
export function replaceRoute(route: Route): void {
  window.location.replace(formatRoute(route));
}

/** To where the person came from; to `fallback` when Lightbox was opened right here. */
export function goBack(fallback: Route): void {
  if (window.history.length > 1) window.history.back();
  else navigate(fallback);
}
