import { projectPath } from '../build/projectPath.ts';
import { runCommand, tool } from './runCommand.ts';
import type { Step } from './step.ts';

/** A command that is right or wrong as a whole. */
function check(name: string, command: string, ...args: readonly string[]): Step {
  return {
    name,
    run: async () => {
      const { code, output } = await runCommand(command, args);
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output };
    },
  };
}

const script = (name: string) => [process.execPath, projectPath(`scripts/${name}.ts`)] as const;

export const types = check('types', ...tool('typescript/bin/tsc'), '-b');
export const lint = check('lint', ...tool('oxlint/bin/oxlint'));
export const importWalls = check('walls', ...script('walls'));
export const unused = check('unused code', ...tool('knip/bin/knip.js'), '--no-progress', '--no-config-hints');
/** What only tests use is unused too. */
export const onlyTested = check('only tested', ...tool('knip/bin/knip.js'), '--no-progress', '--no-config-hints', '--production', '--include', 'files');
export const built = check('build', ...script('build'));
export const noticesCurrent = check('notices', ...script('notices'), '--check');
export const keyboardCurrent = check('keyboard help', ...script('keyboard'), '--check');
