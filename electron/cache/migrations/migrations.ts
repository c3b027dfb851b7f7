import type { Migration } from '../../sqlite/migrate.ts';
import { first } from './0001-first.ts';
import { whatTheChartDoes } from './0002-what-the-chart-does.ts';
import { leanSearch } from './0003-lean-search.ts';
import { bytesApart } from './0004-bytes-apart.ts';
import { shownMedia } from './0005-shown-media.ts';
import { conflicts } from './0006-conflicts.ts';
import { waits } from './0007-waits.ts';
import { evicted } from './0008-evicted.ts';
import { quickAnswers } from './0009-quick-answers.ts';
import { registrations } from './0010-registrations.ts';
import { pages } from './0011-pages.ts';
import { pdfThumbnails } from './0012-pdf-thumbnails.ts';
import { wantedByTime } from './0013-wanted-by-time.ts';

/** In order; a new one is appended, an old one is never changed. */
export const migrations: readonly Migration[] = [first, whatTheChartDoes, leanSearch, bytesApart, shownMedia, conflicts, waits, evicted, quickAnswers, registrations, pages, pdfThumbnails, wantedByTime];
