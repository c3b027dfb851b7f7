import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { getChromium } from '../../scripts/desktop/chromium.ts';

/** What the details show of a narrative, in a real Chromium; to be closed. */
export async function openNarrativePage() {
  const entry = fileURLToPath(new URL('narrativePage.tsx', import.meta.url));
  const built = await build({
    // As the window is built, whatever mode the tests run in.
    configFile: false, logLevel: 'error', oxc: { jsx: { runtime: 'automatic', development: false } }, define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, target: 'chrome156', lib: { entry, formats: ['iife'], name: 'narrativePage' } },
  });
  const script = [built].flat().flatMap((bundle) => ('output' in bundle ? bundle.output : [])).find((file) => file.type === 'chunk')?.code;
  if (script === undefined) throw new Error('nothing was built');
  const browser = await chromium.launch({ executablePath: await getChromium(), args: ['--no-sandbox'] });
  const page = await browser.newPage();
  await page.addScriptTag({ content: script });
  return {
    /** @returns the words on the page, and the markup they stand in. */
    show: async (text: unknown) => {
      await page.evaluate((narrative) => window.showNarrative(narrative), text);
      const section = page.getByRole('region', { name: 'Summary in the chart’s words' });
      if (text === undefined) {
        await section.waitFor({ state: 'detached' });
        return null;
      }
      const shown = section.getByTestId('narrative');
      return { words: await shown.innerText(), markup: await shown.innerHTML() };
    },
    close: () => browser.close(),
  };
}
