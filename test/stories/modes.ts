import type { Mode } from './storybook.ts';

/** The ways in which each story is looked at. */
export const MODES: Record<string, Mode> = {
  light: {
    globals: { theme: 'light' },
    features: { 'prefers-color-scheme': 'light' },
    look: { direction: 'ltr', colorScheme: 'light', forcedColors: false },
  },
  dark: {
    globals: { theme: 'dark' },
    features: { 'prefers-color-scheme': 'dark' },
    look: { direction: 'ltr', colorScheme: 'dark', forcedColors: false },
  },
  'forced colours': {
    globals: { theme: 'system' },
    features: { 'forced-colors': 'active', 'prefers-color-scheme': 'dark' },
    look: { direction: 'ltr', colorScheme: 'light dark', forcedColors: true },
    // Axe reads the colours of the style sheets, which the browser has replaced.
    withoutRules: ['color-contrast'],
  },
  'right to left': {
    globals: { theme: 'light', direction: 'rtl' },
    features: { 'prefers-color-scheme': 'light' },
    look: { direction: 'rtl', colorScheme: 'light', forcedColors: false },
  },
};
