import { importWalls, lint, onlyTested, types, unused } from './steps/checks.ts';
import { runSteps } from './steps/step.ts';
import { vitestStep } from './steps/vitestStep.ts';

/** `npm run check`: the half of `npm test` that is done before the kettle boils. */
await runSteps([types, lint, importWalls, unused, onlyTested, vitestStep('unit')]);
