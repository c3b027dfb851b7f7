import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { demoPatients } from '../../electron/mediaServer/demo/catalogue.ts';
import { gifClip } from '../support/everyKind.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { ask, createPassphrase, openPicture, takeIn } from './steps.ts';

const { wound } = demoPatients;
const title = 'Wound, panned';

test('frames that the chart counts otherwise than the file are said, shown all the same, and set right by keyboard alone', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(180_000);
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
  await page.setViewportSize({ width: 1440, height: 900 });
  await createPassphrase(page, { name: 'Test Nurse', passphrase: 'quartz lantern orbits seven meadows' });
  await page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();
  await expect(page.getByRole('link', { name: wound.family })).toBeVisible();
  const [patient] = await ask(page, 'patients.list', { query: wound.family });
  await takeIn(page, patient?.id ?? '', title, '2026-11-20T09:00:00+01:00', await gifClip(5, 100));
  const media = (await ask(page, 'media.list', { patientId: patient?.id ?? '' })).find((one) => one.title === title);
  const mediaId = media?.id ?? '';
  const stated = async () => (await ask(page, 'media.get', { mediaId })).resource.frames;
  const proven = () => expect.poll(async () => (await ask(page, 'media.get', { mediaId })).view.safety.state, { timeout: 30_000 }).toBe('proven');
  const notice = page.getByRole('status').filter({ hasText: /frames/ });

  await test.step('where both agree nothing is said', async () => {
    expect(await stated()).toBe(5);
    await openPicture(page, wound.family, title);
    await expect(notice).toHaveCount(0);
  });

  await test.step('another number in the chart is said, and what the file holds is shown', async () => {
    await ask(page, 'media.edit', { mediaId, edit: { element: 'frames', from: 5, to: 12 } });
    await expect(notice).toContainText('The chart says 12 frames; the file holds 5. Lightbox shows what the file holds.');
    await expect(page.getByTestId('frame-count')).toHaveText('1 / 5');
    await page.getByTestId('picture-surface').focus();
    await page.keyboard.press('End');
    await expect(page.getByTestId('frame-canvas')).toHaveAttribute('data-frame', '4');
    await inspectScreen(page, 'frame-count-1440x900');
    await page.setViewportSize({ width: 1024, height: 768 });
    await inspectScreen(page, 'frame-count-1024x768');
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step('it is set right, taken back, and set right until the chart proves it', async () => {
    const act = (name: string) => notice.getByRole('button', { name, exact: true });
    await tabTo(page, act('Correct it to 5'));
    await page.keyboard.press('Enter');
    await expect(notice).toContainText('The number of frames is 5 now: saved on this computer.');
    expect(await stated()).toBe(5);
    // Who changes their mind is there already.
    await expect(act('Undo')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(notice).toContainText('The chart says 12 frames');
    expect(await stated()).toBe(12);
    await expect(act('Correct it to 5')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(notice).toContainText('5 now');
    await proven();
    expect(await stated()).toBe(5);
  });
});

async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeEnabled();
  for (let presses = 0; presses < 120 && !(await target.evaluate((element) => element === document.activeElement)); presses += 1) await page.keyboard.press('Tab');
  await expect(target).toBeFocused();
}
