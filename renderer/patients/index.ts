export { PatientFinder } from './PatientFinder.tsx';
export { PatientScreen } from './PatientScreen.tsx';
export { PatientsScreen } from './PatientsScreen.tsx';
