import { ActionIcon, Alert, Anchor, Tabs, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconChevronDown, IconChevronUp, IconMinimize } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { MediaDetail } from '../../shared/ipc/contract.ts';
import type { MediaView, NoteView } from '../../shared/ipc/views.ts';
import { formatRoute } from '../navigation/index.ts';
import { MediaSafety, PausedSign } from '../transfer/index.ts';
import { PatientBanner } from '../ui/index.ts';
import { DetailsTab } from './details/DetailsTab.tsx';
import { NotesList } from './panel/NotesList.tsx';
import { ProofTab } from './panel/ProofTab.tsx';
import type { Neighbours } from './useNeighbours.ts';
import classes from './Viewer.module.css';

export interface ViewerFrameProps {
  readonly detail: MediaDetail;
  readonly neighbours: Neighbours;
  readonly onClose: () => void;
  /** Buttons for how the picture is looked at. */
  readonly viewButtons?: ReactNode;
  readonly tools?: ReactNode;
  readonly layers?: ReactNode;
  /** Those that are told in words below the layers; without it all of them. */
  readonly notes?: readonly NoteView[];
  /** Of a DICOM file. */
  readonly tags?: ReactNode;
  /** What the file says besides the Media. */
  readonly facts?: ReactNode;
  readonly transport?: ReactNode;
  readonly panelShown: boolean;
  /** Full screen: nothing but whose it is, the medium and its frames. */
  readonly bare?: { readonly full: boolean; readonly toggle: () => void };
  readonly children: ReactNode;
}

/** Around every kind of medium: whose it is, what it is, whether it is safe; tools, the medium, panel, transport. */
export function ViewerFrame({ detail, neighbours, onClose, viewButtons, tools, layers, notes, tags, facts, transport, panelShown, bare, children }: ViewerFrameProps) {
  /** Whose it was when it was opened. Another workstation may move it while somebody draws on it. */
  const [openedFor] = useState(detail.view.patientId);
  const back = (
    <Tooltip label="Back">
      <ActionIcon size={44} variant="subtle" color="gray" aria-label="Back" onClick={onClose}><IconArrowLeft size={22} aria-hidden /></ActionIcon>
    </Tooltip>
  );
  const isBare = bare?.full === true && detail.patient !== null;
  return (
    <main className={classes['viewer']}>
      <div role="presentation" className={classes['viewer']} onKeyDown={shieldControls}>
        {detail.patient === null ? null : <PatientBanner patient={detail.patient} lead={back} actions={<><Badge media={detail.view} />{isBare ? <LeaveFullScreen onLeave={bare.toggle} /> : null}</>} />}
        {detail.view.patientId === openedFor ? null : (
          <Alert color="yellow" radius={0}>This picture was moved: it belongs to {detail.patient === null ? 'a patient who is not on this computer' : detail.patient.name} now.</Alert>
        )}
        {isBare ? null : <div className={classes['viewBar']}>
          {detail.patient === null ? back : null}
          <h2 className={classes['title']} style={{ fontSize: 14 }}>{detail.view.status === 'entered-in-error' ? <><s>{detail.view.title}</s> · Entered in error</> : detail.view.title}</h2>
          {detail.patient === null ? <Badge media={detail.view} /> : null}
          <PausedSign />
          {viewButtons}
          <Neighbour label="Newer picture" icon={<IconChevronUp size={20} aria-hidden />} onClick={neighbours.openNewer} />
          <Neighbour label="Older picture" icon={<IconChevronDown size={20} aria-hidden />} onClick={neighbours.openOlder} />
        </div>}
        <div className={classes['middle']}>
          {isBare ? null : tools}
          <div className={classes['column']}>{children}</div>
          {panelShown && !isBare ? (
            <aside className={classes['panel']} aria-label="About this picture">
              <Tabs defaultValue="layers" keepMounted={false} style={{ display: 'contents' }}>
                <Tabs.List grow>
                  <Tabs.Tab value="layers" px={6} py="md" fz={13}>Layers & notes</Tabs.Tab>
                  <Tabs.Tab value="details" px={6} py="md" fz={13}>Details</Tabs.Tab>
                  <Tabs.Tab value="proof" px={6} py="md" fz={13}>{tags === undefined ? 'Proof & history' : 'Proof'}</Tabs.Tab>
                  {tags === undefined ? null : <Tabs.Tab value="tags" px={6} py="md" fz={13}>Tags</Tabs.Tab>}
                </Tabs.List>
                <Tabs.Panel value="layers" className={classes['panelBody']}>{layers}<NotesList notes={notes ?? detail.notes} /></Tabs.Panel>
                <Tabs.Panel value="details" className={classes['panelBody']}>{facts}<DetailsTab detail={detail} /></Tabs.Panel>
                <Tabs.Panel value="proof" className={classes['panelBody']}><ProofTab detail={detail} /></Tabs.Panel>
                {tags === undefined ? null : <Tabs.Panel value="tags" className={classes['panelBody']}>{tags}</Tabs.Panel>}
              </Tabs>
            </aside>
          ) : null}
        </div>
        {transport}
      </div>
    </main>
  );
}

function Neighbour({ label, icon, onClick }: { readonly label: string; readonly icon: ReactNode; readonly onClick: (() => void) | null }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={36} variant="subtle" color="gray" aria-label={label} disabled={onClick === null} onClick={() => onClick?.()}>{icon}</ActionIcon>
    </Tooltip>
  );
}

function LeaveFullScreen({ onLeave }: { readonly onLeave: () => void }) {
  return (
    <Tooltip label="Leave full screen (Esc)">
      <ActionIcon size={44} variant="subtle" color="gray" aria-label="Leave full screen" onClick={onLeave}><IconMinimize size={22} aria-hidden /></ActionIcon>
    </Tooltip>
  );
}

/** A conflict leads to where it is decided. */
function Badge({ media }: { readonly media: MediaView }) {
  const badge = <MediaSafety mediaId={media.id} safety={media.safety} />;
  if (media.safety.state !== 'conflict') return badge;
  return <Anchor href={formatRoute({ screen: 'conflict', mediaId: media.id })} className={classes['badgeLink']} title="Look at both sides">{badge}</Anchor>;
}

/** A slider, a tab or a menu is moved through by the arrows: the viewer must not step or nudge on top of it. */
function shieldControls(event: React.KeyboardEvent): void {
  if (!(event.target instanceof Element) || event.target.closest('[role="slider"], [role="tab"], [role="menu"]') === null) return;
  if (event.key.startsWith('Arrow') || ['Home', 'End', 'Escape'].includes(event.key)) event.stopPropagation();
}
