import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMemo } from 'react';
import { compareIdentity, type DicomPatient } from '../../../shared/dicom/description/patientIdentity.ts';
import type { ChartIdentity } from '../../../shared/ipc/dicomViews.ts';
import { IdentityTable } from '../../ui/index.ts';

/** Over a picture whose file names another patient than the chart it lies in: whose it is must be decided before anybody acts on it. */
export function IdentityBar({ patient, chart }: { readonly patient: DicomPatient; readonly chart: ChartIdentity | null }) {
  const differences = useMemo(() => (chart === null ? [] : compareIdentity(patient, chart)), [patient, chart]);
  if (differences.length === 0) return null;
  return (
    <Alert color="red" variant="filled" radius={0} role="alert" icon={<IconAlertTriangle aria-hidden />} title="The file itself names another patient than this chart">
      <IdentityTable differences={differences} />
    </Alert>
  );
}
