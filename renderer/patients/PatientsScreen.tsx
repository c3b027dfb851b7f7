import type { PatientView } from '../../shared/ipc/views.ts';
import { ScreenHeader } from '../ui/index.ts';
import type { Route } from '../navigation/index.ts';
import { PatientFinder } from './PatientFinder.tsx';
import { NewPatient } from './registration/NewPatient.tsx';

const routeTo = (patient: PatientView): Route => ({ screen: 'patient', patientId: patient.id });

export function PatientsScreen() {
  return (
    <>
      <ScreenHeader title="Patients"><NewPatient routeTo={routeTo} /></ScreenHeader>
      <PatientFinder routeTo={routeTo} />
    </>
  );
}
