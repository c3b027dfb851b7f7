import type { PatientView } from '../../shared/ipc/views.ts';
import type { Route } from '../navigation/index.ts';
import { ScreenHeader } from '../ui/index.ts';
import { NewPatient, PatientFinder } from '../patients/index.ts';
import { CaptureForPatient } from './CaptureForPatient.tsx';

const routeTo = (patient: PatientView): Route => ({ screen: 'capture', patientId: patient.id });

/** No picture is taken before it is known whose it is. */
export function CaptureScreen({ patientId }: { readonly patientId: string | null }) {
  if (patientId !== null) return <CaptureForPatient key={patientId} patientId={patientId} />;
  return (
    <>
      <ScreenHeader title="Capture" lead="Who is the picture of?"><NewPatient routeTo={routeTo} /></ScreenHeader>
      <PatientFinder routeTo={routeTo} />
    </>
  );
}
