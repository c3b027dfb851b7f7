import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { demoPatients } from '../../electron/mediaServer/demo/catalogue.ts';
import { everyKind, gifClip } from '../support/everyKind.ts';
import { inspectScreen } from './inspectScreen.ts';
import { expect, test } from './launchLightbox.ts';
import { ask, createPassphrase, openPatient, takeIn } from './steps.ts';

const { ultrasound } = demoPatients;
const canvases = (page: Page) => page.getByTestId('frame-canvas');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const frames = (page: Page) => canvases(page).evaluateAll((all) => all.map((canvas) => Number(canvas.dataset['frame'])));

/** Frames of each, and the pace of the second is twice the first's. */
const count = 12;
const clips = { slow: 'Clip at rest', fast: 'Clip under load', still: 'Photograph' } as const;

/** What the panes show, each time that changes, from now on. */
async function record(page: Page): Promise<() => Promise<readonly (readonly number[])[]>> {
  await page.getByTestId('compare-stage').evaluate((stage) => {
    const seen: number[][] = [];
    const write = () => {
      const now = [...stage.querySelectorAll<HTMLElement>('[data-testid="frame-canvas"]')].map((canvas) => Number(canvas.dataset['frame']));
      if (seen.at(-1)?.join() !== now.join()) seen.push(now);
    };
    write();
    new MutationObserver(write).observe(stage, { subtree: true, attributeFilter: ['data-frame'] });
    Object.assign(stage, { seen });
  });
  return () => page.getByTestId('compare-stage').evaluate((stage) => [...(stage as HTMLElement & { readonly seen: number[][] }).seen]);
}

/** Of one pane, each frame as often as it came. */
const ofOne = (seen: readonly (readonly number[])[], pane: number) => seen.map((now) => now[pane] ?? Number.NaN).filter((frame, index, all) => frame !== all[index - 1]);
const rounds = (seen: readonly (readonly number[])[], pane: number) => ofOne(seen, pane).filter((frame, index) => index > 0 && frame === 0).length;

/** None is left out, over the end to the beginning. */
function expectEveryFrame(seen: readonly (readonly number[])[], pane: number): void {
  const order = ofOne(seen, pane);
  for (const [index, frame] of order.entries()) if (index > 0) expect(frame, order.join(' ')).toBe(((order[index - 1] ?? 0) + 1) % count);
}

/** The fast one is this many of its frames ahead, until it ends. Two canvases are not painted at the same moment, nor do they go back to the beginning at the same. */
function expectDistance(seen: readonly (readonly number[])[], ahead: number): void {
  for (const [slow = 0, fast = 0] of seen) {
    if (slow === 0 || (slow === count - 1 && fast < 2)) continue;
    expect(Math.abs(fast - Math.min(count - 1, ahead + 2 * slow)), `${String(slow)} ${String(fast)}`).toBeLessThanOrEqual(2);
  }
}

async function open(page: Page, titles: readonly string[]): Promise<void> {
  await openPatient(page, ultrasound.family);
  for (const title of titles) {
    await page.getByRole('link', { name: title, exact: true }).focus();
    await page.keyboard.press('Space');
    await expect(page.getByRole('checkbox', { name: `Compare ${title}` })).toBeChecked();
  }
  await page.keyboard.press('c');
  await expect(canvases(page)).toHaveCount(titles.length);
  await expect.poll(() => frames(page)).toEqual(titles.map(() => 0));
}

test('clips that are compared play: together at their own rates, as far apart as they stand; or each by itself', async ({ launchLightbox, temporaryDirectory }) => {
  test.setTimeout(240_000);
  const { page } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'Lightbox') });
  await page.setViewportSize({ width: 1440, height: 900 });
  await createPassphrase(page, { name: 'Test Nurse', passphrase: 'quartz lantern orbits seven meadows' });
  await page.getByRole('button', { name: 'Try the demo EHR on this computer' }).click();
  await openPatient(page, ultrasound.family);
  const [patient] = await ask(page, 'patients.list', { query: ultrasound.family });
  await takeIn(page, patient?.id ?? '', clips.slow, '2026-11-01T08:00:00+01:00', await gifClip(count, 200));
  await takeIn(page, patient?.id ?? '', clips.fast, '2026-11-02T08:00:00+01:00', await gifClip(count, 100));
  await takeIn(page, patient?.id ?? '', clips.still, '2026-11-03T08:00:00+01:00', await everyKind.jpeg.make());
  await open(page, Object.values(clips));

  await test.step('moved together: the fast one shows two frames for one of the slow one, waits at its end, and both begin again; the photograph stops nobody', async () => {
    const seen = await record(page);
    await page.keyboard.press('Space');
    await expect(button(page, 'Pause')).toBeVisible();
    await inspectScreen(page, 'compare-playing');
    await expect.poll(async () => rounds(await seen(), 0)).toBeGreaterThan(1);
    const all = await seen();
    for (const pane of [0, 1]) expectEveryFrame(all, pane);
    expectDistance(all, 0);
    expect(new Set(all.map(([, , still]) => still))).toEqual(new Set([0]));
  });

  await test.step('a step stops them where they are, and moves both by one', async () => {
    await page.keyboard.press('End');
    await expect(button(page, 'Play')).toBeVisible();
    await expect.poll(() => frames(page)).toEqual([count - 1, count - 1, 0]);
    await page.keyboard.press('Home');
    await expect.poll(() => frames(page)).toEqual([0, 0, 0]);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => frames(page)).toEqual([1, 1, 0]);
    // The bar takes its arrows itself; they are not heard twice.
    await page.getByRole('slider', { name: 'Frame' }).press('ArrowRight');
    await expect.poll(() => frames(page)).toEqual([2, 2, 0]);
    await page.keyboard.press('Home');
  });

  await test.step('by itself only the marked one plays; unlinking and linking stop', async () => {
    await page.keyboard.press('l');
    await page.keyboard.press('ArrowDown');
    for (let step = 1; step <= 4; step += 1) await page.keyboard.press('ArrowRight');
    await expect.poll(() => frames(page)).toEqual([0, 4, 0]);
    const seen = await record(page);
    await page.keyboard.press('Space');
    await expect.poll(async () => rounds(await seen(), 1)).toBeGreaterThan(0);
    expectEveryFrame(await seen(), 1);
    expect(rounds(await seen(), 0)).toBe(0);
    await page.keyboard.press('ArrowDown');
    await expect(page.getByText('This picture has one frame')).toBeVisible();
    await page.keyboard.press('l');
    await expect(button(page, 'Play')).toBeVisible();
    await page.keyboard.press('Home');
    await expect.poll(() => frames(page)).toEqual([0, 0, 0]);
  });

  await test.step('as far apart as they were set, also after a pause and in the next round; once is once', async () => {
    await page.keyboard.press('l');
    await page.keyboard.press('ArrowUp');
    for (let step = 1; step <= 4; step += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('l');
    await expect.poll(() => frames(page)).toEqual([0, 4, 0]);
    await page.keyboard.press('r');
    await expect(button(page, 'Plays once')).toBeVisible();
    const seen = await record(page);
    await button(page, 'Play').press('Space');
    await expect.poll(async () => (await frames(page))[0]).toBeGreaterThan(1);
    await button(page, 'Pause').press('Space');
    await button(page, 'Play').press('Space');
    await expect.poll(() => frames(page)).toEqual([count - 1, count - 1, 0]);
    await expect(button(page, 'Play')).toBeVisible();
    expectDistance(await seen(), 4);
    expect(rounds(await seen(), 0)).toBe(0);
    const again = await record(page);
    await button(page, 'Play').press('Space');
    await expect.poll(async () => rounds(await again(), 0)).toBe(1);
    await expect.poll(() => frames(page)).toEqual([count - 1, count - 1, 0]);
    expectDistance((await again()).slice(1), 4);
    await page.setViewportSize({ width: 1024, height: 768 });
    await inspectScreen(page, 'compare-played-small-window');
    await page.keyboard.press('Shift+?');
    await expect(page.getByRole('dialog')).toContainText('as far apart in time as they stand');
    await inspectScreen(page, 'compare-help');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('link', { name: clips.slow, exact: true })).toBeVisible();
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step('on top of each other Space plays too, whatever of them has the focus', async () => {
    await open(page, [clips.slow, clips.fast]);
    await page.keyboard.press('d');
    await expect(page.getByRole('slider', { name: 'Divider' })).toBeFocused();
    await page.keyboard.press('Space');
    await expect(button(page, 'Pause')).toBeVisible();
    await expect.poll(async () => (await frames(page)).every((frame) => frame > 2)).toBe(true);
    await inspectScreen(page, 'compare-playing-swipe');
    await page.keyboard.press('Space');
    await expect(button(page, 'Play')).toBeVisible();
    await page.getByText('Blend', { exact: true }).click();
    // The mix takes its keys itself; the frames stay where they are.
    const stood = await frames(page);
    await expect(page.getByRole('slider', { name: 'Share of the later picture' })).toBeFocused();
    await page.keyboard.press('Home');
    await expect(page.getByText('100 % earlier, 0 % later')).toBeVisible();
    expect(await frames(page)).toEqual(stood);
    await page.keyboard.press('Space');
    await expect(button(page, 'Pause')).toBeVisible();
    await inspectScreen(page, 'compare-playing-blend');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('link', { name: clips.slow, exact: true })).toBeVisible();
  });
});
