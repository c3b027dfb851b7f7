import { _electron } from '@playwright/test';
import type { WebPreferences } from 'electron';
import type { LaunchedApp, LaunchOptions } from './launchOnHost.ts';

const openedMark = 'lightbox opened ';

/** Starts a built app (`main`, absolute) on Electron itself. */
export async function launchOnElectron(executablePath: string, main: string, options: LaunchOptions = {}): Promise<LaunchedApp> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const electron = await _electron.launch({
    executablePath,
    args: [...sandbox, ...(options.chromiumArgs ?? []), main, ...(options.args ?? [])],
    env: { ...process.env, ...options.environment } as Record<string, string>,
  });
  const child = electron.process();
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.push(...chunk.toString('utf8').trimEnd().split('\n')));
  const opened: string[] = [];
  electron.on('console', (message) => {
    if (message.text().startsWith(openedMark)) opened.push(message.text().slice(openedMark.length));
  });
  await electron.evaluate(({ shell }, mark) => {
    shell.openExternal = async (url) => console.log(`${mark}${url}`);
  }, openedMark);
  await electron.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = async () => ({ canceled: folder === undefined, filePaths: folder === undefined ? [] : [folder] });
  }, options.folder);
  const page = await electron.firstWindow();
  return {
    page,
    output,
    opened,
    windowProfile: await electron.evaluate(({ app }) => app.getPath('userData')),
    webPreferences: await electron.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      // Electron has this method and its types do not.
      const contents = window?.webContents as { getLastWebPreferences?: () => WebPreferences } | undefined;
      return contents?.getLastWebPreferences?.() ?? {};
    }),
    close: async () => {
      await page.close();
      return exited;
    },
    quit: async () => {
      // It ends before it could answer.
      await electron.evaluate(({ app }) => void setTimeout(() => app.quit()));
    },
    exited,
    resume: async () => {
      await electron.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
