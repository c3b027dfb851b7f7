import { join } from 'node:path';
import { expect, test } from './launchLightbox.ts';
import { goTo } from './steps.ts';

test('the settings say how much of the disk the pictures take, and how much they may', async ({ launchLightbox, temporaryDirectory }) => {
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox'), args: ['--demo'] });
  await expect(page.getByRole('list', { name: 'Patients' }).getByRole('link')).toHaveCount(6);
  await goTo(page, 'Settings');
  const computer = page.getByRole('region', { name: 'This computer' });
  await expect(computer.getByText(/^\d+(\.\d)? MB$/)).toBeVisible();
  const limit = computer.getByLabel('Keep at most');
  await expect(limit).toHaveValue('20000000000');
  await limit.selectOption('5000000000');
  await goTo(page, 'Library');
  await goTo(page, 'Settings');
  await expect(limit).toHaveValue('5000000000');
});
