import { homedir } from 'node:os';
import type { BaseWindow, dialog as electronDialog, OpenDialogOptions, OpenDialogReturnValue } from 'electron';

/** Without the system's dialogs a person says before the start which folder they would choose; a test, which one or none. */
const folder = () => process.env['LIGHTBOX_HOST_FOLDER'] ?? (process.env['LIGHTBOX_HOST_TEST'] === '1' ? '' : homedir());

export const dialog = {
  showOpenDialog: async (windowOrOptions: BaseWindow | OpenDialogOptions, options?: OpenDialogOptions): Promise<OpenDialogReturnValue> => {
    const { properties = [] } = options ?? (windowOrOptions as OpenDialogOptions);
    if (!properties.includes('openDirectory')) throw new TypeError('The host chooses folders only');
    return { canceled: folder() === '', filePaths: folder() === '' ? [] : [folder()] };
  },
} satisfies Pick<typeof electronDialog, 'showOpenDialog'>;
