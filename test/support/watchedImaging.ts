import { openImaging, type Imaging } from '../../electron/imaging/imaging.ts';
import type { Child } from '../../electron/process/child.ts';
import { spawnNodeChild } from '../../electron/process/nodeChild.ts';
import { projectPath } from '../../scripts/build/projectPath.ts';

export interface WatchedImaging {
  readonly imaging: Imaging;
  /** Every process that was begun, in order: more than one when one was ended. */
  readonly started: readonly Child[];
}

/** Imaging in its own process, as in the product. @param options.mostMegabytes of that process, else as in the product. */
export function openWatchedImaging({ mostMegabytes, ...options }: { readonly mostMegabytes?: number; readonly deadlineMilliseconds?: number } = {}): WatchedImaging {
  const started: Child[] = [];
  const imaging = openImaging({
    ...options,
    entry: projectPath('electron/imaging/process.ts'),
    spawnChild: (module) => {
      const child = spawnNodeChild(module, mostMegabytes === undefined ? {} : { environment: { LIGHTBOX_IMAGING_MEGABYTES: String(mostMegabytes) } });
      started.push(child);
      return child;
    },
  });
  return { imaging, started };
}
