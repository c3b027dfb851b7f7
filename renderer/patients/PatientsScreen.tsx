import { ScreenHeader } from '../ui/index.ts';
import { PatientFinder } from './PatientFinder.tsx';

export function PatientsScreen() {
  return (
    <>
      <ScreenHeader title="Patients" />
      <PatientFinder routeTo={(patient) => ({ screen: 'patient', patientId: patient.id })} />
    </>
  );
}
