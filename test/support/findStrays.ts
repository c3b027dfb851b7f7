import type { Workspace } from '../../electron/workspace/workspace.ts';

/** Where rows and blobs do not match; nothing may be written meanwhile. */
export interface Strays {
  readonly blobsWithoutRow: number;
  readonly rowsWithoutBlob: number;
}

export async function findStrays({ cache, blobs }: Pick<Workspace, 'cache' | 'blobs'>): Promise<Strays> {
  const named = new Set(await cache.namedBlobs());
  let rowsWithoutBlob = 0;
  for (const sha256 of named) if (!(await blobs.has(sha256))) rowsWithoutBlob += 1;
  let blobsWithoutRow = 0;
  for await (const sha256 of blobs.list()) if (!named.has(sha256)) blobsWithoutRow += 1;
  return { blobsWithoutRow, rowsWithoutBlob };
}
