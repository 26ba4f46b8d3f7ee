import type { RealtimeErrorCode } from '../protocol/realtime-error.js';

/** Every word that the kit shows, a section for each element. Other languages have the same keys. */
export const english = {
  /** Which way these words are written. */
  dir: 'ltr' as 'ltr' | 'rtl',
  record: {
    start: 'Start recording',
    stop: 'Stop recording',
    hold: 'Hold to talk',
    release: 'Release to send',
    cancel: 'Cancel',
  },
  call: { connect: 'Connect', cancel: 'Cancel', hangUp: 'Hang up' },
  mute: { mute: 'Mute' },
  interrupt: { interrupt: 'Interrupt' },
  message: { label: 'Message', placeholder: 'Type a message', send: 'Send' },
  settings: {
    label: 'Turn taking',
    turnDetection: 'Turn detection',
    semantic: 'Meaning (semantic_vad)',
    server: 'Silence (server_vad)',
    none: 'Button (none)',
    eagerness: 'Eagerness',
    auto: 'Automatic',
    low: 'Low',
    medium: 'Medium',
    high: 'High',
    threshold: 'Threshold (0–1)',
    prefixPaddingMs: 'Prefix padding (ms)',
    silenceDurationMs: 'Silence (ms)',
    idleTimeoutMs: 'Idle timeout (ms)',
    never: 'never',
    noAutoResponse: 'Answer by itself',
    noInterrupt: 'Let speaking interrupt the answer',
  },
  status: {
    idle: 'Not connected',
    asking: 'Allow the microphone',
    connecting: 'Connecting…',
    connected: 'Connected',
    listening: 'Listening',
    hearing: 'Hearing you',
    thinking: 'Thinking…',
    speaking: 'Speaking',
    interrupted: 'Interrupted, your turn',
    muted: 'Muted',
    failed: 'Something went wrong',
    fallback: 'WebSocket, because WebRTC is blocked here',
  },
  chat: {
    empty: 'Press the button and say something.',
    resume: 'Tap to hear the answers',
    headphones: 'The microphone hears the loudspeaker. Headphones help.',
    label: 'Voice chat',
    open: 'Talk to the assistant',
    close: 'Close',
    dismiss: 'Dismiss',
    retry: 'Try again',
    recording: 'This call is being recorded on this device.',
    consent: {
      text: 'What you say is sent to an AI service, which answers it. Nothing is sent before you agree.',
      accept: 'Agree',
      decline: 'Not now',
    },
    /** Of the microphone: before it is asked for, and by browser, where to allow it again. */
    permission: {
      prompt: 'Your browser will ask for the microphone.',
      dismissed: 'The microphone was not allowed. Try again, and choose “Allow”.',
      frame:
        'This page may not use the microphone inside another: the outer page must embed it with allow="microphone".',
      system:
        'The system keeps the microphone from the browser: allow it in the system’s privacy settings, then try again.',
      chrome:
        'The microphone is blocked. Open the icon before the page’s address, switch the microphone on, then try again.',
      android:
        'The microphone is blocked. Tap the icon before the page’s address, then Permissions, and allow the microphone.',
      safari:
        'The microphone is blocked. Choose Safari, Settings for This Website, and set Microphone to Allow.',
      ios: 'The microphone is blocked. Tap the icon before the page’s address, then Website Settings, and allow the microphone.',
      firefox:
        'The microphone is blocked. Click the crossed-out microphone before the page’s address, remove the block, then try again.',
      other:
        'The microphone is blocked. Allow it for this page in the browser’s site settings, then try again.',
    },
  },
  transcript: {
    label: 'Transcript',
    user: 'You',
    assistant: 'Assistant',
    system: 'System',
    interrupted: 'Interrupted',
    untranscribed: 'This could not be transcribed.',
    failed: 'This answer failed.',
    nothing: '(nothing was understood)',
    says: (name: string, words: string) => `${name}: ${words}`,
    image: 'Picture',
    more: 'Show more',
    copy: 'Copy',
    copied: 'Copied',
    uncopied: 'The browser did not let this be copied.',
    replay: 'Play from here',
    pause: 'Pause',
    jump: 'Jump to latest',
    fresh: (count: number) => `${count} new`,
    search: 'Search the transcript',
    match: (which: number, count: number) => `${which} of ${count}`,
    unmatched: 'Nothing found',
    previous: 'Previous match',
    next: 'Next match',
  },
  devices: {
    audioinput: 'Microphone',
    audiooutput: 'Loudspeaker',
    videoinput: 'Camera',
    system: 'System default',
    /** A device whose name the browser does not tell yet. */
    numbered: (device: string, number: number) => `${device} ${number}`,
    locked: 'Names appear once access is allowed.',
    unsupported: 'This browser leaves the choice to the system.',
  },
  volume: { label: 'Volume', mute: 'Mute the answers' },
  camera: {
    on: 'Turn camera on',
    off: 'Turn camera off',
    isOff: 'The camera is off',
    asking: 'Allow the camera',
    picture: 'What the camera sees',
    show: 'Show this to the assistant',
    sending: 'Sending…',
    sent: (time: string) => `Shown to the assistant at ${time}`,
    last: 'The picture that was sent last',
  },
  /** By code. English has none: there an error's own message is shown. */
  errors: {} as { [code in RealtimeErrorCode]?: string },
};

export type Texts = typeof english;

/** Of a language that comes with the kit nothing is missing. */
export type Translation = Omit<Texts, 'errors'> & { errors: Record<RealtimeErrorCode, string> };
