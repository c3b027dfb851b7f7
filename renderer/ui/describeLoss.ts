import type { Loss } from '../../shared/sync/loss.ts';

/** What a chart does not keep, as the end of a sentence that names the chart. */
export function describeLoss({ kind, path }: Loss): string {
  switch (kind) {
    case 'notes': return 'notes and drawings';
    case 'geometry': return 'what drawings are made of, only their words';
    case 'extensions': return `extensions in ${path}`;
    case 'element': return `${path} as it was sent`;
  }
}
