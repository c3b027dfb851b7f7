import type { Menu as ElectronMenu, MenuItemConstructorOptions } from 'electron';

/** Kept, so that a mistake in a template shows; a page has no menu bar. */
export const Menu = {
  buildFromTemplate: (template: Parameters<typeof ElectronMenu.buildFromTemplate>[0]) => {
    template.forEach(checkItem);
    return { items: template };
  },
  setApplicationMenu: (_menu: unknown) => undefined,
};

function checkItem(item: object): void {
  const { label, role, type, submenu } = item as MenuItemConstructorOptions;
  if (label === undefined && role === undefined && type !== 'separator') throw new TypeError('A menu item needs a label, a role or to be a separator');
  if (Array.isArray(submenu)) submenu.forEach(checkItem);
}
