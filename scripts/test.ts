import { built, importWalls, keyboardCurrent, lint, noticesCurrent, onlyTested, types, unused } from './steps/checks.ts';
import { playwrightStep } from './steps/playwrightStep.ts';
import { runSteps } from './steps/step.ts';
import { vitestStep } from './steps/vitestStep.ts';

/** `npm test`: everything that must hold. */
await runSteps([
  types, lint, importWalls, unused, onlyTested, built, noticesCurrent, keyboardCurrent,
  vitestStep('unit'), vitestStep('integration'), vitestStep('contract'), vitestStep('architecture'),
  playwrightStep,
]);
