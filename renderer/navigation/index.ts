export { formatRoute, mostCompared, type Route } from './route.ts';
export { goBack, navigate, replaceRoute, useRoute } from './useRoute.ts';
