import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { appKeys } from '../renderer/app/appKeys.ts';
import { compareKeyTables } from '../renderer/compare/compareKeys.ts';
import { conflictKeyTables } from '../renderer/conflict/conflictKeys.ts';
import { timelineKeys } from '../renderer/patients/timelineKeys.ts';
import type { KeyTable } from '../renderer/ui/keyTable.ts';
import { soundKeys } from '../renderer/viewer/audio/soundKeys.ts';
import { viewerKeyTables } from '../renderer/viewer/keys.ts';
import { projectPath } from './build/projectPath.ts';

/** `npm run keyboard` writes docs/keyboard.md from the tables the handlers and the help use; with `--check` it only says whether it is current. */
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

const names: Readonly<Record<string, string>> = {
  mod: 'Ctrl (⌘)', shift: 'Shift', alt: 'Alt', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', '[plus]': '+', Escape: 'Esc', space: 'Space',
};
/** Mantine's "shift+ArrowLeft" as people write it. */
const readable = (key: string) => key.split('+').map((part) => names[part] ?? part).join(' + ');

const all: readonly KeyTable[] = [appKeys, timelineKeys, ...viewerKeyTables, soundKeys, ...compareKeyTables, ...conflictKeyTables];
const tables = all.map(({ title, note, bindings }) => {
  const rows = bindings.map(({ keys, label }) => `| ${keys.map(readable).join(', ')} | ${label} |`);
  return `## ${title}\n\n${note === undefined ? '' : `${note}\n\n`}| Keys | |\n|---|---|\n${rows.join('\n')}\n`;
});
const text = [
  '# Keys\n',
  'Written by `npm run keyboard` from the tables that make the handlers and the help (press ?). Plain keys rest while you type or a dialog is open. Where two\nlines share keys, the selected shape comes first.\n',
  ...tables,
].join('\n');

const file = projectPath('docs/keyboard.md');
if (!values.check) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/keyboard.md does not show the keys as they are: run "npm run keyboard".');
  process.exitCode = 1;
}
