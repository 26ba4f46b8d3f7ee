import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, waitFor } from 'storybook/test';
import type { CameraPreview } from '../src/elements/camera-preview.js';
import { english } from '../src/texts/english.js';
import { withPermission } from './support/devices.js';
import { hasState, inside, press, subject } from './support/play.js';

const { camera } = english;

export default {
  title: 'Elements/camera-preview',
  component: 'camera-preview',
  parameters: { width: '28rem' },
} satisfies Meta;
type Story = StoryObj;

/** Nothing is opened before its button is pressed. */
export const Off: Story = {};

export const Asking: Story = {
  async play(context) {
    const preview = subject<CameraPreview>(context);
    withPermission('asking', () => void preview.start());
    await hasState(preview, 'opening');
  },
};

export const On: Story = {
  async play(context) {
    const preview = subject(context);
    await press(preview, camera.on);
    await hasState(preview, 'on');
  },
};

/** What was shown to the assistant stays in view. */
export const Shown: Story = {
  async play(context) {
    const preview = subject<CameraPreview>(context);
    await preview.start();
    await hasState(preview, 'on');
    const video = preview.shadowRoot?.querySelector('video') as HTMLVideoElement;
    await waitFor(() => expect(video.videoWidth).toBeGreaterThan(0));
    await press(preview, camera.show);
    await expect(await inside(preview).findByAltText(camera.last)).toBeVisible();
  },
};

/** The sentence says what to do. */
export const Denied: Story = {
  async play(context) {
    const preview = subject<CameraPreview>(context);
    withPermission('denied', () => void preview.start());
    await waitFor(() => expect(inside(preview).getByRole('alert')).not.toBeEmptyDOMElement());
  },
};
