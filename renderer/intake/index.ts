export { discardUnsaved, forgetSaved, retryUnsaved, takeIn, unsavedCount, unsavedWork, useIntake, type IntakeDetails } from './intakeQueue.ts';
export { PatientDropZone } from './PatientDropZone.tsx';
export { ReviewStrip } from './ReviewStrip.tsx';
