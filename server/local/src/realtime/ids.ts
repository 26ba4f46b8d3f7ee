import { randomBytes } from 'node:crypto';

const ID_LENGTH = 21;

/** @returns `prefix_` and 21 letters and digits, which makes at most 32 characters for the service's prefixes */
export function createId(
  prefix: 'event' | 'sess' | 'conv' | 'item' | 'resp' | 'call' | 'ek' | 'rtc',
): string {
  return `${prefix}_${randomText(ID_LENGTH)}`;
}

/** Letters and digits that cannot be guessed. */
export function randomText(length: number): string {
  let text = '';
  while (text.length < length)
    text += randomBytes(length)
      .toString('base64')
      .replace(/[^a-zA-Z0-9]/g, '');
  return text.slice(0, length);
}
