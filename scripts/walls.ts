import { parseArgs } from 'node:util';
import { projectPath } from './build/projectPath.ts';
import { checkHabits } from './walls/checkHabits.ts';
import { checkWalls } from './walls/checkWalls.ts';
import { readModules } from './walls/readModules.ts';

/** `node scripts/walls.ts [--root DIR]`: which way imports run, and a few habits no linter knows. Exit code 1 with findings. */
const { values } = parseArgs({ options: { root: { type: 'string', default: projectPath('.') } } });
const modules = readModules(values.root);
const imports = modules.reduce((sum, module) => sum + module.imports.length, 0);
// A checker that looked at nothing would report success.
if (modules.length === 0 || imports === 0) throw new Error(`walls: nothing to check under ${values.root}`);

const findings = [...checkWalls(modules), ...checkHabits(modules)];
for (const { path, line, rule, message } of findings) console.log(`${path}:${String(line)}: ${rule}: ${message}`);
console.log(`walls: ${String(modules.length)} modules, ${String(imports)} imports, ${String(findings.length)} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
