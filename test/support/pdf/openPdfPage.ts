import { readFileSync } from 'node:fs';
import { workerHeaders } from '../../../electron/shell/contentSecurityPolicy.ts';
import { pdfFiles } from '../../../scripts/build/pdfFiles.ts';
import { openWorkerPage } from '../openWorkerPage.ts';
import type { PdfAsked } from './pdfWorker.ts';

/** The viewer's source of a PDF's pages in a real Chromium, under the policy that the app gives its workers; to be closed. */
export async function openPdfPage() {
  const page = await openWorkerPage<PdfAsked>(new URL('pdfWorker.ts', import.meta.url), { headers: workerHeaders });
  for (const { name, path } of pdfFiles()) page.serve(name, readFileSync(path));
  return page;
}
