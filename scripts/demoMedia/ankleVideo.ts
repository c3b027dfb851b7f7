import { chromium } from '@playwright/test';
import { ankle } from '../../electron/mediaServer/demo/catalogue.ts';
import { projectPath } from '../build/projectPath.ts';
import { anklePage } from './anklePage.ts';

/**
 * A foot that points up and down beside a goniometer, VP9 in WebM. Encoded by Chromium (LIGHTBOX_CHROMIUM, else Debian's), so the bytes differ from one
 * Chromium to the next, which is why the result is committed; the drawing does not.
 */
export async function ankleVideo(): Promise<Uint8Array> {
  const browser = await chromium.launch({
    executablePath: process.env['LIGHTBOX_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage();
    // WebCodecs wants a secure context.
    await page.route('https://demo.invalid/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>demo</title>' }));
    await page.goto('https://demo.invalid/');
    await page.addScriptTag({ path: projectPath('node_modules/mediabunny/dist/bundles/mediabunny.min.cjs') });
    await page.addScriptTag({ content: anklePage });
    const base64: unknown = await page.evaluate(`encodeAnkle(${JSON.stringify(ankle)})`);
    if (typeof base64 !== 'string') throw new Error('the page answered no video');
    return Buffer.from(base64, 'base64');
  } finally {
    await browser.close();
  }
}
