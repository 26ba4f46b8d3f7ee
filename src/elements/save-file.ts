import type { Take } from '../recording/take.js';

/** Lets the browser save something; call it in a click. */
export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has not begun to read it yet.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A moment as part of a file's name, in local time: `2026-11-22 10-42-05`. */
export function stamp(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '-');
}

/** Such as `2026-11-22 10-42-05 user-assistant.webm`. */
export function fileName({ startedAt, tracks, type }: Take): string {
  return `${stamp(startedAt)} ${tracks.join('-')}.${/\/(\w+)/.exec(type)?.[1]}`;
}
