export { formatRoute, type Route } from './route.ts';
export { goBack, navigate, useRoute } from './useRoute.ts';
