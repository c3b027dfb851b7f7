import { CloseButton, Text } from '@mantine/core';
import { IconFolderShare } from '@tabler/icons-react';
import type { ExportReport } from '../../shared/sync/exportManifest.ts';
import { countOf } from '../ui/index.ts';
import classes from './ExportNotice.module.css';

/** What became of an export, until it is closed. */
export function ExportNotice({ report, onClose }: { readonly report: ExportReport; readonly onClose: () => void }) {
  const { folder, media, registrations, incomplete } = report;
  return (
    <div className={classes['notice']} role="status">
      <IconFolderShare size={20} aria-hidden />
      <div className={classes['words']}>
        <Text size="sm" fw={600}>{countOf(media, 'picture')}{registrations === 0 ? '' : ` and ${countOf(registrations, 'new patient or visit', 'new patients and visits')}`} copied, with notes and a list of checksums. Nothing here was changed.</Text>
        <Text size="sm" className={classes['folder']}>{folder}</Text>
        {incomplete === 0 ? null : <Text size="sm" fw={600}>{countOf(incomplete, 'picture')} came without its bytes, or with damaged ones; manifest.json says which.</Text>}
        <Text size="sm">The copies are not encrypted: delete them when they are no longer needed.</Text>
      </div>
      <CloseButton aria-label="Close" onClick={onClose} />
    </div>
  );
}
