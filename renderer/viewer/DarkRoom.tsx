import { MantineProvider, Portal, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { theme, themeVariables } from '../ui/index.ts';
import classes from './Viewer.module.css';

const name = 'lightbox-dark-room';

/** Neutral greys, not the app's cool ramp: a tinted surround shifts how skin and film are seen. */
const neutral: MantineColorsTuple = ['#e4e4e4', '#c4c4c4', '#a3a3a3', '#767676', '#474747', '#393939', '#2b2b2b', '#1f1f1f', '#171717', '#111111'];

const darkRoomVariables: CSSVariablesResolver = (base) => {
  const variables = themeVariables(base);
  return {
    ...variables,
    dark: {
      ...variables.dark, '--mantine-color-body': neutral[7], '--mantine-color-placeholder': neutral[2],
      '--lightbox-ground': neutral[8], '--lightbox-surface': neutral[7], '--lightbox-line': neutral[5], '--lightbox-picture-ground': neutral[8],
    },
  };
};

/** Dark for what is inside, menus and tooltips included, whatever the rest of the window looks like. */
export function DarkRoom({ children }: { readonly children: ReactNode }) {
  const [room, setRoom] = useState<HTMLElement | null>(null);
  const darkTheme = useMemo(() => ({
    ...theme,
    colors: { ...theme.colors, dark: neutral },
    components: { ...theme.components, Portal: Portal.extend({ defaultProps: room === null ? {} : { target: room } }) },
  }), [room]);
  return (
    <div ref={setRoom} id={name} data-mantine-color-scheme="dark" className={classes['room']}>
      {room === null ? null : (
        <MantineProvider
          theme={darkTheme} cssVariablesResolver={darkRoomVariables} forceColorScheme="dark" cssVariablesSelector={`#${name}`} getRootElement={() => room} withGlobalClasses={false}
          deduplicateCssVariables={false}
        >
          {children}
        </MantineProvider>
      )}
    </div>
  );
}
