import { IconAlertTriangle } from '@tabler/icons-react';
import { compareIdentity, type DicomPatient } from '../../../shared/dicom/description/patientIdentity.ts';
import type { ChartIdentity } from '../../../shared/ipc/dicomViews.ts';
import classes from './Dicom.module.css';

/** Where there is no room for both names: that the file names another one, on the picture itself. The viewer tells the rest (IdentityBar). */
export function IdentitySign({ patient, chart }: { readonly patient: DicomPatient; readonly chart: ChartIdentity | null }) {
  if (chart === null || compareIdentity(patient, chart).length === 0) return null;
  return <div role="alert" className={classes['identitySign']}><IconAlertTriangle size={18} aria-hidden />The file itself names another patient than this chart. Open it to see both.</div>;
}
