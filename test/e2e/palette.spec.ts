import { join } from 'node:path';
import { expect, test } from './launchLightbox.ts';
import { createPassphrase, patientBanner } from './steps.ts';

test('Enter in the palette takes the patient who was written, also before the patients are here: never an action that stands there meanwhile, never nothing', async ({ launchLightbox, temporaryDirectory }) => {
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
  await createPassphrase(page, { name: 'Test Nurse', passphrase: 'quartz lantern orbits seven meadows' });
  await page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();
  await expect(page.getByRole('link', { name: /Marchbanks/ })).toBeVisible();

  // Opened, written and entered in one turn of the window: no answer comes in between.
  const before = await page.evaluate(async () => {
    const press = (target: EventTarget, key: string, code: string, ctrlKey = false) => target.dispatchEvent(new KeyboardEvent('keydown', { key, code, ctrlKey, bubbles: true, cancelable: true }));
    const rendered = async () => { for (let turn = 0; turn < 100; turn += 1) await Promise.resolve(); };
    press(document.body, 'k', 'KeyK', true);
    await rendered();
    const field = document.querySelector<HTMLInputElement>('[placeholder="Find a patient or an action"]');
    if (field === null) return null;
    const write = async (text: string) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await rendered();
    };
    // In the name of somebody, and of several actions.
    await write('a');
    const actions = document.querySelectorAll('[role="dialog"] [data-action]').length;
    await write('march');
    press(field, 'Enter', 'Enter');
    await rendered();
    return { actions };
  });
  expect(before).toEqual({ actions: 0 });
  await expect(patientBanner(page)).toContainText('Marchbanks');

  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Find a patient or an action').fill('patients');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: /Marchbanks/ })).toBeVisible();
});
