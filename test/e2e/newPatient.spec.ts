import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openDemoChart } from './demoChart.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { ask, goTo, patientBanner } from './steps.ts';

const camera = ['--use-fake-device-for-media-stream'];
const dialogOf = (page: Page) => page.getByRole('dialog');

interface Found {
  readonly entry?: readonly { readonly resource: { readonly id: string; readonly subject?: { readonly reference: string }; readonly encounter?: { readonly reference: string } } }[];
}

test('a patient the chart does not know is made offline, photographed in a visit, and stands in the chart with both', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(240_000);
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox'), args: ['--demo'], chromiumArgs: camera });
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(page.getByText('6 patients')).toBeVisible();

  await test.step('offline, a new patient is written down; whoever is alike is offered first', async () => {
    await goTo(page, 'Sync');
    await page.getByRole('switch', { name: 'Work offline' }).click();
    await goTo(page, 'Patients');
    await page.getByRole('button', { name: 'New patient' }).focus();
    await page.keyboard.press('Enter');
    const form = dialogOf(page);
    await expect(form.getByLabel('Family name')).toBeFocused();
    await form.getByRole('button', { name: 'Add the patient' }).click();
    await expect(form).toContainText('Write at least one name');
    await form.getByLabel('MRN').fill('LB-100231');
    await expect(form.getByRole('status')).toContainText('Marchbanks');
    await inspectScreen(page, 'new-patient-alike');
    await form.getByLabel('MRN').fill('LB-900001');
    await form.getByLabel('Family name').fill('Quendelbrook');
    await form.getByLabel('Given names').fill('Ida Bea');
    await form.getByLabel('Birth date').fill('1980-05-12');
    await expect(form.getByRole('status')).toHaveCount(0);
    await form.getByRole('button', { name: 'Add the patient' }).click();
    await expect(patientBanner(page)).toContainText('Quendelbrook, Ida Bea');
    await expect(patientBanner(page)).toContainText('Only on this computer');
    await inspectScreen(page, 'new-patient-offline');
  });

  await test.step('a visit is started, and a photo taken in it', async () => {
    await patientBanner(page).getByRole('button', { name: 'Start a visit' }).click();
    await dialogOf(page).getByLabel('Reason').fill('Wound check');
    await inspectScreen(page, 'start-visit');
    await dialogOf(page).getByRole('button', { name: 'Start the visit' }).click();
    await expect(patientBanner(page).getByRole('button', { name: 'In a visit' })).toBeVisible();
    await patientBanner(page).getByRole('link', { name: 'Capture' }).click();
    await page.getByLabel('Title').fill('Heel by camera');
    await page.getByRole('button', { name: 'Take picture' }).click();
    await expect(page.getByText('Saved on this computer')).toBeVisible();
  });

  await test.step('the sync centre shows the three in their order', async () => {
    await goTo(page, 'Sync');
    for (const name of ['New patient', 'Outpatient visit: Wound check', 'Heel by camera']) await expect(page.getByRole('article', { name })).toBeVisible();
    await inspectScreen(page, 'sync-new-patient');
  });

  await test.step('online, all of it is proven, and stands in the chart under the right patient', async () => {
    await page.getByRole('switch', { name: 'Work offline' }).click();
    await expect.poll(async () => (await ask(page, 'sync.status', undefined)).counts, { timeout: 60_000 }).toMatchObject({ pending: 0, blocked: 0, sending: 0, accepted: 0, parked: 0, conflict: 0 });
    const chart = await openDemoChart(await ask(page, 'connection.current', undefined));
    const only = async (path: string) => {
      const { entry = [] } = (await chart.read(path)) as Found;
      expect(entry).toHaveLength(1);
      return entry[0]?.resource;
    };
    const patient = await only('Patient?family=Quendelbrook');
    const visit = await only(`Encounter?patient=Patient/${patient?.id ?? ''}`);
    const picture = await only(`Media?patient=Patient/${patient?.id ?? ''}`);
    expect(picture?.subject?.reference).toBe(`Patient/${patient?.id ?? ''}`);
    expect(picture?.encounter?.reference).toBe(`Encounter/${visit?.id ?? ''}`);
    await goTo(page, 'Patients');
    await page.getByRole('link', { name: 'Quendelbrook, Ida Bea' }).click();
    await expect(patientBanner(page)).not.toContainText('Only on this computer');
    await expect(page.getByText(/In the chart, proven/).first()).toBeVisible();
    await inspectScreen(page, 'new-patient-in-chart');
  });
});
