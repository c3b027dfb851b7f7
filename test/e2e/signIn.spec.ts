import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '../../scripts/desktop/chromium.ts';
import { runMediaServer, type RunningServer } from '../support/commandLine.ts';
import { hospitalAuthorityFile, hospitalPairFile } from '../support/hospitalTls.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { ask, createPassphrase, goTo } from './steps.ts';

/** What a person does in the browser the system opened: reads the page, types the secret, and allows or denies. @returns what the browser shows in the end. */
async function signInInBrowser(url: string, server: RunningServer, decision: 'Allow' | 'Deny'): Promise<string> {
  const executablePath = findChromium();
  const browser = await chromium.launch({ ...(executablePath !== undefined && { executablePath }), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await expect(page.getByRole('heading', { name: 'Let an application in?' })).toBeVisible();
    await page.getByLabel('Secret of this server').fill(server.clientSecret);
    await page.getByRole('button', { name: decision }).click();
    await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/callback/);
    return await page.getByRole('heading').innerText();
  } finally {
    await browser.close();
  }
}

test('a chart is found by its address, signed in to on its login page, left waiting, and signed in to again', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(120_000);
  const data = ['--data', join(temporaryDirectory, 'server')];
  const environment = { LIGHTBOX_PASSPHRASE: 'correct horse battery staple' };
  let server = await runMediaServer(data, environment);
  try {
    const { page, opened } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
    await page.setViewportSize({ width: 1024, height: 768 });
    await createPassphrase(page, { name: 'Test Nurse', passphrase: 'quartz lantern orbits seven meadows' });
    const address = page.getByLabel('Address of the chart');

    await test.step('what is wrong stands at the field', async () => {
      await page.getByRole('button', { name: 'Look' }).click();
      await expect(page.getByText('A web address is needed, such as')).toBeVisible();
      await address.fill('http://127.0.0.1:1/fhir');
      await page.getByRole('button', { name: 'Look' }).click();
      await expect(page.getByText('No chart answers at this address.')).toBeVisible();
      await expect(address).toHaveAttribute('aria-invalid', 'true');
    });

    await test.step('one address is enough to find the chart, by the keyboard', async () => {
      await address.fill(new URL(server.baseUrl).origin);
      await address.press('Enter');
      await expect(page.getByRole('status', { name: 'What answers there' })).toContainText('It has a login page.');
      await expect(address).toHaveValue(server.baseUrl);
      await expect(page.getByLabel('Sign in with')).toHaveValue('smart');
      await expect(page.getByLabel('Name', { exact: true })).toHaveValue('127.0.0.1');
      await page.getByLabel('Name', { exact: true }).fill('St. Elsewhere');
      await page.getByLabel('Client ID').fill('lightbox-app');
      await page.getByRole('button', { name: 'Test connection' }).press('Enter');
      await expect(page.getByRole('status', { name: 'What the server can do' })).toContainText('The sign-in was not tried');
      await inspectScreen(page, 'login-page-found-1024x768');
    });

    const wait = page.getByText('Sign in on the page in your browser.');
    const start = async (button: string) => {
      const before = opened.length;
      await page.getByRole('button', { name: button, exact: true }).click();
      await expect(wait).toBeVisible();
      await expect.poll(() => opened.length).toBe(before + 1);
      return opened.at(-1) ?? '';
    };

    await test.step('waiting can be given up, and the page may say no', async () => {
      await start('Sign in and connect');
      await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
      await inspectScreen(page, 'login-page-waiting-1024x768');
      await page.keyboard.press('Enter');
      await expect(wait).toBeHidden();
      await expect(page.getByRole('alert')).toHaveCount(0);
      expect(await signInInBrowser(await start('Sign in and connect'), server, 'Deny')).toBe('Not signed in');
      await expect(page.getByText('The hospital’s login page did not let Lightbox in.')).toBeVisible();
    });

    await test.step('signed in, it reads the chart', async () => {
      expect(await signInInBrowser(await start('Sign in and connect'), server, 'Allow')).toBe('Back to Lightbox');
      await goTo(page, 'Patients');
      await expect(page.getByRole('list', { name: 'Patients' }).getByRole('link')).toHaveCount(6);
      const view = JSON.stringify(await ask(page, 'connection.current', undefined));
      for (const secret of ['eyJ', 'efresh', server.clientSecret]) expect(view).not.toContain(secret);
    });

    await test.step('when the chart does not accept it any more, work waits, and one button leads back', async () => {
      const patients = await ask(page, 'patients.list', { query: 'Marchbanks' });
      const [media] = await ask(page, 'media.list', { patientId: patients[0]?.id ?? '' });
      const mediaId = media?.id ?? '';
      const { deviceName = null } = (await ask(page, 'media.get', { mediaId })).resource;
      await ask(page, 'sync.setOffline', { offline: true });
      await server.stop();
      // The same address, another chart owner's grants: none.
      server = await runMediaServer(['--data', join(temporaryDirectory, 'other'), '--port', new URL(server.baseUrl).port], environment);
      await ask(page, 'media.edit', { mediaId, edit: { element: 'deviceName', from: deviceName, to: 'Camera 2' } });
      await ask(page, 'sync.setOffline', { offline: false });
      await goTo(page, 'Sync');
      await expect(page.getByText('The chart does not accept this sign-in any more.')).toBeVisible();
      await inspectScreen(page, 'login-page-signed-out-1024x768');
      const entries = await ask(page, 'sync.entries', undefined);
      expect(entries.filter(({ state }) => state !== 'confirmed')).toMatchObject([{ state: 'pending', attempts: 0 }]);
      await goTo(page, 'Settings');
      await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
      await page.emulateMedia({ colorScheme: 'dark' });
      await inspectScreen(page, 'login-page-signed-out-settings-dark-1024x768');
      await page.emulateMedia({ colorScheme: 'light' });
      await goTo(page, 'Sync');
      expect(await signInInBrowser(await start('Sign in'), server, 'Allow')).toBe('Back to Lightbox');
      await expect.poll(async () => (await ask(page, 'sync.status', undefined)).link).toBe('online');
      await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeHidden();
      await expect.poll(async () => (await ask(page, 'sync.entries', undefined)).filter(({ state }) => state !== 'confirmed').length).toBe(0);
    });

    await test.step('the form for changing it shows what is kept, and no secret', async () => {
      await page.setViewportSize({ width: 1440, height: 900 });
      await goTo(page, 'Settings');
      await page.getByRole('button', { name: 'Change or test' }).click();
      await page.getByText('Advanced').click();
      await expect(page.getByLabel('Client ID')).toHaveValue('lightbox-app');
      await page.getByLabel('Proxy', { exact: true }).fill('http://user:password@proxy.example');
      await page.getByLabel('Certificate authority of the hospital').fill('no certificate');
      await page.getByText('Advanced').click();
      await page.getByRole('button', { name: 'Test connection' }).click();
      await expect(page.getByText('The address of an HTTP proxy is needed')).toBeVisible();
      await expect(page.getByText('A certificate begins with')).toBeVisible();
      await inspectScreen(page, 'connection-advanced-1440x900');
    });
  } finally {
    await server.stop();
  }
});

test('a certificate the hospital signed itself is asked for at its field, and then the chart is reached, by the keyboard alone', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(120_000);
  const server = await runMediaServer(['--tls-certificate', hospitalPairFile, '--tls-key', hospitalPairFile]);
  try {
    const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
    await page.setViewportSize({ width: 1024, height: 768 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await createPassphrase(page, { name: 'Test Nurse', passphrase: 'quartz lantern orbits seven meadows' });
    const press = async (...keys: readonly string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const authority = page.getByLabel('Certificate authority of the hospital');
    await page.getByLabel('Address of the chart').focus();
    await page.keyboard.insertText(server.baseUrl);
    await press('Enter');
    await expect(page.getByText('Give the certificate of the hospital’s authority here')).toBeVisible();
    await expect(authority).toBeFocused();
    await inspectScreen(page, 'certificate-unknown-dark-1024x768');

    // The file is chosen in a window of the system's own, which the test stands in for.
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Take it from a file' }).focus();
    await press('Enter');
    await (await chooser).setFiles(hospitalAuthorityFile);
    await expect(authority).toHaveValue(/BEGIN CERTIFICATE/);
    await page.getByLabel('Address of the chart').focus();
    await press('Tab', 'Enter');
    await expect(page.getByRole('status', { name: 'What answers there' })).toContainText('Lightbox Media Server');
    await page.getByLabel('Sign in with').selectOption({ label: 'Client credentials' });
    await expect(page.getByLabel('Token URL')).toHaveValue(server.tokenUrl);
    await page.getByLabel('Client ID').focus();
    await page.keyboard.insertText(server.clientId);
    await press('Tab');
    await page.keyboard.insertText(server.clientSecret);
    await press('Enter');
    await goTo(page, 'Patients');
    await expect(page.getByRole('list', { name: 'Patients' }).getByRole('link')).toHaveCount(6);
    await goTo(page, 'Settings');
    await expect(page.getByText('Also those the hospital’s own authority signed')).toBeVisible();
  } finally {
    await server.stop();
  }
});
