import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The one accent: a quiet sea blue, dark enough for white text (7.3:1 at shade 7). */
const accent: MantineColorsTuple = ['#eaf5f8', '#d2e8ef', '#a6d1df', '#7cbdd1', '#57a9c1', '#2f8ba8', '#17718f', '#0f5d78', '#0a4a61', '#06384a'];

/** The one grey ramp, light end and dark end; text pairs reach 4.5:1 on their grounds. */
const gray: MantineColorsTuple = ['#f7f8fa', '#eff1f4', '#e3e7ec', '#d0d6de', '#adb6c1', '#87929f', '#5f6b79', '#4b5663', '#343d48', '#1c232b'];
const dark: MantineColorsTuple = ['#dfe3e8', '#bcc4cd', '#98a3af', '#6a7682', '#3d4751', '#303942', '#232a32', '#191f26', '#13181e', '#0d1115'];

/** What alarms, dark enough for white text on it (6.6:1 at shade 7, 5.3:1 at shade 6); Mantine's own red reaches 3.8:1. */
const red: MantineColorsTuple = ['#fdf1ef', '#fbdcd8', '#f6b8b1', '#f28b82', '#ea6459', '#dc4437', '#c8321f', '#b42318', '#931c13', '#72160f'];

const radius = '6px';
const spacing = { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' };
/** Nothing on screen moves for longer than 150 ms. */
const quick = { duration: 100 };
/** What is typed here is about patients: Chromium would keep it, in clear, in its own files. */
const forgotten = { autoComplete: 'off' };

export const theme = createTheme({
  colors: { accent, gray, dark, red },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  black: '#161c23',
  // The system's own face where there is a good one; Inter, which ships with Lightbox, where there is not.
  fontFamily: "-apple-system, BlinkMacSystemFont, 'Segoe UI Variable Text', 'Segoe UI', 'Inter Variable', sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, 'Cascadia Mono', 'Segoe UI Mono', Menlo, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '12px', sm: '14px', md: '15px', lg: '17px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.5', xl: '1.5' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '22px', lineHeight: '28px' }, h2: { fontSize: '17px', lineHeight: '24px' }, h3: { fontSize: '15px', lineHeight: '20px' } },
  },
  defaultRadius: radius,
  radius: { xs: radius, sm: radius, md: radius, lg: radius, xl: radius },
  spacing,
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Modal: { defaultProps: { transitionProps: quick, centered: true, overlayProps: { backgroundOpacity: 0.4 } } },
    // The first entry takes the focus: the empty element that would take it instead is nothing a menu may hold.
    Menu: { defaultProps: { transitionProps: quick, withInitialFocusPlaceholder: false } },
    Popover: { defaultProps: { transitionProps: quick } },
    Tooltip: { defaultProps: { transitionProps: quick, openDelay: 300 } },
    Select: { defaultProps: { ...forgotten, comboboxProps: { transitionProps: quick } } },
    SpotlightSearch: { defaultProps: forgotten },
    // Grows by itself. Mantine's own way measures in a second field, which would be remembered like the first.
    Textarea: { defaultProps: { ...forgotten, styles: { input: { fieldSizing: 'content', minHeight: '4rem', maxHeight: '12rem' } } } },
    TextInput: { defaultProps: forgotten },
    Skeleton: { defaultProps: { animate: false } },
    Loader: { defaultProps: { size: 'sm' } },
  },
});

export const themeVariables: CSSVariablesResolver = () => ({
  variables: { '--lightbox-rail-width': '88px' },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-placeholder': gray[6],
    '--mantine-color-error': '#b42318',
    '--lightbox-ground': gray[0],
    '--lightbox-surface': '#ffffff',
    '--lightbox-line': gray[2],
    '--lightbox-picture-ground': gray[2],
    '--lightbox-accent-text': accent[7],
    '--lightbox-accent-ground': accent[0],
    '--lightbox-good': '#17663a',
    '--lightbox-wait': '#7a4d05',
    '--lightbox-alarm': '#a8201a',
    '--lightbox-alarm-ground': '#fdf1ef',
    '--lightbox-wait-ground': '#fdf6e7',
  },
  dark: {
    '--mantine-color-body': dark[7],
    '--mantine-color-placeholder': dark[2],
    '--mantine-color-error': '#f28b82',
    '--lightbox-ground': dark[8],
    '--lightbox-surface': dark[7],
    '--lightbox-line': dark[5],
    '--lightbox-picture-ground': dark[9],
    '--lightbox-accent-text': accent[3],
    '--lightbox-accent-ground': '#14303a',
    '--lightbox-good': '#7fcf9f',
    '--lightbox-wait': '#e8bd6a',
    '--lightbox-alarm': '#f28b82',
    '--lightbox-alarm-ground': '#34201f',
    '--lightbox-wait-ground': '#302817',
  },
});
