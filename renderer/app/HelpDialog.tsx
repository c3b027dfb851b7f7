import { Kbd, Modal, Text } from '@mantine/core';
import { useShownKeyTables } from '../ui/index.ts';
import classes from './HelpDialog.module.css';

const apple = navigator.userAgent.includes('Mac');
const keyNames: Readonly<Record<string, string>> = {
  mod: apple ? '⌘' : 'Ctrl', shift: 'Shift', alt: apple ? '⌥' : 'Alt', ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', '[plus]': '+', space: 'Space', AudioVolumeUp: 'Volume up',
};

function Keys({ keys }: { readonly keys: string }) {
  // "?" already says Shift.
  const parts = keys.split('+').filter((part) => !(part === 'shift' && keys.endsWith('?')));
  return <span className={classes['keys']}>{parts.map((part) => <Kbd key={part} size="sm">{keyNames[part] ?? part}</Kbd>)}</span>;
}

/** The keys that work right now, from the same tables that handle them. */
export function HelpDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const tables = useShownKeyTables();
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="min(1040px, 92vw)" closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className={classes['tables']}>
        {tables.map((table) => (
          <section key={table.title} className={classes['table']}>
            <Text component="h3" size="sm" fw={600} mb="xs">{table.title}</Text>
            {table.note === undefined ? null : <Text size="xs" c="dimmed" mb="xs">{table.note}</Text>}
            <dl>
              {table.bindings.map((binding) => (
                <div key={binding.action} className={classes['row']}>
                  <dt>{binding.label}</dt>
                  <dd>{binding.keys.map((keys) => <Keys key={keys} keys={keys} />)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
