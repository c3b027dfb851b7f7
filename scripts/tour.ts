import { runPlaywright } from './steps/runPlaywright.ts';

/** `npm run tour`: walks through the main job and writes a picture of every screen to docs/screenshots. */
process.exitCode = await runPlaywright(['test/e2e/tour.spec.ts', ...process.argv.slice(2)], { LIGHTBOX_SCREENSHOTS: 'docs/screenshots' });
