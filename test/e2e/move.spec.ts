import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openDemoChart } from './demoChart.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { ask, openPicture, patientBanner } from './steps.ts';

const title = 'Lower leg ulcer, visit 6';
const dialogOf = (page: Page) => page.getByRole('dialog');

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).focus();
  await page.keyboard.press('Enter');
}

async function openDetails(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Details' }).focus();
  await page.keyboard.press('Enter');
}

const idOf = async (page: Page, query: string) => (await ask(page, 'patients.list', { query }))[0]?.id ?? '';

test('a picture under a wrong name goes to its patient, by keyboard alone, and back', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(180_000);
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox'), args: ['--demo'] });
  await page.setViewportSize({ width: 1440, height: 900 });
  await openPicture(page, 'Marchbanks', title);
  await openDetails(page);
  const mediaId = page.url().split('/').at(-1) ?? '';
  const [wrong, right] = [await idOf(page, 'Marchbanks'), await idOf(page, 'Konstantinopoulou')];
  const detail = () => ask(page, 'media.get', { mediaId });
  const before = await detail();

  await test.step('the right patient is looked for, and the present one cannot be chosen', async () => {
    await press(page, 'It belongs to another patient');
    await expect(dialogOf(page)).toContainText('Whose picture is it?');
    await expect(page.getByRole('searchbox', { name: 'Search patients' })).toBeFocused();
    await expect(dialogOf(page).getByRole('button', { name: /^Marchbanks/ })).toBeDisabled();
    await inspectScreen(page, 'move-choose-1440x900');
    // At once: Enter takes the first of what was written, not of the list that still stands there.
    await page.keyboard.type('Konstan');
    await page.keyboard.press('Enter');
  });

  await test.step('both are compared, and it is said that they were', async () => {
    const both = dialogOf(page);
    await expect(both.getByRole('region', { name: 'Now the picture belongs to' })).toContainText('Marchbanks, Rosalind');
    await expect(both.getByRole('region', { name: 'Now the picture belongs to' })).toContainText('LB-100231');
    await expect(both.getByRole('region', { name: 'It is moved to' })).toContainText('29 Feb 1964');
    await expect(both.getByRole('region', { name: 'It is moved to' })).toContainText('LB-100452');
    await expect(both).toContainText('Encounter: Encounter/demo-wound-6');
    await expect(both.getByRole('checkbox')).toBeFocused();
    await inspectScreen(page, 'move-confirm-1440x900');
    await page.setViewportSize({ width: 1024, height: 768 });
    await inspectScreen(page, 'move-confirm-1024x768');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.keyboard.press('Enter');
    await expect(both).toContainText('Compare the two, then say so here.');
    expect((await detail()).view.patientId).toBe(wrong);
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await expect(both).toHaveCount(0);
  });

  await test.step('it is the other patient’s, on the screen and in the chart', async () => {
    await expect(patientBanner(page)).toContainText('Konstantinopoulou');
    await expect(page.getByText(/^This picture was moved: it belongs to Konstantinopoulou/)).toBeVisible();
    await expect.poll(async () => (await detail()).view.safety.state).toBe('proven');
    await inspectScreen(page, 'move-done-1440x900');
    const chart = await openDemoChart(await ask(page, 'connection.current', undefined));
    const held = await chart.read(`Media/${before.resource.id ?? ''}`);
    expect(held).toMatchObject({ subject: { reference: 'Patient/demo-long-name' } });
    expect(held).not.toHaveProperty('encounter');
    expect((await ask(page, 'media.list', { patientId: right })).map(({ id }) => id)).toContain(mediaId);
  });

  await test.step('it is gone from the wrong patient’s page, where it can be taken back', async () => {
    await press(page, 'Back');
    await expect(patientBanner(page)).toContainText('Marchbanks');
    await expect(page.getByRole('link', { name: 'Lower leg ulcer, visit 5', exact: true })).toBeVisible();
    await expect(page.getByRole('link', { name: title, exact: true })).toHaveCount(0);
    await inspectScreen(page, 'move-gone-1440x900');
    await press(page, 'Move it back');
    await expect(page.getByRole('link', { name: title, exact: true })).toBeVisible();
    await expect.poll(async () => (await detail()).view.safety.state).toBe('proven');
    expect((await detail()).resource).toMatchObject({ subject: before.resource.subject, encounter: before.resource.encounter });
  });
});

test('nothing moves when the dialog is left', async ({ launchLightbox, temporaryDirectory }) => {
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox'), args: ['--demo'] });
  await openPicture(page, 'Marchbanks', title);
  await openDetails(page);
  const mediaId = page.url().split('/').at(-1) ?? '';
  const before = await ask(page, 'media.get', { mediaId });
  await press(page, 'It belongs to another patient');
  await expect(page.getByRole('searchbox', { name: 'Search patients' })).toBeFocused();
  await page.keyboard.type('Brien');
  await expect(dialogOf(page).getByRole('button', { name: /^Marchbanks/ })).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  await expect(dialogOf(page).getByRole('button', { name: /^O'Brien/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await press(page, 'Choose another patient');
  await expect(page.getByRole('searchbox', { name: 'Search patients' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'It belongs to another patient' })).toBeFocused();
  expect((await ask(page, 'media.get', { mediaId })).resource).toStrictEqual(before.resource);
});
