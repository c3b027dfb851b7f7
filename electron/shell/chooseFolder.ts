import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import type { ChooseFolder } from '../workspace/exportEntries.ts';

/** The system's own dialog, over our window. */
export const chooseFolder: ChooseFolder = async ({ title, button }) => {
  const options: OpenDialogOptions = { title, message: title, buttonLabel: button, properties: ['openDirectory', 'createDirectory'] };
  const [window] = BrowserWindow.getAllWindows();
  const { canceled, filePaths } = window === undefined ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return canceled ? undefined : filePaths[0];
};
