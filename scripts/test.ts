import { built, importWalls, keyboardCurrent, lint, noticesCurrent, types, unused } from './steps/checks.ts';
import { playwrightStep } from './steps/playwrightStep.ts';
import { runSteps } from './steps/step.ts';
import { vitestStep } from './steps/vitestStep.ts';

/** `npm test`: everything that must hold. */
await runSteps([
  types, lint, importWalls, unused, built, noticesCurrent, keyboardCurrent,
  vitestStep('unit'), vitestStep('integration'), vitestStep('contract'), vitestStep('architecture'),
  playwrightStep,
]);
