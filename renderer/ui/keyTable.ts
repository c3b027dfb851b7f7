import { getHotkeyHandler } from '@mantine/hooks';
import { useEffect, useEffectEvent, useId, useSyncExternalStore } from 'react';

/** One table makes the help and the handlers. Keys are written as Mantine writes them: "mod+K", "shift+ArrowLeft". */
export interface KeyTable<Action extends string = string> {
  /** Heading in the help. */
  readonly title: string;
  /** What the keys together do, where their labels have no room for it. */
  readonly note?: string;
  readonly bindings: readonly {
    readonly action: Action;
    readonly keys: readonly string[];
    readonly label: string;
    /** Something else listens to these keys, always; they are only told here. */
    readonly elsewhere?: true;
  }[];
}

/** In the order in which they began to listen. */
const listening = new Map<string, KeyTable>();
let shownTables: readonly KeyTable[] = [];
const listeners = new Set<() => void>();

function tell(): void {
  shownTables = [...listening.values()].filter(({ bindings }) => bindings.length > 0);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Of everything that listens at the moment, the keys that do something, for the help. */
export function useShownKeyTables(): readonly KeyTable[] {
  return useSyncExternalStore(subscribe, () => shownTables);
}

/** Boxes that are ticked take no letters, and of a choice only the arrows walk through it. */
function isTyping({ target, key }: KeyboardEvent): boolean {
  if (target instanceof HTMLInputElement && (target.type === 'checkbox' || target.type === 'radio')) return target.type === 'radio' && key.startsWith('Arrow');
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
}

/** A focused button, link or heading that opens takes these keys itself. */
function isPressing(event: KeyboardEvent): boolean {
  return (event.key === ' ' || event.key === 'Enter') && event.target instanceof Element && event.target.closest('button, a, summary') !== null;
}

/**
 * Listens to the keys of one table while the component is mounted; all rest while a dialog has the focus, and keys without
 * Ctrl or Cmd while somebody types. Actions without a handler are left alone too.
 */
export function useKeyTable<Action extends string>(table: KeyTable<Action>, handlers: Partial<Record<Action, () => void>>): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const inDialog = event.target instanceof Element && event.target.closest('[role="dialog"]') !== null;
    if (inDialog) return;
    const plainKeysRest = isTyping(event) || isPressing(event);
    const items = table.bindings.flatMap(({ action, keys }) => {
      const handler = handlers[action];
      if (handler === undefined) return [];
      return keys.filter((key) => !plainKeysRest || key.startsWith('mod+')).map((key): [string, () => void] => [key, handler]);
    });
    getHotkeyHandler(items)(event);
  });
  const id = useId();
  /** Changes when another key does something, and then only. */
  const bound = table.bindings.filter(({ action }) => handlers[action] !== undefined).map(({ action }) => action).join(' ');
  useEffect(() => {
    const actions: readonly string[] = bound.split(' ');
    listening.set(id, { ...table, bindings: table.bindings.filter(({ action, elsewhere }) => elsewhere === true || actions.includes(action)) });
    tell();
  }, [id, table, bound]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => pressed(event);
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      listening.delete(id);
      tell();
    };
  }, [id]);
}
