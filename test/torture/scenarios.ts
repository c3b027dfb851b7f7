import { kill } from './kill.ts';
import type { Scenario } from './scenario.ts';

/** All there are, by the name `npm run torture` takes. */
export const scenarios = { kill } satisfies Readonly<Record<string, Scenario>>;
