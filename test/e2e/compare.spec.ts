import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { demoPatients } from '../../electron/mediaServer/demo/catalogue.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { ask, createPassphrase, openPatient, patientBanner } from './steps.ts';

const passphrase = 'quartz lantern orbits seven meadows';
const panes = (page: Page) => page.getByTestId('compare-pane');
const visible = (page: Page) => panes(page).filter({ visible: true });
const canvases = (page: Page) => page.getByTestId('frame-canvas');
const stage = (page: Page) => page.getByTestId('compare-stage');
const widths = (page: Page) => canvases(page).evaluateAll((all) => all.map((canvas) => Math.round(canvas.getBoundingClientRect().width)));

test('two dates of one wound, by keyboard alone: side by side, moved together and apart, swiped and blended', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(240_000);
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
  await page.setViewportSize({ width: 1440, height: 900 });
  await createPassphrase(page, { name: 'Test Nurse', passphrase });
  await page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();
  await openPatient(page, demoPatients.wound.family);

  await test.step('chosen with Space', async () => {
    await page.getByRole('link', { name: 'Lower leg ulcer, visit 2', exact: true }).focus();
    await page.keyboard.press('Space');
    await expect(page.getByRole('checkbox', { name: 'Compare Lower leg ulcer, visit 2' })).toBeChecked();
    await expect(page.getByRole('button', { name: 'Compare', exact: true })).toBeDisabled();
    await page.getByRole('link', { name: 'Lower leg ulcer, visit 1', exact: true }).focus();
    await page.keyboard.press('Space');
    await expect(page.getByText('2 pictures chosen.')).toBeVisible();
    await inspectScreen(page, 'compare-chosen');
    await page.keyboard.press('c');
  });

  await test.step('the earlier one at the left, the days between under the later one, and whose they are above', async () => {
    await expect(canvases(page)).toHaveCount(2);
    for (const canvas of await canvases(page).all()) await expect(canvas).toHaveAttribute('data-frame', '0');
    await expect(patientBanner(page)).toContainText(demoPatients.wound.family);
    await expect(panes(page).first()).toContainText('31 Aug 2026');
    await expect(panes(page).last()).toContainText('14 Sep 2026');
    await expect(panes(page).last()).toContainText('14 days later');
    await inspectScreen(page, 'compare-side-by-side');
  });

  await test.step('moved together, then each by itself, then together again', async () => {
    const fitted = await widths(page);
    await page.keyboard.press('+');
    await expect.poll(() => widths(page)).not.toEqual(fitted);
    const together = await widths(page);
    expect(together[0]).toBe(together[1]);
    await page.keyboard.press('l');
    await expect(stage(page)).toHaveAttribute('data-linked', 'false');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('+');
    await expect.poll(async () => (await widths(page))[1]).toBeGreaterThan(together[1] ?? Number.POSITIVE_INFINITY);
    expect((await widths(page))[0]).toBe(together[0]);
    await page.keyboard.press('l');
    await page.keyboard.press('0');
    await expect.poll(() => widths(page)).toEqual(fitted);
    await page.keyboard.press('Shift+H');
    await expect(page.getByText('Mirrored left to right')).toHaveCount(2);
    await page.keyboard.press('Shift+H');
    await expect(page.getByText('Mirrored left to right')).toHaveCount(0);
  });

  await test.step('swiped by the arrows, from all of one to all of the other', async () => {
    await page.keyboard.press('d');
    const divider = page.getByRole('slider', { name: 'Divider' });
    await expect(divider).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await expect(divider).toHaveAttribute('aria-valuenow', '48');
    const cut = () => page.getByTestId('compare-pixels').evaluateAll((all) => all.map((one) => getComputedStyle(one).clipPath));
    expect(await cut()).toEqual(['inset(0px 52% 0px 0px)', 'inset(0px 0px 0px 48%)']);
    await inspectScreen(page, 'compare-swipe');
    await page.keyboard.press('Home');
    await expect(divider).toHaveAttribute('aria-valuenow', '0');
  });

  await test.step('blended by the arrows', async () => {
    await page.keyboard.press('b');
    await expect(page.getByRole('slider', { name: 'Share of the later picture' })).toBeFocused();
    await page.keyboard.press('ArrowRight');
    const later = page.getByTestId('compare-pixels').last();
    await expect.poll(() => later.evaluate((one) => getComputedStyle(one).opacity)).toBe('0.51');
    await inspectScreen(page, 'compare-blend');
    await page.keyboard.press('s');
    await expect(visible(page)).toHaveCount(2);
  });

  await test.step('one at a time, in the same place', async () => {
    await page.keyboard.press('s');
    await expect(visible(page)).toHaveCount(1);
    await page.keyboard.press('ArrowUp');
    await expect(visible(page)).toContainText('31 Aug 2026');
    await page.setViewportSize({ width: 1024, height: 768 });
    await page.keyboard.press('s');
    await expect(visible(page)).toHaveCount(2);
    await inspectScreen(page, 'compare-small-window');
  });

  await test.step('back to the patient', async () => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('link', { name: 'Lower leg ulcer, visit 1', exact: true })).toBeVisible();
  });
});

test('pictures of two patients are not shown beside each other, whatever the address says', async ({ launchLightbox, temporaryDirectory }) => {
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
  await createPassphrase(page, { name: 'Test Nurse', passphrase });
  await page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();
  await openPatient(page, demoPatients.wound.family);
  const patients = await ask(page, 'patients.list', { query: '' });
  const pictureOf = async (family: string) => {
    const patient = patients.find(({ name }) => name.startsWith(family));
    const media = await ask(page, 'media.list', { patientId: patient?.id ?? '' });
    return media.find(({ kind }) => kind === 'photo' || kind === 'animation')?.id ?? '';
  };
  const ids = [await pictureOf(demoPatients.wound.family), await pictureOf(demoPatients.ultrasound.family)];
  await page.evaluate((address) => { window.location.hash = address; }, `#/compare/${ids.join(',')}`);
  await expect(page.getByText('These pictures are not of one patient')).toBeVisible();
  await expect(canvases(page)).toHaveCount(0);
  await expect(page.getByText(demoPatients.wound.family)).toHaveCount(0);
  await expect(page.getByText(demoPatients.ultrasound.family)).toHaveCount(0);
});
