import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { startPagedGateway } from '../support/pagedGateway.ts';
import { pdfFile } from '../support/pdf/pdfFile.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { ask, createPassphrase, openPatient, pixelAt } from './steps.ts';

const frameShown = (page: Page, frame: number) => expect(page.getByTestId('frame-canvas')).toHaveAttribute('data-frame', String(frame));
const plain = (width: number, height: number, background: string) => sharp({ create: { width, height, channels: 3, background } });

test('a gateway’s document of several pages: fetched whole, shown in the order it states, by keyboard', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(180_000);
  const [front, back, scan] = [await plain(400, 250, '#c00000').png().toBuffer(), await plain(400, 250, '#0000c0').png().toBuffer(), await plain(500, 300, '#00c000').tiff({ compression: 'deflate' }).toBuffer()];
  // Listed in another order than they are in; the second is a PDF of two pages, 200 px each.
  const letter = pdfFile(['1 1 0', '0 1 1'].map((colour) => ({ width: 72, height: 72, content: `${colour} rg 0 0 72 72 re f` })));
  const gateway = await startPagedGateway([
    { contentType: 'image/png', bytes: back, order: 4 },
    { contentType: 'image/png', bytes: front, order: 1 },
    { contentType: 'image/tiff', bytes: scan, order: '3' },
    { contentType: 'application/pdf', bytes: letter, order: 2, inside: true },
  ]);
  try {
    const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
    await page.setViewportSize({ width: 1440, height: 900 });
    await createPassphrase(page, { name: 'Test Nurse', passphrase: 'quartz lantern orbits seven meadows' });
    await ask(page, 'connection.connect', gateway.connection);
    await openPatient(page, 'Oakhaven');
    await inspectScreen(page, 'paged-document-listed-1440x900');
    await page.getByRole('link', { name: 'Insurance card', exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Fetch it from the chart' }).press('Enter');
    await frameShown(page, 0);
    await expect(page.getByTestId('frame-count')).toHaveText('1 / 5');
    await expect(page.getByText(/The chart says/)).toHaveCount(0);
    const colours = [[192, 0, 0], [255, 255, 0], [0, 255, 255], [0, 192, 0], [0, 0, 192]];
    for (const [index, colour] of colours.entries()) {
      await frameShown(page, index);
      expect(await pixelAt(page, 100, 100)).toEqual(colour);
      if (index === 0) await inspectScreen(page, 'paged-document-1440x900');
      await page.keyboard.press('ArrowRight');
    }
    await page.keyboard.press('End');
    await frameShown(page, 4);
    expect(gateway.asked.filter((path) => path.startsWith('pages/')).toSorted()).toEqual(['pages/0', 'pages/1', 'pages/2']);
  } finally {
    await gateway.close();
  }
});
