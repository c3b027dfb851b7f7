import { runPlaywright } from './steps/runPlaywright.ts';

/** `npm run e2e [-- <Playwright's arguments>]` */
process.exitCode = await runPlaywright(process.argv.slice(2));
