export { PatientFinder } from './PatientFinder.tsx';
export { PatientScreen } from './PatientScreen.tsx';
export { NewPatient } from './registration/NewPatient.tsx';
export { RegistrationNotice } from './registration/RegistrationNotice.tsx';
export { Visit } from './registration/Visit.tsx';
export { PatientsScreen } from './PatientsScreen.tsx';
