import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { LightboxEvent } from '../../shared/ipc/contract.ts';

type Command = Extract<LightboxEvent, { topic: 'command' }>['command'];

/** The page handles these keys itself, so that a text field keeps its own undo; the menu shows them and works by pointer. */
const commandItem = (label: string, accelerator: string, command: Command, send: (command: Command) => void): MenuItemConstructorOptions => ({
  label,
  accelerator,
  registerAccelerator: false,
  click: () => {
    send(command);
  },
});

export function installMenu(platform: NodeJS.Platform, send: (command: Command) => void): void {
  const template: MenuItemConstructorOptions[] = [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: 'File',
      submenu: [commandItem('Find…', 'CommandOrControl+K', 'find', send), commandItem('Lock', 'CommandOrControl+L', 'lock', send), { type: 'separator' }, { role: platform === 'darwin' ? 'close' : 'quit' }],
    },
    {
      label: 'Edit',
      submenu: [
        commandItem('Undo', 'CommandOrControl+Z', 'undo', send),
        commandItem('Redo', 'Shift+CommandOrControl+Z', 'redo', send),
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    { label: 'View', submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { type: 'separator' }, { role: 'togglefullscreen' }] },
    { role: 'windowMenu' },
    { role: 'help', submenu: [commandItem('Keys and help', 'F1', 'help', send)] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
