const PREFIX = 'realtime-device-';
/** Names that Chromium adds for what the system has chosen, which is our `''`. */
const ALIASES = ['default', 'communications'];

const watchers = new Set<() => void>();
const look = () => void lookAtDevices();
let known: readonly MediaDeviceInfo[] = [];
let looks = 0;

/**
 * The devices of a kind that can be chosen. Before the page may use one of them the browser tells of none;
 * some browsers then leave their labels empty.
 */
export function devicesOf(kind: MediaDeviceKind): readonly MediaDeviceInfo[] {
  return known.filter((device) => device.kind === kind);
}

/**
 * Calls back once the devices are known, and whenever they were looked at again: after one was plugged in or
 * out, and by `lookAtDevices`.
 * @returns to be called to watch no more
 */
export function watchDevices(changed: () => void): () => void {
  watchers.add(changed);
  // The same listener is added once only, however many watch.
  navigator.mediaDevices?.addEventListener('devicechange', look);
  look();
  return () => {
    watchers.delete(changed);
    if (watchers.size === 0) navigator.mediaDevices?.removeEventListener('devicechange', look);
  };
}

/** Looks again; after a device was opened for the first time there are labels. Never fails. */
export async function lookAtDevices(): Promise<void> {
  const look = ++looks;
  const all = await navigator.mediaDevices?.enumerateDevices().catch(() => []);
  if (look !== looks) return; // another look began later, and sees more
  known = (all ?? []).filter(({ deviceId }) => deviceId && !ALIASES.includes(deviceId));
  for (const changed of watchers) changed();
}

/** Keeps a choice for later visits; no device forgets it. Where storage is blocked nothing is kept. */
export function rememberDevice(kind: MediaDeviceKind, device: MediaDeviceInfo | undefined): void {
  try {
    if (device) localStorage.setItem(PREFIX + kind, JSON.stringify([device.deviceId, device.label]));
    else localStorage.removeItem(PREFIX + kind);
  } catch {
    // Blocked by the person's settings, or full.
  }
}

/** The device that was remembered, if it is there: by its id, else by its label, as ids change with permissions. */
export function rememberedDevice(kind: MediaDeviceKind): MediaDeviceInfo | undefined {
  try {
    const [id, label] = JSON.parse(localStorage.getItem(PREFIX + kind) ?? '[]') as string[];
    const devices = devicesOf(kind);
    return (
      devices.find((device) => device.deviceId === id) ??
      devices.find((device) => label && device.label === label)
    );
  } catch {
    return undefined;
  }
}
