import { MantineProvider, Portal } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { theme, themeVariables } from '../ui/index.ts';
import classes from './Viewer.module.css';

const name = 'lightbox-dark-room';

/** Dark for what is inside, menus and tooltips included, whatever the rest of the window looks like. */
export function DarkRoom({ children }: { readonly children: ReactNode }) {
  const [room, setRoom] = useState<HTMLElement | null>(null);
  const darkTheme = useMemo(() => ({
    ...theme,
    components: { ...theme.components, Portal: Portal.extend({ defaultProps: room === null ? {} : { target: room } }) },
  }), [room]);
  return (
    <div ref={setRoom} id={name} data-mantine-color-scheme="dark" className={classes['room']}>
      {room === null ? null : (
        <MantineProvider
          theme={darkTheme} cssVariablesResolver={themeVariables} forceColorScheme="dark" cssVariablesSelector={`#${name}`} getRootElement={() => room} withGlobalClasses={false}
          deduplicateCssVariables={false}
        >
          {children}
        </MantineProvider>
      )}
    </div>
  );
}
