import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runMediaServer } from '../support/commandLine.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { ask, createPassphrase, goTo, openPatient } from './steps.ts';

test('a connection is tested, and removed only when nothing waits to be sent; then nothing of its chart is left here', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(180_000);
  const dataDirectory = join(temporaryDirectory, 'Lightbox');
  const { page } = await launchLightbox({ dataDirectory });
  await page.setViewportSize({ width: 1440, height: 900 });
  await createPassphrase(page, { name: 'Test Nurse', passphrase: 'quartz lantern orbits seven meadows' });
  await page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();
  await openPatient(page, 'Marchbanks');
  const remove = page.getByRole('button', { name: 'Remove this connection' });
  const blobs = async () => (await readdir(join(dataDirectory, 'blobs'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

  await test.step('while something waits it says so, and stays', async () => {
    const patients = await ask(page, 'patients.list', { query: 'Marchbanks' });
    const [media] = await ask(page, 'media.list', { patientId: patients[0]?.id ?? '' });
    await ask(page, 'sync.setOffline', { offline: true });
    const mediaId = media?.id ?? '';
    const { deviceName = null } = (await ask(page, 'media.get', { mediaId })).resource;
    await ask(page, 'media.edit', { mediaId, edit: { element: 'deviceName', from: deviceName, to: 'Camera 2' } });
    await goTo(page, 'Settings');
    await expect(remove).toBeDisabled();
    await expect(page.getByText('1 change not yet proven to be in the chart.')).toBeVisible();
    const refused = await page.evaluate(() => window.lightbox.invoke('connection.remove', undefined));
    expect(refused).toMatchObject({ ok: false, error: { code: 'local.work-waiting' } });
    expect(await ask(page, 'patients.list', { query: '' })).toHaveLength(6);
    await ask(page, 'sync.setOffline', { offline: false });
    await expect(remove).toBeEnabled();
  });

  await test.step('it says what is forgotten and what stays', async () => {
    expect((await blobs()).length).toBeGreaterThan(0);
    await remove.click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('the copy of 6 patients');
    await expect(dialog).toContainText('everything in the chart itself');
    await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
    await inspectScreen(page, 'connection-remove-1440x900');
    await dialog.getByRole('button', { name: 'Remove and forget' }).click();
    await expect(page.getByText('Where do the pictures belong?')).toBeVisible();
    expect(await ask(page, 'connection.current', undefined)).toBeNull();
    expect(await ask(page, 'patients.list', { query: '' })).toStrictEqual([]);
    // The window changes as soon as the chart is forgotten; its files go after the rows.
    await expect.poll(blobs).toStrictEqual([]);
  });

  await test.step('the folder is free for a chart again, and the chart kept everything', async () => {
    await page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();
    await goTo(page, 'Patients');
    await expect(page.getByRole('list', { name: 'Patients' }).getByRole('link')).toHaveCount(6);
    const patients = await ask(page, 'patients.list', { query: 'Marchbanks' });
    const listed = async () => (await ask(page, 'media.list', { patientId: patients[0]?.id ?? '' })).length;
    await expect.poll(listed).toBe(6);
    const all = await ask(page, 'media.list', { patientId: patients[0]?.id ?? '' });
    const details = await Promise.all(all.map(({ id }) => ask(page, 'media.get', { mediaId: id })));
    expect(details.map(({ resource }) => resource.deviceName)).toContain('Camera 2');
  });

  await test.step('what the server can do', async () => {
    const connection = await ask(page, 'connection.current', undefined);
    const { clientId = '', clientSecret = '', tokenUrl = '' } = connection?.demoCredentials ?? {};
    const second = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Second') });
    await second.page.setViewportSize({ width: 1024, height: 768 });
    await createPassphrase(second.page, { name: 'Second Nurse', passphrase: 'amber kettle drifts nine harbours' });
    await second.page.getByLabel('Name', { exact: true }).fill('Ward');
    await second.page.getByLabel('Address of the chart').fill(connection?.baseUrl ?? '');
    await second.page.getByLabel('Client ID').fill(clientId);
    await second.page.getByLabel('Client secret').fill(clientSecret);
    await second.page.getByLabel('Token URL').fill(tokenUrl);
    await second.page.getByRole('button', { name: 'Test connection' }).click();
    const report = second.page.getByRole('status', { name: 'What the server can do' });
    await expect(report).toContainText('FHIR 4.0.1');
    await expect(report).toContainText('what changed since last time');
    await inspectScreen(second.page, 'connection-report-1024x768');
  });
});

test('an EHR behind a gateway is connected by its preset, tested, and read', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(180_000);
  const server = await runMediaServer();
  try {
    const { baseUrl, tokenUrl, apiKey } = server.gateway;
    const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
    await page.setViewportSize({ width: 1440, height: 900 });
    await createPassphrase(page, { name: 'Test Nurse', passphrase: 'quartz lantern orbits seven meadows' });
    await page.getByLabel('Kind of server').selectOption({ label: 'Elation, through a gateway' });
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Elation');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await expect(page.getByText('Enter the API key.')).toBeVisible();
    await expect(page.getByLabel('Address of the chart')).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('Address of the chart').fill(baseUrl);
    await page.getByLabel('Department').fill('1');
    await page.getByRole('textbox', { name: 'API key' }).fill(apiKey);
    await page.getByLabel('User ID').fill('u1');
    await page.getByLabel('User name').fill('nurse');
    await page.getByLabel('Token URL').fill(tokenUrl);
    await page.getByRole('button', { name: 'Test connection' }).click();
    const report = page.getByRole('status', { name: 'What the server can do' });
    await expect(report).toContainText('answers as a gateway of the Media API');
    await expect(report).toContainText('every pull reads everything');
    await inspectScreen(page, 'connection-gateway-1440x900');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await goTo(page, 'Patients');
    await expect(page.getByRole('list', { name: 'Patients' }).getByRole('link')).toHaveCount(6);
    await goTo(page, 'Settings');
    await expect(page.getByText('elation, department 1;')).toBeVisible();
    await inspectScreen(page, 'connection-settings-1440x900');
    // Another source of the same gateway is another chart.
    const other = { name: 'Epic', baseUrl, auth: { kind: 'api-key', apiKey, tokenUrl, user: { id: 'u1', username: 'nurse' } }, gateway: { sourceId: 'epic', departmentId: '1', categories: ['admin'], interactionMode: false } };
    const refused = await page.evaluate((request) => window.lightbox.invoke('connection.connect', request), other);
    expect(refused).toMatchObject({ ok: false, error: { code: 'local.already-connected' } });
  } finally {
    await server.stop();
  }
});
