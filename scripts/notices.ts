import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildStale } from './build/buildStale.ts';
import { projectPath } from './build/projectPath.ts';
import { bundledNotices } from './notices/bundledNotices.ts';
import { codecNotices } from './notices/codecNotices.ts';
import { copiedNotices } from './notices/copiedNotices.ts';
import { nativeNotices } from './notices/nativeNotices.ts';
import { pdfNotices } from './notices/pdfNotices.ts';
import { renderNotices } from './notices/renderNotices.ts';

/** `npm run notices` writes THIRD-PARTY-NOTICES.md; with `--check` it only says whether that file is current. */
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const file = projectPath('THIRD-PARTY-NOTICES.md');

await buildStale();
const notices = renderNotices([...bundledNotices(), ...nativeNotices(), ...copiedNotices(), ...codecNotices(), ...pdfNotices()]);
if (!values.check) {
  writeFileSync(file, notices);
} else if (readFileSync(file, 'utf8') !== notices) {
  console.error('THIRD-PARTY-NOTICES.md does not name what ships now: run "npm run notices".');
  process.exitCode = 1;
}
