import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { projectPath } from '../../scripts/build/projectPath.ts';
import { expect } from './launchLightbox.ts';

const pictureFolder = process.env['LIGHTBOX_SCREENSHOTS'];

/**
 * No serious or critical accessibility violation on what is shown; no field whose words the browser would keep in its own files, in
 * clear; and, when LIGHTBOX_SCREENSHOTS names a folder of the project, a
 * picture of it there.
 */
export async function inspectScreen(page: Page, name: string): Promise<void> {
  // Chromium's own animation of a freshly opened screen would be half transparent in both.
  await page.evaluate(() => {
    // What turns while something is waited for has no end.
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    return Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)));
  });
  const remembered = await page.locator('input, textarea').evaluateAll((fields) =>
    fields.flatMap((field) => {
      if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return [];
      const writes = field instanceof HTMLTextAreaElement || ['text', 'search', 'url', 'email', 'tel', 'number', 'date'].includes(field.type);
      return writes && field.autocomplete !== 'off' ? [field.outerHTML] : [];
    }),
  );
  expect(remembered, `fields of "${name}" that the browser remembers`).toEqual([]);
  // Legacy mode, because Electron opens no second page for axe; there are no frames to look into.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`), `accessibility of "${name}"`).toEqual([]);
  if (pictureFolder === undefined) return;
  const folder = projectPath(pictureFolder);
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
