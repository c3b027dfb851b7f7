import { ScreenHeader } from '../ui/index.ts';
import { PatientFinder } from '../patients/index.ts';
import { CaptureForPatient } from './CaptureForPatient.tsx';

/** No picture is taken before it is known whose it is. */
export function CaptureScreen({ patientId }: { readonly patientId: string | null }) {
  if (patientId !== null) return <CaptureForPatient key={patientId} patientId={patientId} />;
  return (
    <>
      <ScreenHeader title="Capture" lead="Who is the picture of?" />
      <PatientFinder routeTo={(patient) => ({ screen: 'capture', patientId: patient.id })} />
    </>
  );
}
