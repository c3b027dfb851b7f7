import { join } from 'node:path';

/** What stands where in a data directory. Documented in docs/file-formats.md. */
export interface DataDirectory {
  readonly root: string;
  readonly database: string;
  readonly highWaterMark: string;
  readonly blobs: string;
  /** A second copy of what the chart has not been proven to hold. */
  readonly workCopies: string;
  /** The demo EHR keeps its own encrypted store, as a chart on another machine would. */
  readonly demoEhr: string;
}

export function dataDirectoryAt(root: string): DataDirectory {
  return {
    root,
    database: join(root, 'lightbox.db'),
    highWaterMark: join(root, 'high-water-mark.json'),
    blobs: join(root, 'blobs'),
    workCopies: join(root, 'work'),
    demoEhr: join(root, 'demo-ehr'),
  };
}
