import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { runMediaServer } from '../support/commandLine.ts';
import { openDemoChart } from './demoChart.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { ask, createPassphrase, goTo, openPatient, openPicture } from './steps.ts';

const patient = 'Marchbanks';
const title = 'Lower leg ulcer, visit 6';

const panelOf = (page: Page): Locator => page.getByRole('complementary', { name: 'About this picture' });
const lineOf = (page: Page, path: string): Locator => panelOf(page).locator(`[data-path="${path}"]`);

async function openDetails(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Details' }).focus();
  await page.keyboard.press('Enter');
  await expect(panelOf(page).getByRole('region', { name: 'What and where' })).toBeVisible();
}

/** Opens the editor of one field as the keyboard does; its first input has the focus then. */
async function startEditing(page: Page, label: string): Promise<void> {
  await panelOf(page).getByRole('button', { name: label, exact: true }).focus();
  await page.keyboard.press('Enter');
}

test('every field of a picture is read, and edited by keyboard alone, until the chart proves it', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(180_000);
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox'), args: ['--demo'] });
  await page.setViewportSize({ width: 1440, height: 900 });
  await openPicture(page, patient, title);
  await openDetails(page);
  const saved = panelOf(page).getByTestId('details-save-state');
  const mediaId = page.url().split('/').at(-1) ?? '';
  const resource = async () => (await ask(page, 'media.get', { mediaId })).resource;
  const proven = () => expect.poll(async () => (await ask(page, 'media.get', { mediaId })).view.safety.state).toBe('proven');
  const before = await resource();

  await test.step('the status', async () => {
    await startEditing(page, 'Edit Status');
    await expect(panelOf(page).getByRole('combobox', { name: 'Status' })).toBeFocused();
    await page.keyboard.type('on h');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(saved).toContainText('Status: saved on this computer');
    await expect(lineOf(page, 'status')).toContainText('On hold');
    await expect(panelOf(page).getByRole('button', { name: 'Edit Status' })).toBeFocused();
  });

  await test.step('the body site, found by typing', async () => {
    await startEditing(page, 'Edit Body site');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('ankle j');
    await page.keyboard.press('Enter');
    await expect(panelOf(page).getByRole('textbox', { name: 'In words' })).toHaveValue('Ankle joint, left');
    await inspectScreen(page, 'details-editing-1440x900');
    await page.keyboard.press('Enter');
    await expect(saved).toContainText('Body site: saved on this computer');
    await expect(lineOf(page, 'bodySite')).toContainText('Ankle joint');
    expect((await resource()).bodySite?.coding).toStrictEqual([{ system: 'http://snomed.info/sct', code: '70258002', display: 'Ankle joint' }]);
  });

  await test.step('what cannot be is said at the field, and Escape leaves all as it was', async () => {
    await startEditing(page, 'Edit Taken');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('yesterday');
    await page.keyboard.press('Enter');
    const when = panelOf(page).getByRole('textbox', { name: 'When' });
    await expect(when).toHaveAttribute('aria-invalid', 'true');
    await expect(when).toBeFocused();
    await expect(lineOf(page, 'created')).toContainText('Write a date as 2026');
    await inspectScreen(page, 'details-invalid-1440x900');
    await page.keyboard.press('Escape');
    await expect(panelOf(page).getByRole('button', { name: 'Edit Taken', exact: true })).toBeFocused();
    expect((await resource()).createdDateTime).toBe(before.createdDateTime);
  });

  await test.step('a period instead of a moment, a reference, a field of the EHR and a note', async () => {
    await startEditing(page, 'Edit Taken');
    await page.keyboard.type('over');
    await page.keyboard.press('Tab');
    await page.keyboard.type('2026-11-08');
    await page.keyboard.press('Tab');
    await page.keyboard.type('2026-11-09');
    await page.keyboard.press('Enter');
    await expect(saved).toContainText('Taken: saved');
    await startEditing(page, 'Edit Encounter');
    await page.keyboard.type('ambulatory');
    await expect(page.getByRole('option').first()).toBeVisible();
    await inspectScreen(page, 'details-reference-1440x900');
    await page.keyboard.press('Enter');
    await expect(panelOf(page).getByRole('textbox', { name: 'Reference' })).toHaveValue(/^Encounter\/demo-wound-/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Wound clinic');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Patient/1');
    await page.keyboard.press('Enter');
    await expect(lineOf(page, 'encounter')).toContainText('Write a reference to Encounter.');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Enter');
    await expect(saved).toContainText('Encounter: saved');
    await startEditing(page, 'Add a field of the EHR');
    await page.keyboard.press('Tab');
    await page.keyboard.type('high');
    await page.keyboard.press('Enter');
    await expect(saved).toContainText('saved on this computer');
    await startEditing(page, 'Add a note');
    await page.keyboard.type('Seen at the ward round.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(saved).toContainText('Add a note: saved');
    const after = await resource();
    expect(after).toMatchObject({ createdPeriod: { start: '2026-11-08', end: '2026-11-09' }, encounter: { display: 'Wound clinic' } });
    expect(after).not.toHaveProperty('createdDateTime');
    expect(after.extension).toContainEqual({ url: 'http://xcaliber-fhir/structureDefinition/priority', valueString: 'high' });
    expect(after.note?.at(-1)).toMatchObject({ authorString: 'Demo Clinician', text: 'Seen at the ward round.' });
  });

  await test.step('the chart holds it, and everything else as before', async () => {
    await proven();
    const mine = await resource();
    const chart = await openDemoChart(await ask(page, 'connection.current', undefined));
    expect(await chart.read(`Media/${mine.id ?? ''}`)).toMatchObject({ status: 'on-hold', bodySite: { coding: [{ code: '70258002' }] }, subject: before.subject, type: before.type, modality: before.modality, issued: before.issued });
  });

  await test.step('whose picture it is is never written as a reference; the bytes are read-only', async () => {
    await expect(panelOf(page).getByRole('button', { name: 'Edit Subject' })).toHaveCount(0);
    await expect(lineOf(page, 'subject').getByRole('button', { name: 'It belongs to another patient' })).toBeVisible();
    await expect(panelOf(page).getByRole('region', { name: 'The picture itself' })).toContainText('nobody edits them');
    await expect(panelOf(page).getByRole('region', { name: 'The picture itself' }).getByRole('button')).toHaveCount(0);
    await inspectScreen(page, 'details-1440x900');
    await page.setViewportSize({ width: 1024, height: 768 });
    await inspectScreen(page, 'details-1024x768');
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step('undo takes the last edit back', async () => {
    await saved.getByRole('button', { name: 'Undo' }).focus();
    await page.keyboard.press('Enter');
    await expect(saved).toContainText('taken back');
    expect((await resource()).note ?? []).toHaveLength((before.note ?? []).length);
  });

  await test.step('entered in error: struck out, read-only but for its status, and hidden until asked for', async () => {
    await startEditing(page, 'Edit Status');
    await page.keyboard.type('ent');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: /Entered in error/ })).toBeVisible();
    await expect(panelOf(page)).toContainText('Read only: this was entered in error');
    await expect(panelOf(page).getByRole('button', { name: /^(Edit|Add)/ })).toHaveCount(1);
    await inspectScreen(page, 'details-entered-in-error-1440x900');
    await page.getByRole('button', { name: 'Back' }).click();
    await expect(page.getByRole('link', { name: 'Lower leg ulcer, visit 5', exact: true })).toBeVisible();
    await expect(page.getByRole('link', { name: title, exact: true })).toHaveCount(0);
    await page.getByRole('checkbox', { name: 'Entered in error' }).focus();
    await page.keyboard.press('Space');
    await expect(page.getByRole('link', { name: title, exact: true }).locator('s')).toBeVisible();
    await inspectScreen(page, 'timeline-entered-in-error-1440x900');
    await goTo(page, 'Library');
    await page.keyboard.type(title);
    await expect(page.getByText('Nothing found')).toBeVisible();
    await inspectScreen(page, 'library-entered-in-error-hidden-1440x900');
    await page.getByRole('button', { name: 'Look also among what was entered in error' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('link', { name: title, exact: true }).locator('s')).toBeVisible();
    await inspectScreen(page, 'library-entered-in-error-1440x900');
    await page.getByRole('checkbox', { name: 'Entered in error' }).focus();
    await page.keyboard.press('Space');
    await expect(page.getByText('Nothing found')).toBeVisible();
  });
});

/** One white pixel. */
const pixel = 'R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=';
const hostile = `<div xmlns="http://www.w3.org/1999/xhtml"><p onclick="window.stolen = 1" style="position:fixed;inset:0">Taken <b>after</b> dressing</p><img src="x" onerror="window.stolen = 1"/><a href="javascript:window.stolen=1">more</a><table><tr><td colspan="2">cell</td></tr></table><svg onload="window.stolen = 1"></svg></div>`;

test('what another system wrote is shown as far as it is safe, and not edited where it may mean something else', async ({ launchLightbox, temporaryDirectory }) => {
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox'), args: ['--demo'] });
  await openPatient(page, patient);
  const chart = await openDemoChart(await ask(page, 'connection.current', undefined));
  await chart.createMedia({
    resourceType: 'Media', status: 'completed', subject: { reference: 'Patient/demo-wound' }, createdDateTime: '2026-11-20',
    text: { status: 'additional', div: hostile },
    contained: [{ resourceType: 'Device', id: 'camera', manufacturer: 'Acme' }],
    modifierExtension: [{ url: 'https://other.example/negated', valueBoolean: true }],
    content: { contentType: 'image/gif', title: 'From elsewhere', data: pixel },
  });
  await ask(page, 'sync.now', undefined);
  await openPicture(page, patient, 'From elsewhere');
  await openDetails(page);

  const panel = panelOf(page);
  await expect(panel).toContainText('Read only: the chart marks this with an extension that changes its meaning');
  await expect(panel.getByRole('button', { name: /^(Edit|Add)/ })).toHaveCount(0);
  await expect(lineOf(page, 'modifierExtension')).toContainText('https://other.example/negated');
  await expect(lineOf(page, 'contained')).toContainText('Acme');

  const summary = panel.getByRole('region', { name: 'Summary in the chart’s words' });
  await expect(summary).toContainText('Taken after dressing');
  await expect(summary.locator('b')).toHaveText('after');
  await expect(summary.locator('td')).toHaveAttribute('colspan', '2');
  await expect(summary.getByTestId('narrative').locator('img, a, svg, script, [style], [onclick], [onerror]')).toHaveCount(0);
  expect(await page.evaluate(() => 'stolen' in window)).toBe(false);
  await inspectScreen(page, 'details-read-only');
});

test('where a gateway departs from the standard is said, place by place, and what it does not keep', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(120_000);
  const server = await runMediaServer();
  try {
    const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
    await page.setViewportSize({ width: 1440, height: 900 });
    await createPassphrase(page, { name: 'Test Nurse', passphrase: 'quartz lantern orbits seven meadows' });
    await expect(page.getByText('Where do the pictures belong?')).toBeVisible();
    const { baseUrl, tokenUrl, apiKey } = server.gateway;
    const gateway = { sourceId: 'elation', departmentId: '1', categories: ['admin'], interactionMode: true };
    await ask(page, 'connection.connect', { name: 'Elation', baseUrl, auth: { kind: 'api-key', apiKey, tokenUrl, user: { id: 'u1', username: 'nurse' } }, gateway });
    await goTo(page, 'Patients');
    await expect(page.getByRole('list', { name: 'Patients' }).getByRole('link')).toHaveCount(6);
    await openPicture(page, patient, title);
    await openDetails(page);
    const report = panelOf(page).getByText(/^Read with \d+ deviations? from FHIR R4$/);
    await report.focus();
    await page.keyboard.press('Enter');
    await expect(panelOf(page).getByText('operator was an id and a type instead of a reference.')).toBeVisible();
    await inspectScreen(page, 'details-deviations-1440x900');
  } finally {
    await server.stop();
  }
});
