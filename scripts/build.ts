import { parseArgs } from 'node:util';
import { buildStale } from './build/buildStale.ts';

/** `npm run build [-- --force]` */
const { values } = parseArgs({ options: { force: { type: 'boolean', default: false } } });
const started = performance.now();
const built = await buildStale({ force: values.force });
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(built.length === 0 ? `build: nothing changed (${seconds} s)` : `build: ${built.join(' and ')} (${seconds} s)`);
