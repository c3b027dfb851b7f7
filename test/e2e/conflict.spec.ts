import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { layerToNote, readLayers } from '../../shared/annotation/noteCodec.ts';
import type { Layer, Shape } from '../../shared/annotation/layer.ts';
import { mediaSchema, type Media } from '../../shared/fhir/resources.ts';
import { openDemoChart } from './demoChart.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { ask, goTo, openPicture, patientBanner } from './steps.ts';

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const rectangle = (number: number, x: number, y: number): Shape => ({ kind: 'rectangle', id: uuid(number), x, y, width: 240, height: 180 });
const arrow = (number: number, x: number): Shape => ({ kind: 'arrow', id: uuid(number), from: { x, y: 640 }, to: { x: x + 150, y: 700 } });
const layer = (shapes: readonly Shape[], name = 'Margins'): Layer => ({
  id: uuid(1), name, colour: '#56B4E9', visible: true, frame: null, imageSize: { width: 1200, height: 900 }, shapes: [...shapes], author: 'N. Nurse',
  createdAt: '2026-11-23T09:00:00.000Z', updatedAt: '2026-11-23T09:00:00.000Z',
});
const drawn = (shapes: readonly Shape[], deviceName: string) => (media: Media): Media => ({
  ...media, deviceName, note: (media.note ?? []).map((note) => (note.id === uuid(1) ? layerToNote(layer(shapes), note) : note)),
});

const radio = (page: Page, group: RegExp, name: RegExp | string) => page.getByRole('radiogroup', { name: group }).getByRole('radio', { name });

test('both sides changed one picture: compared, decided by keyboard alone, and what was set aside comes back', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(180_000);
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox'), args: ['--demo'] });
  await page.setViewportSize({ width: 1440, height: 900 });
  await openPicture(page, 'Marchbanks', 'Lower leg ulcer, visit 6');
  const mediaId = page.url().split('/').at(-1) ?? '';
  const detail = () => ask(page, 'media.get', { mediaId });
  const safety = async () => (await detail()).view.safety.state;
  const draw = (shapes: readonly Shape[]) => ask(page, 'annotations.save', { mediaId, upsert: [layer(shapes)], remove: [] });
  const chart = await openDemoChart(await ask(page, 'connection.current', undefined));
  await draw([rectangle(2, 200, 200), arrow(3, 200)]);
  await expect.poll(safety).toBe('proven');
  const serverId = (await detail()).resource.id ?? '';
  const held = async () => mediaSchema.parse(await chart.read(`Media/${serverId}`));
  const { deviceName } = await held();

  await test.step('offline here, another workstation meanwhile', async () => {
    await ask(page, 'sync.setOffline', { offline: true });
    await draw([rectangle(2, 700, 250), arrow(3, 200), arrow(4, 900)]);
    await ask(page, 'media.edit', { mediaId, edit: { element: 'deviceName', from: deviceName ?? null, to: 'Camera of ward 3' } });
    await chart.updateMedia(serverId, drawn([rectangle(2, 250, 450), arrow(3, 600)], 'Camera of the clinic'));
    await ask(page, 'sync.setOffline', { offline: false });
    await expect.poll(safety).toBe('conflict');
  });

  await test.step('the badge leads to both sides', async () => {
    await page.getByRole('link', { name: 'Changed on both sides' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: /changed on both sides$/ })).toBeFocused();
    await expect(patientBanner(page)).toContainText('Marchbanks');
    for (const side of ['Before', 'Mine, on this computer', 'Theirs, in the chart']) {
      await expect(page.getByRole('region', { name: side }).getByTestId('frame-canvas')).toHaveAttribute('data-frame', '0');
    }
    await expect(page.getByRole('radiogroup', { name: /^\d+\./ })).toHaveCount(2);
    await expect(page.getByRole('button', { name: 'Keep these' })).toBeDisabled();
    await expect(page.getByText('2 choices left.')).toBeVisible();
    await inspectScreen(page, 'conflict-1440x900');
  });

  await test.step('each is chosen by key, and taken back', async () => {
    const device = radio(page, /Device name/, /^Camera of ward 3/);
    while (!(await device.evaluate((element) => element === document.activeElement))) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await expect(device).toBeChecked();
    await page.keyboard.press('ArrowDown');
    await expect(radio(page, /Device name/, /^Camera of the clinic/)).toBeChecked();
    await page.keyboard.press('Control+z');
    await expect(device).toBeChecked();
    const both = radio(page, /Rectangle/, 'Both shapes');
    await page.keyboard.press('Tab');
    while (!(await radio(page, /Rectangle/, /at \(700/).evaluate((element) => element === document.activeElement))) await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowUp');
    await expect(both).toBeChecked();
    await expect(page.getByText('You keep 1 of mine, 1 from both. Nothing is left to choose.')).toBeVisible();
    await page.getByRole('heading', { name: /changed on both sides$/ }).focus();
    await page.keyboard.press('r');
    await expect(page.getByRole('region', { name: 'What comes out' })).toBeVisible();
    await page.setViewportSize({ width: 1024, height: 768 });
    await inspectScreen(page, 'conflict-chosen-1024x768');
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(await safety()).toBe('conflict');
  });

  await test.step('confirmed, it is what both sides said where they did not contradict', async () => {
    await page.keyboard.press('Control+Enter');
    await expect(page.getByTestId('picture-surface')).toBeVisible();
    await expect.poll(safety).toBe('proven');
    const now = await held();
    expect(now.deviceName).toBe('Camera of ward 3');
    const [merged] = readLayers(now).filter(({ id }) => id === uuid(1));
    expect(merged?.shapes.map((shape) => (shape.kind === 'rectangle' ? [shape.x, shape.y] : shape.kind === 'arrow' ? [shape.from.x] : []))).toEqual([[250, 450], [700, 250], [600], [900]]);
  });

  await test.step('what was set aside is told, and comes back as an edit', async () => {
    await page.getByRole('tab', { name: 'Proof & history' }).focus();
    await page.keyboard.press('Enter');
    const setAside = page.getByRole('region', { name: 'Set aside' });
    await expect(setAside).toContainText('Device name: Camera of the clinic');
    await expect(setAside).toContainText('was in the chart');
    await inspectScreen(page, 'conflict-history-1440x900');
    await setAside.getByRole('button', { name: 'Bring back Device name' }).focus();
    await page.keyboard.press('Enter');
    await expect(setAside).toContainText('Brought back');
    await expect(setAside).toContainText('Device name: Camera of ward 3');
    await expect.poll(async () => (await held()).deviceName).toBe('Camera of the clinic');
  });

  await test.step('the sync centre leads there too, and nothing is decided by leaving', async () => {
    await expect.poll(safety).toBe('proven');
    await ask(page, 'sync.setOffline', { offline: true });
    await ask(page, 'media.edit', { mediaId, edit: { element: 'deviceName', from: 'Camera of the clinic', to: 'A' } });
    await chart.updateMedia(serverId, (media) => ({ ...media, deviceName: 'B' }));
    await ask(page, 'sync.setOffline', { offline: false });
    await expect.poll(safety).toBe('conflict');
    await patientBanner(page).getByRole('button', { name: 'Back' }).click();
    await goTo(page, 'Sync');
    await page.getByRole('link', { name: 'Look at both sides' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('radiogroup', { name: /^\d+\./ })).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { name: 'Sync' })).toBeVisible();
    expect(await safety()).toBe('conflict');
  });

  await test.step('what the chart deleted is put back, or the chart is followed', async () => {
    await ask(page, 'sync.setOffline', { offline: true });
    await chart.deleteMedia(serverId);
    await ask(page, 'sync.setOffline', { offline: false });
    await page.getByRole('link', { name: 'Look at both sides' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'A', exact: true }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('heading', { name: 'Sync' })).toBeVisible();
    await expect.poll(async () => (await detail()).view.safety).toMatchObject({ state: 'conflict', failure: { code: 'server.gone' } });
    await page.getByRole('link', { name: 'Look at both sides' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Theirs, in the chart' })).toContainText('Deleted in the chart.');
    await inspectScreen(page, 'conflict-deleted-1440x900');
    await page.getByRole('radio', { name: /^Put it back into the chart/ }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+Enter');
    await expect.poll(safety).toBe('proven');
    expect((await detail()).resource).toMatchObject({ deviceName: 'A' });
    expect((await detail()).resource.id).not.toBe(serverId);
  });
});
