import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './launchLightbox.ts';
import { startSlowChart } from './slowChart.ts';
import { ask, createPassphrase, goTo, patientBanner, unlock } from './steps.ts';
import { waveFile } from './waveFile.ts';

const camera = ['--use-fake-device-for-media-stream'];
const passphrase = 'quartz lantern orbits seven meadows';
const nonsense = { name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture at all') };

function passphraseFields(page: Page, label: string) {
  return { once: page.getByLabel(new RegExp(`^${label}( \\*)?$`)), again: page.getByLabel(new RegExp(`^${label} again`)) };
}

test('by keyboard alone: find a patient, open a picture, go elsewhere, lock', async ({ launchLightbox, temporaryDirectory }) => {
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox'), args: ['--demo'], chromiumArgs: camera });
  const patients = page.getByRole('list', { name: 'Patients' });
  await expect(patients.getByRole('link')).toHaveCount(6);

  await page.keyboard.type('march');
  await expect(patients.getByRole('link')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await expect(patients.getByRole('link', { name: 'Marchbanks, Rosalind' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(patientBanner(page)).toContainText('Marchbanks, Rosalind');

  const visit = (number: number) => page.getByRole('link', { name: `Lower leg ulcer, visit ${String(number)}` });
  await visit(6).focus();
  await page.keyboard.press('ArrowRight');
  await expect(visit(5)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('frame-canvas')).toHaveAttribute('data-frame', '0');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('nunez');
  await page.keyboard.press('Enter');
  await expect(patientBanner(page)).toContainText("O'Brien-Núñez, Noor");

  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('button', { name: 'Take picture' })).toBeEnabled();
  await page.keyboard.press('Space');
  await expect(page.getByText('Saved on this computer')).toBeVisible();
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog').getByText('Take picture')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  await page.keyboard.press('Control+l');
  await expect(page.getByRole('button', { name: 'Unlock', exact: true })).toBeVisible();
  await expect(page.getByText('Núñez')).toHaveCount(0);
});

test('more patients than anybody looks through come as they are asked for: by scrolling, by End, by searching', async ({ launchLightbox, temporaryDirectory }) => {
  const bytes = waveFile(1_000);
  const media = { resourceType: 'Media', status: 'completed', content: { contentType: 'audio/wav', url: 'Binary/1', size: bytes.byteLength } };
  const others = Array.from({ length: 450 }, (_, index) => ({ resourceType: 'Patient', id: `other${String(index)}`, name: [{ family: `Person${String(index).padStart(3, '0')}` }] }));
  const chart = await startSlowChart({ bytes, media }, others);
  try {
    const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
    await createPassphrase(page, { name: 'Test Nurse', passphrase });
    await ask(page, 'connection.connect', { name: 'Many', baseUrl: chart.baseUrl, auth: { kind: 'none' } });
    await goTo(page, 'Patients');
    const status = page.getByRole('status').filter({ hasText: 'patient' });
    await expect(status).toHaveText('More than 199 patients');
    const told = await status.evaluateHandle((element) => {
      const texts: (string | null)[] = [];
      new MutationObserver(() => texts.push(element.textContent)).observe(element, { childList: true, characterData: true, subtree: true });
      return texts;
    });
    await page.getByRole('link', { name: 'Oakhaven, Mira' }).focus();
    await page.keyboard.press('End');
    await expect(status).toHaveText('More than 399 patients');
    for (let presses = 0; presses < 2; presses += 1) await page.keyboard.press('End');
    await expect(status).toHaveText('451 patients');
    // Those that are here are never told to be all while more of them are asked for.
    expect(await told.jsonValue()).toEqual(['More than 399 patients', '451 patients']);
    await page.keyboard.press('End');
    await expect(page.getByRole('link', { name: 'Person449' })).toBeFocused();
    await page.getByRole('searchbox', { name: 'Search patients' }).fill('person321');
    await expect(page.getByRole('link', { name: /^Person/ })).toHaveText(['Person321']);
  } finally {
    await chart.close();
  }
});

test('a file that cannot be saved says why, blocks nothing, and stays until the person lets it go', async ({ launchLightbox, temporaryDirectory }) => {
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox'), args: ['--demo'], chromiumArgs: camera });
  await goTo(page, 'Capture');
  await expect(page.getByText('Who is the picture of?')).toBeVisible();
  await page.getByRole('link', { name: 'Wieczorek, Tomasz' }).click();
  await expect(page.getByRole('region', { name: 'Camera' })).toContainText('WIECZOREK, Tomasz');

  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files' }).click();
  await (await chosen).setFiles(nonsense);
  const strip = page.getByRole('region', { name: 'Just added' });
  await expect(strip.getByRole('alert')).toContainText('Not saved');

  await page.getByLabel('Title').fill('Left forearm');
  await page.getByRole('combobox', { name: 'Body site' }).fill('forearm');
  await page.getByRole('option', { name: 'Forearm', exact: true }).click();
  await page.keyboard.press('Control+Enter');
  await expect(strip.getByText('Saved on this computer')).toBeVisible();
  await expect(strip.getByRole('link', { name: 'Left forearm' })).toBeVisible();

  await page.keyboard.press('Control+l');
  await unlock(page, 'lightbox demo');
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('img', { name: '1 not saved' })).toBeVisible();
  await expect(strip.getByRole('alert')).toContainText('Not saved');
  await strip.getByRole('button', { name: 'Discard' }).click();
  await expect(strip).toBeHidden();

  await page.getByRole('link', { name: 'Done' }).click();
  await expect(page.getByRole('link', { name: 'Left forearm' })).toBeVisible();
});

test('first run: weak passphrases are refused, the recovery key opens what a forgotten one locked', async ({ launchLightbox, temporaryDirectory }) => {
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
  const create = passphraseFields(page, 'Passphrase');
  await page.getByLabel('Your name').fill('Test Nurse');
  await create.once.fill('password123');
  await create.again.fill('password124');
  await expect(page.getByText(/^Very weak/)).toBeVisible();
  await page.getByRole('button', { name: 'Create passphrase' }).click();
  await expect(page.getByText('Too easy to guess.', { exact: false })).toBeVisible();
  await expect(page.getByText('The two passphrases are not the same.')).toBeVisible();

  await create.once.fill(passphrase);
  await create.again.fill(passphrase);
  await page.getByRole('button', { name: 'Create passphrase' }).click();
  const recoveryKey = await page.getByRole('status', { name: 'Recovery key' }).innerText();
  await expect(page.getByRole('button', { name: 'Continue' })).toBeDisabled();
  await page.getByLabel('I have printed it or stored it in a safe place').check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();
  await expect(page.getByRole('list', { name: 'Patients' }).getByRole('link')).toHaveCount(6);

  await page.getByRole('button', { name: 'Lock' }).click();
  await unlock(page, 'something else entirely');
  await expect(page.getByRole('alert')).toContainText('That is not the right passphrase.');
  await expect(create.once).toBeFocused();
  await page.getByRole('button', { name: 'Forgotten? Use the recovery key' }).click();
  const renewed = passphraseFields(page, 'New passphrase');
  await page.getByLabel(/^Recovery key/).fill(recoveryKey.toLowerCase());
  await renewed.once.fill(`${passphrase} again`);
  await renewed.again.fill(`${passphrase} again`);
  await page.getByRole('button', { name: 'Unlock and set the new passphrase' }).click();
  await expect(page.getByRole('list', { name: 'Patients' }).getByRole('link')).toHaveCount(6);
});
