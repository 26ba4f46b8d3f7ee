import type { StoryContext } from '@storybook/web-components-vite';

/** The HTML that makes a story's element, as one would write it into a page. */
export function snippet(code: string, { component, args, parameters }: StoryContext): string {
  const { snippet: own } = parameters as { snippet?: string };
  if (own) return own;
  if (!component) return code;
  const attributes = Object.entries(args).filter(([name]) => /^[a-z][a-z-]*$/.test(name));
  const tokens = Object.entries(args).filter(([name, value]) => name.startsWith('--') && value);
  const style = tokens.map(([name, value]) => `${name}: ${String(value)}`).join('; ');
  const written = attributes.map(([name, value]) => attribute(name, value)).join('');
  const content = String((args['(default)'] as string | undefined) ?? '');
  return `<${component}${written}${style ? attribute('style', style) : ''}>${content}</${component}>`;
}

function attribute(name: string, value: unknown): string {
  if (value === true) return ` ${name}`;
  return value === false || value == null || value === '' ? '' : ` ${name}="${value as string}"`;
}
