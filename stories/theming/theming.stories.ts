import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html, nothing } from 'lit';
import { partsOf, tokensOf } from '../support/arg-types.js';
import { manifest } from '../support/manifest.js';
import './theming.css';

/**
 * Every element follows the font and the `color-scheme` of the page around it. Beyond that there are three ways in:
 * tokens for the whole, parts for a piece, states for a moment.
 *
 * ```css
 * realtime-voice-chat { --realtime-accent: light-dark(#0b6e4f, #7fdcb9); }
 * record-button::part(circle) { border-radius: 25%; }
 * connection-status[data-state='speaking'] { font-weight: 600; }
 * ```
 */
export default {
  title: 'Theming',
  parameters: { bare: true, width: '56rem', controls: { disable: true }, snippet: ' ' },
} satisfies Meta;
type Story = StoryObj;

/** What a token is where nobody has set it; those of the kit are the same in each element. */
function valueOf(name: string): string {
  const probe = document.createElement('record-button');
  document.body.append(probe);
  const value = getComputedStyle(probe).getPropertyValue(name.replace('--realtime-', '--_'));
  probe.remove();
  return value;
}

function swatch(name: string) {
  const value = valueOf(name);
  return CSS.supports('color', value)
    ? html`<span class="swatch" style="background: ${value}"></span>`
    : nothing;
}

/** Custom properties that are inherited: set them on an element, on what is around it, or on the page. */
export const Tokens: Story = {
  render: () => html`
    <div class="themed">
      <table>
        <thead>
          <tr>
            <th scope="col">Token</th>
            <th scope="col">Default</th>
            <th scope="col">What it is</th>
          </tr>
        </thead>
        <tbody>
          ${tokensOf(manifest).map(
            ({ name = '', default: value, description }) => html`
              <tr>
                <th scope="row"><code>${name}</code></th>
                <td>${swatch(name)} <code>${value ?? valueOf(name)}</code></td>
                <td>${description}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `,
};

/** Every visible piece can be reached by `::part()`. */
export const Parts: Story = {
  render: () => html`
    <div class="themed">
      <table>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">What it is</th>
          </tr>
        </thead>
        ${partsOf(manifest).map(
          ([tag, parts]) => html`
            <tbody>
              <tr>
                <th scope="rowgroup" colspan="2"><code>&lt;${tag}&gt;</code></th>
              </tr>
              ${parts.map(
                ({ name = '', description }) => html`
                  <tr>
                    <td><code>::part(${name})</code></td>
                    <td>${description}</td>
                  </tr>
                `,
              )}
            </tbody>
          `,
        )}
      </table>
    </div>
  `,
};
