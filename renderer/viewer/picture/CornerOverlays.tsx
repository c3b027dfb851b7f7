import type { MediaView, PatientView } from '../../../shared/ipc/views.ts';
import { describeBirth, describeRecordNumber, describeSex, formatDay, formatTime, useNow } from '../../ui/index.ts';
import classes from './Picture.module.css';

export interface CornerOverlaysProps {
  readonly patient: PatientView | null;
  readonly media: MediaView;
  /** Image pixels to pixels of the screen, 1 = one to one. */
  readonly magnification: number;
  /** Single pixels are seen; else what is larger than the screen's is interpolated. */
  readonly squares: boolean;
  /** Against what it shows; null: nobody knows. */
  readonly lifeSize: string | null;
  /** How the pixels are shown, where that is not as recorded. */
  readonly look: string | null;
  readonly frame: { readonly number: number; readonly count: number; readonly time: string | null } | null;
}

/** What a picture must say of itself wherever it is shown, in its corners. */
export function CornerOverlays({ patient, media, magnification, squares, lifeSize, look, frame }: CornerOverlaysProps) {
  const now = useNow();
  const time = media.createdAt === null ? null : formatTime(media.createdAt);
  return (
    <div data-testid="corner-overlays">
      <div className={classes['corner']} data-at="top-left">
        {patient === null ? <strong>No patient</strong> : (
          <>
            <strong>{patient.name}</strong><br />
            {describeBirth(patient, now)} · {describeSex(patient)}<br />
            {describeRecordNumber(patient)}
          </>
        )}
      </div>
      <div className={classes['corner']} data-at="top-right">
        {media.createdAt === null ? 'Date unknown' : `${formatDay(media.createdAt)}${time === null ? '' : `, ${time}`}`}
        {media.bodySite === null ? null : <><br />{media.bodySite}</>}
        {media.modality === null ? null : <><br />{media.modality}</>}
      </div>
      <div className={classes['corner']} data-at="bottom-left">
        Zoom {magnification < 0.1 ? (magnification * 100).toFixed(1) : String(Math.round(magnification * 100))} %{magnification <= 1 ? null : squares ? ', single pixels' : ', smoothed'}
        {lifeSize === null ? null : <> · <span data-testid="life-size">{lifeSize}</span></>}
        {look === null ? null : <><br /><span data-testid="look">{look}</span></>}
      </div>
      {frame === null ? null : (
        <div className={classes['corner']} data-at="bottom-right">
          Frame {frame.number} / {frame.count}
          {frame.time === null ? null : <><br />{frame.time}</>}
        </div>
      )}
    </div>
  );
}
