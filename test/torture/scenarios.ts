import { convergence } from './convergence.ts';
import { corruption } from './corruption.ts';
import { diskFull } from './diskFull.ts';
import { kill } from './kill.ts';
import { lostAnswers } from './lostAnswers.ts';
import type { Scenario } from './scenario.ts';
import { stations } from './stations.ts';

/** All there are, by the name `npm run torture` takes. */
export const scenarios = { kill, convergence, stations, 'lost-answers': lostAnswers, 'disk-full': diskFull, corruption } satisfies Readonly<Record<string, Scenario>>;
